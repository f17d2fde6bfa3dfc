import type { HeartbeatItem, Watch } from '../../api/types';
import { addDays, civilDate } from '../../format/date';

/** One line of the course of heartbeats. */
export interface TimelineItem {
  beat: HeartbeatItem;
  date: string;
  /** Change of the rows and of the quality since the heartbeat before. */
  rowsBy: number | null;
  qualityBy: number | null;
  /** The worst that became of its challenges; none where no answer was owed. */
  result: 'passed' | 'failed' | 'missed' | 'none';
}

const badness = ['passed', 'missed', 'failed'] as const;

/** Heartbeats with what each brought, newest first, as they come from the node. */
export function timeline(items: readonly HeartbeatItem[]): TimelineItem[] {
  return items.map((beat, i) => {
    const before = items[i + 1]?.measurement;
    const results = (beat.results ?? []).map((r) => r.result);
    return {
      beat,
      date: civilDate(beat.measurement.measured_at),
      rowsBy: before ? beat.measurement.rows - before.rows : null,
      qualityBy: before ? beat.measurement.quality_ppm - before.quality_ppm : null,
      result: badness.findLast((r) => results.includes(r)) ?? 'none',
    };
  });
}

export interface Expected {
  due: string;
  /** The last day of grace. */
  last: string;
  state: 'ahead' | 'grace' | 'late';
  days: number;
}

/** When the next heartbeat is owed, by the strictest schedule of the liens, as of today; null where nobody expects one. */
export function expected(watches: readonly Watch[], today: string): Expected | null {
  const strictest = watches.flatMap((w) => w.lateness ?? []).sort((a, b) => a.last.localeCompare(b.last))[0];
  if (!strictest) return null;
  const state = today > strictest.last ? 'late' : today > strictest.due ? 'grace' : 'ahead';
  let days = 0;
  for (let d = strictest.due; d < today && days < 3660; d = addDays(d, 1)) days++;
  return { due: strictest.due, last: strictest.last, state, days };
}
