import { expect, test } from 'vitest';
import type { HeartbeatItem, Watch } from '../../api/types';
import { expected, timeline } from './timeline';

const beat = (seq: number, rows: number, results: string[] = []) =>
  ({
    seq,
    measurement: { rows, quality_ppm: 900_000, measured_at: Date.UTC(2026, 6, seq) },
    results: results.map((result, index) => ({ lien: 'LN-1', index, result })),
  }) as unknown as HeartbeatItem;

test('each heartbeat says what it brought since the one before; the first has nothing to compare', () => {
  const [second, first] = timeline([beat(2, 120), beat(1, 100)]);
  expect(second).toMatchObject({ date: '2026-07-02', rowsBy: 20, qualityBy: 0, result: 'none' });
  expect(first).toMatchObject({ rowsBy: null, qualityBy: null });
});

test('of several challenges the worst result is told', () => {
  expect(timeline([beat(1, 1, ['passed', 'missed'])])[0]?.result).toBe('missed');
  expect(timeline([beat(1, 1, ['failed', 'passed'])])[0]?.result).toBe('failed');
});

test('the strictest schedule says when the next is owed, and a day past its grace it is late', () => {
  const watch = (due: string, last: string) => ({ lateness: { due, last, days: 0, late: false } }) as unknown as Watch;
  const list = [watch('2026-09-10', '2026-09-20'), watch('2026-09-01', '2026-09-08')];
  expect(expected(list, '2026-09-01')).toMatchObject({ due: '2026-09-01', state: 'ahead', days: 0 });
  expect(expected(list, '2026-09-08')).toMatchObject({ state: 'grace', days: 7 });
  expect(expected(list, '2026-09-09')).toMatchObject({ state: 'late', days: 8 });
  expect(expected([], '2026-09-09')).toBeNull();
});
