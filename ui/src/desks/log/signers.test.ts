import { expect, test } from 'vitest';
import { signers, sizeOf } from './signers';

test('the log and its witnesses are named in the order they signed', () => {
  const note =
    'shurong.example/registry\n173\nroot\nstate x\n\n— shurong.example/registry AA==\n— witness.example/w1 BB==\n';
  expect(signers(note)).toEqual(['shurong.example/registry', 'witness.example/w1']);
  expect(sizeOf(note)).toBe(173);
  expect(signers('')).toEqual([]);
});
