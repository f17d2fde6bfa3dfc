import { expect, test } from 'vitest';
import type { HeartbeatItem } from '../../api/types';
import { beatDays } from './beats';

const beat = (at: string, rows: number, quality_ppm: number, index = 1) =>
  ({ at, index, measurement: { rows, quality_ppm } }) as HeartbeatItem;
const t = (key: string) => key;

test('a day without a heartbeat is missing, and days before the first do not count', () => {
  const days = beatDays(
    [beat('2026-03-03T01:00:00Z', 10, 990_000), beat('2026-03-01T01:00:00Z', 10, 990_000)],
    '2026-03-04',
    t,
  );
  expect(days.map((d) => [d.date, d.state])).toEqual([
    ['2026-03-01', 'ok'],
    ['2026-03-02', 'missing'],
    ['2026-03-03', 'ok'],
    ['2026-03-04', 'missing'],
  ]);
  expect(beatDays([], '2026-03-04', t)).toEqual([]);
});

test('a fall of quality or of rows since the last heartbeat is degraded', () => {
  const worse = [beat('2026-03-02T01:00:00Z', 10, 970_000), beat('2026-03-01T01:00:00Z', 10, 990_000)];
  expect(beatDays(worse, '2026-03-02', t).map((d) => d.state)).toEqual(['ok', 'degraded']);
  const fewer = [beat('2026-03-02T01:00:00Z', 90, 990_000), beat('2026-03-01T01:00:00Z', 100, 990_000)];
  expect(beatDays(fewer, '2026-03-02', t).map((d) => d.state)).toEqual(['ok', 'degraded']);
});

test('a heartbeat belongs to its day in China', () => {
  expect(beatDays([beat('2026-03-01T16:30:00Z', 1, 1)], '2026-03-02', t).map((d) => d.date)).toEqual(['2026-03-02']);
});
