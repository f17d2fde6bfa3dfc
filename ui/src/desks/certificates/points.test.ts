import { expect, test } from 'vitest';
import type { CertificateDetail, HeartbeatItem } from '../../api/types';
import { dataPoints, reportPoints } from './points';

const report = (date: string, value_fen: number) => ({
  date,
  value_fen,
  low_fen: value_fen - 1,
  high_fen: value_fen + 1,
});

test('reports stand in the order of their dates, and the value on record is not told twice', () => {
  const shown = report('2026-07-14', 300) as unknown as CertificateDetail['value'];
  const points = reportPoints([report('2026-07-14', 300), report('2026-03-20', 200)], shown);
  expect(points.map((p) => [p.date, p.valueFen])).toEqual([
    ['2026-03-20', 200],
    ['2026-07-14', 300],
  ]);
  expect(reportPoints([], undefined)).toEqual([]);
});

test('the last heartbeat of a day counts, after the measurement at registration', () => {
  const measurement = { measured_at: Date.parse('2026-07-06T09:00:00+08:00'), quality_ppm: 990_000, rows: 10 };
  const beat = (at: string, quality_ppm: number) => ({ at, measurement: { quality_ppm, rows: 9 } });
  const beats = [beat('2026-07-08T20:00:00+08:00', 900_000), beat('2026-07-08T01:00:00+08:00', 950_000)];
  const points = dataPoints({ measurement } as CertificateDetail, beats as unknown as HeartbeatItem[]);
  expect(points).toEqual([
    { date: '2026-07-06', qualityBp: 9900, rows: 10 },
    { date: '2026-07-08', qualityBp: 9000, rows: 9 },
  ]);
});
