import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { civilDate } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import type { WorkItem } from '../work/due';
import { useApprovalWork } from '../work/useApprovalWork';
import { WorkList } from '../work/WorkList';
import { NextActs } from './NextActs';
import { PortfolioFigures } from './PortfolioFigures';
import type { Work } from './types';
import { useCaseWork } from './useCaseWork';
import { useLateBeats } from './useLateBeats';

/** What a subject of the work list is called in the addresses of pages. */
const places: Record<string, string> = {
  application: '/applications/',
  contract: '/contracts/',
  loan: '/loans/',
  lien: '/liens/',
};

function placeOf(subject: string): string {
  const [kind = '', id = ''] = subject.split('/');
  return (places[kind] ?? '/') + id;
}

/** The day of a lender or a borrower: requests to approve, then everything that waits, the nearest deadline first. */
export default function WorkPage() {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const approvals = useApprovalWork();
  const cases = useCaseWork();
  const late = useLateBeats();
  const query = useQuery({ queryKey: ['work', 'credit'], queryFn: () => body(api.GET('/api/v1/work/credit')) });
  const item = (w: Work, i: number): WorkItem => ({
    key: `${w.kind} ${w.subject} ${i}`,
    kind: word('creditWork', w.kind),
    title: w.title || w.subject.split('/')[1] || w.subject,
    to: placeOf(w.subject),
    who: w.with.name,
    due: w.due,
    since: w.since ? civilDate(w.since) : undefined,
    amountFen: w.amount_fen,
    urgent: w.urgent,
  });
  return (
    <Page title={t('nav.worklist')}>
      {me.actions.includes('application.decide') && <PortfolioFigures />}
      {approvals.items.length > 0 && (
        <Sheet title={t('work.approvals')} aside={approvals.items.length} flush>
          <WorkList label={t('work.approvals')} items={approvals.items} />
        </Sheet>
      )}
      <Sheet title={t('work.mine')} flush>
        <PageState query={query}>
          {(w) => (
            <WorkList label={t('work.mine')} items={[...late, ...cases, ...w.items.map(item)]} next={<NextActs />} />
          )}
        </PageState>
      </Sheet>
    </Page>
  );
}
