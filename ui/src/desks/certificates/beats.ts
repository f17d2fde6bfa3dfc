import type { HeartbeatItem } from '../../api/types';
import type { Beat } from '../../components/Heartbeats';
import { qualityText } from '../../components/Measurement';
import { addDays, civilDate } from '../../format/date';
import { count, percent } from '../../format/money';
import type { Translate } from '../../i18n';

/** A loss of quality of this much, or of this share of rows, since the last heartbeat is shown as degraded. */
const worsePpm = 20_000;
const fewerBp = 1_000;
const maxDays = 60;

/**
 * Days of heartbeats up to `today`, oldest first, with a gap where none came. Items come newest first. Only days after the
 * first heartbeat count as missing.
 */
export function beatDays(items: readonly HeartbeatItem[], today: string, t: Translate): Beat[] {
  const byDay = new Map<string, Beat>();
  const oldestFirst = [...items].reverse();
  for (const [i, h] of oldestFirst.entries()) {
    const { rows, quality_ppm: quality } = h.measurement;
    const last = oldestFirst[i - 1]?.measurement;
    const notes = [t('beat.rows', { rows: count(rows), quality: qualityText(quality) })];
    let worse = false;
    if (last && last.quality_ppm - quality >= worsePpm) {
      worse = true;
      notes.push(t('beat.worse', { by: qualityText(last.quality_ppm - quality) }));
    }
    const lostBp = last && last.rows > 0 ? Math.round(((last.rows - rows) * 10_000) / last.rows) : 0;
    if (lostBp >= fewerBp) {
      worse = true;
      notes.push(t('beat.fewer', { by: percent(lostBp) }));
    }
    const date = civilDate(h.at);
    byDay.set(date, { date, state: worse ? 'degraded' : 'ok', note: notes.join('; '), to: `/log/${h.index}` });
  }
  const [first] = byDay.keys();
  if (!first) return [];
  const start = addDays(today, 1 - maxDays);
  const out: Beat[] = [];
  const [from = first] = [first, start].sort().reverse();
  for (let day = from; day <= today; day = addDays(day, 1)) {
    out.push(byDay.get(day) ?? { date: day, state: 'missing', note: '' });
  }
  return out;
}

/** Days without a heartbeat are nothing amiss until they are more than was agreed. */
export function tolerated(days: readonly Beat[], most: number): Beat[] {
  let gap = 0;
  return days.map((d) => {
    gap = d.state === 'missing' ? gap + 1 : 0;
    return d.state === 'missing' && gap <= most ? { ...d, state: 'quiet' } : d;
  });
}
