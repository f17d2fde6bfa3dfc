import { expect, test } from 'vitest';
import { readProfile, spanOf } from './profile';

test('the span is from the earliest to the latest day of any dated column', () => {
  const p = readProfile({
    rows: 2,
    columns: [
      {
        name: 'a',
        type: 'datetime',
        missing: 0,
        distinct: 2,
        time: { earliest: '2025-07-01 00:03:11', latest: '2026-06-30 23:58:40' },
      },
      { name: 'b', type: 'date', missing: 0, distinct: 2, time: { earliest: '2025-06-30', latest: '2026-01-01' } },
      { name: 'c', type: 'date', missing: 0, distinct: 2, time: { earliest: '3/4/2026', latest: '5/4/2026' } },
    ],
  });
  expect(p && spanOf(p)).toEqual({ from: '2025-06-30', to: '2026-06-30' });
});

test('what is not a profile is not read as one', () => {
  expect(readProfile(undefined)).toBeNull();
  expect(readProfile({ rows: 'many' })).toBeNull();
});
