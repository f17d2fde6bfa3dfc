import { expect, test } from 'vitest';
import { sought } from './kind';

test.each([
  ['SJ3212026070001', 'certificate', 'SJ3212026070001'],
  [' sj32-12026 070001 ', 'certificate', 'SJ3212026070001'],
  ['DA-0123456789AB', 'asset', 'DA-0123456789AB'],
  ['91320105MAEX10016D', 'holder', '91320105MAEX10016D'],
  ['NP-0123456789AB', 'holder', 'NP-0123456789AB'],
])('%s is the number of a %s', (typed, kind, value) => {
  expect(sought(typed)).toEqual({ kind, value });
});

test('what is no number of the register is not asked for', () => {
  for (const typed of ['', 'SJ1', '停车', '91320105MAEX10016DX']) expect(sought(typed)).toBeNull();
});
