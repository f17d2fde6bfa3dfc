import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { Heartbeats } from '../../components/Heartbeats';
import { Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useNode } from '../../session/session';
import { beatDays, tolerated } from '../certificates/beats';
import { Timeline } from '../certificates/Timeline';
import css from './Loan.module.css';
import type { Loan } from './types';

/** The signed heartbeats of the data that secures the loan. */
export function LoanBeats({ loan: l }: { loan: Loan }) {
  const t = useT();
  const node = useNode();
  const query = useQuery({
    queryKey: ['heartbeats', l.certificate],
    queryFn: () =>
      body(
        api.GET('/api/v1/certificates/{code}/heartbeats', {
          params: { path: { code: l.certificate }, query: { limit: 200 } },
        }),
      ),
  });
  return (
    <Sheet title={t('loan.heartbeats')}>
      {l.silent_since && (
        <p className={css.alarm}>{t('loan.silent', { date: l.silent_since, count: l.terms.heartbeat_days })}</p>
      )}
      <PageState query={query}>
        {(page) => {
          const days = node ? tolerated(beatDays(page.items, civilDate(node.now), t), l.terms.heartbeat_days) : [];
          return (
            <>
              {days.length > 0 ? <Heartbeats beats={days} /> : <Empty title={t('certificate.noBeats')} />}
              <Timeline code={l.certificate} beats={page.items} />
            </>
          );
        }}
      </PageState>
    </Sheet>
  );
}
