import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { useT } from '../../i18n';
import { useApprovalWork } from '../work/useApprovalWork';
import { WorkList } from '../work/WorkList';
import { useCaseColumns } from './caseColumns';
import { termTone } from './TermCell';

/** Requests to decide on; what waits for us, by legal term, the most urgent first; then what waits for others. */
export default function WorkPage() {
  const t = useT();
  const columns = useCaseColumns();
  const approvals = useApprovalWork();
  const query = useQuery({ queryKey: ['work', 'cases'], queryFn: () => body(api.GET('/api/v1/work/cases')) });
  return (
    <Page title={t('case.work')}>
      {approvals.items.length > 0 && (
        <Sheet title={t('work.approvals')} aside={approvals.items.length} flush>
          <WorkList label={t('work.approvals')} items={approvals.items} />
        </Sheet>
      )}
      <PageState query={query}>
        {(work) => (
          <>
            <Sheet title={t('case.mine')} aside={work.items.length} flush>
              <DataTable
                label={t('case.mine')}
                rows={work.items}
                rowKey={(c) => c.id}
                to={(c) => `/cases/${c.id}`}
                tone={(c) => termTone(c.term)}
                columns={columns}
                empty={<Empty title={t('case.workEmpty')} />}
              />
            </Sheet>
            {work.other.length > 0 && (
              <Sheet title={t('case.others')} aside={work.other.length} flush>
                <DataTable
                  label={t('case.others')}
                  rows={work.other}
                  rowKey={(c) => c.id}
                  to={(c) => `/cases/${c.id}`}
                  columns={columns}
                />
              </Sheet>
            )}
          </>
        )}
      </PageState>
    </Page>
  );
}
