import type { Overdue } from '../../api/types';
import { civilDate } from '../../format/date';
import type { Translate } from '../../i18n';
import { daysBetween, type WorkItem } from '../work/due';

/** Days for which a heartbeat that has come after all is still told. */
const toldDays = 7;

/**
 * Heartbeats that were agreed and did not come, as work of either side: the lender looks at the lien, the owner at its
 * data's certificate, where the agent's state is. One that came late is told for a week, with its day.
 */
export function lateBeats(all: readonly Overdue[], today: string, t: Translate): WorkItem[] {
  return all.flatMap((o) => {
    const until = o.cleared_at && civilDate(o.cleared_at);
    if (until && daysBetween(until, today) > toldDays) return [];
    return {
      key: `late ${o.lien} ${o.due}`,
      kind: t(until ? 'work.beatCame' : 'work.beatLate'),
      title: o.certificate,
      to: o.as === 'lender' ? `/liens/${o.lien}` : `/certificates/${o.certificate}`,
      due: until ? undefined : o.due,
      since: o.due,
      note: until ? t('work.beatUntil', { since: o.due, until }) : t('work.beatSince', { since: o.due, last: o.last }),
    };
  });
}
