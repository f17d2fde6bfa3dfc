import { expect, test } from 'vitest';
import { checkCharacter, readUscc } from './uscc';

test('the standard gives this code of its own as an example', () => {
  expect(checkCharacter('91350100M000100Y4')).toBe('3');
  expect(readUscc('91350100M000100Y43')).toMatchObject({ state: 'good', region: '350100', check: '3' });
});

test('a slip anywhere is told by the last character', () => {
  expect(readUscc('91350100M000100Y44')).toEqual({ state: 'check', want: '3', got: '4' });
  expect(readUscc('91350100M000010Y43').state).toBe('check');
});

test('a letter that is not of the alphabet is named by its place, also while the code is typed', () => {
  expect(readUscc('91350100MO')).toEqual({ state: 'character', place: 10, got: 'O', digit: false });
  expect(readUscc('913A')).toEqual({ state: 'character', place: 4, got: 'A', digit: true });
  expect(readUscc('91350100M000100Y430')).toMatchObject({ state: 'character', place: 19 });
  expect(readUscc('9135')).toEqual({ state: 'short', typed: 4 });
});
