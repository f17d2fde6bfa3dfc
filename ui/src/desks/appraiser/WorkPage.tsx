import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useApprovalWork } from '../work/useApprovalWork';
import { WorkList } from '../work/WorkList';

/** The appraiser's day: reports to approve, and commissions to work on, the oldest first. */
export default function WorkPage() {
  const t = useT();
  const approvals = useApprovalWork();
  const query = useQuery({
    queryKey: ['commissions', 'work'],
    queryFn: () =>
      body(api.GET('/api/v1/commissions', { params: { query: { as: 'appraiser', state: 'open', limit: 100 } } })),
  });
  return (
    <Page title={t('nav.worklist')}>
      {approvals.items.length > 0 && (
        <Sheet title={t('work.approvals')} flush>
          <WorkList label={t('work.approvals')} items={approvals.items} />
        </Sheet>
      )}
      <Sheet title={t('work.mine')} flush>
        <PageState query={query}>
          {(page) => (
            <WorkList
              label={t('work.mine')}
              items={page.items.map((c) => ({
                key: c.id,
                kind: t('commission.act'),
                title: c.title || c.certificate,
                to: `/commissions/${c.id}`,
                who: c.client.name,
                since: civilDate(c.created_at),
                note: `${t(`purpose.${c.purpose}`)} · ${t(c.has_draft ? 'commission.hasDraft' : 'commission.noDraft')}`,
              }))}
            />
          )}
        </PageState>
      </Sheet>
    </Page>
  );
}
