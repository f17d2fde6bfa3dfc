import type { CatalogueOf } from '..';
import type { work as zh } from '../zh/work';

export const work = {
  'work.what': 'Matter',
  'work.act': 'To do',
  'work.who': 'Party',
  'work.due': 'Due',
  'work.note': 'Note',
  'work.left': '{{count}} days left',
  'work.left_one': '{{count}} day left',
  'work.dueToday': 'due today',
  'work.late': '{{count}} days late',
  'work.late_one': '{{count}} day late',
  'work.beatLate': 'heartbeat late',
  'work.beatCame': 'heartbeat back',
  'work.beatSince': 'was due by {{since}}, with grace until {{last}}; has not come',
  'work.beatUntil': 'late since {{since}}; came, or the lien ended, on {{until}}',
  'work.since': 'since {{date}}',
  'work.approvals': 'For me to approve',
  'work.mine': 'For me to do',
} satisfies CatalogueOf<typeof zh>;
