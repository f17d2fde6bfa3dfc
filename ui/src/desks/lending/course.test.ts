import { expect, test } from 'vitest';
import { nextKey, stepOf } from './course';

const at = (
  state: 'submitted' | 'approved' | 'contracted' | 'disbursed' | 'declined',
  lien_status?: 'proposed' | 'effective',
) => ({
  state,
  acts: [],
  ...(lien_status ? { lien_status } : {}),
});

test('an approved application stands at the pledge until the lien binds, then at the contract', () => {
  expect(stepOf(at('approved'))).toBe(2);
  expect(stepOf(at('approved', 'proposed'))).toBe(2);
  expect(stepOf(at('approved', 'effective'))).toBe(3);
  expect(stepOf(at('disbursed', 'effective'))).toBe(5);
});

test('each side reads whose turn it is; what has ended has no next step', () => {
  expect(nextKey(at('approved', 'proposed'), true)).toBe('credit.nextAccept');
  expect(nextKey(at('approved', 'proposed'), false)).toBe('credit.nextWaitAccept');
  expect(nextKey(at('declined'), true)).toBeUndefined();
});
