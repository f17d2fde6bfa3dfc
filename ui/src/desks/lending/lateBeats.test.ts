import { expect, test } from 'vitest';
import type { Overdue } from '../../api/types';
import type { Translate } from '../../i18n';
import { lateBeats } from './lateBeats';

const late = (as: 'lender' | 'owner', cleared?: string): Overdue => ({
  as,
  certificate: 'SJ3212026070001',
  due: '2026-08-03',
  last: '2026-08-05',
  lien: 'LN-1',
  raised_at: '2026-08-05T16:00:00Z',
  ...(cleared && { cleared_at: cleared }),
});
const t: Translate = (key, args) => `${key} ${Object.values(args ?? {}).join(' ')}`.trim();

test('a late heartbeat leads the lender to its lien and the owner to its data', () => {
  const rows = lateBeats([late('lender'), late('owner')], '2026-08-09', t);
  expect(rows.map((r) => r.to)).toEqual(['/liens/LN-1', '/certificates/SJ3212026070001']);
  expect(rows[0]).toMatchObject({
    kind: 'work.beatLate',
    due: '2026-08-03',
    note: 'work.beatSince 2026-08-03 2026-08-05',
  });
});

test('one that came is told with its day in China for a week, then no more, and has no deadline', () => {
  const came = late('owner', '2026-08-09T16:30:00Z');
  const [row] = lateBeats([came], '2026-08-17', t);
  expect(row).toMatchObject({ kind: 'work.beatCame', due: undefined, note: 'work.beatUntil 2026-08-03 2026-08-10' });
  expect(lateBeats([came], '2026-08-18', t)).toEqual([]);
});
