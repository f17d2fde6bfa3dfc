import type { CertificateDetail, HeartbeatItem } from '../../api/types';
import type { DataPoint, ReportPoint } from '../../charts/dataSeries';
import { civilDate } from '../../format/date';

const ppmPerBp = 100;

interface Report {
  date: string;
  value_fen: number;
  low_fen: number;
  high_fen: number;
}

/** Reports by their date, oldest first, one a day; the value that the register shows joins them where it is not among them. */
export function reportPoints(reports: readonly Report[], shown: CertificateDetail['value']): ReportPoint[] {
  const byDate = new Map<string, ReportPoint>();
  for (const r of shown ? [...reports, shown] : reports) {
    byDate.set(r.date, { date: r.date, valueFen: r.value_fen, lowFen: r.low_fen, highFen: r.high_fen });
  }
  return [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** The measurement at registration, then each day's last heartbeat. Heartbeats come newest first. */
export function dataPoints(c: Pick<CertificateDetail, 'measurement'>, beats: readonly HeartbeatItem[]): DataPoint[] {
  const byDate = new Map<string, DataPoint>();
  const add = (at: number | string, m: { quality_ppm: number; rows: number }) => {
    const date = civilDate(at);
    byDate.set(date, { date, qualityBp: Math.round(m.quality_ppm / ppmPerBp), rows: m.rows });
  };
  add(c.measurement.measured_at, c.measurement);
  for (const h of [...beats].reverse()) add(h.at, h.measurement);
  return [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date));
}
