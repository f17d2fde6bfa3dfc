import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Columns, Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { Rights } from '../../components/Rights';
import { useT, useWord } from '../../i18n';
import { CertificateStatus } from '../certificates/CertificateStatus';
import { useApprovalWork } from '../work/useApprovalWork';
import { WorkList } from '../work/WorkList';

/** Where a role without a desk of its own begins: what it can do now, what waits, what is new in the register. */
export default function HomePage() {
  const t = useT();
  const word = useWord();
  const role = useLocation().pathname.split('/').pop() ?? '';
  const approvals = useApprovalWork();
  return (
    <Page
      title={word('role', role)}
      lead={word('home', `now.${role}`)}
      acts={
        <>
          <Link to="/certificates">{t('certificate.list')}</Link>
          <Link to="/log">{t('home.logCheck')}</Link>
        </>
      }
    >
      {approvals.items.length > 0 && (
        <Sheet title={t('home.toDecide')} flush>
          <WorkList label={t('home.toDecide')} items={approvals.items} />
        </Sheet>
      )}
      <Columns>
        <div>
          <Latest />
        </div>
        <div>
          <Postings />
        </div>
      </Columns>
    </Page>
  );
}

function Latest() {
  const t = useT();
  const query = useQuery({
    queryKey: ['certificates', 'latest'],
    queryFn: () => body(api.GET('/api/v1/certificates', { params: { query: { limit: 8 } } })),
  });
  return (
    <Sheet title={t('home.certificates')} aside={<Link to="/certificates">{t('home.all')}</Link>} flush>
      <PageState query={query}>
        {(page) => (
          <DataTable
            label={t('home.certificates')}
            rows={page.items}
            rowKey={(c) => c.code}
            to={(c) => `/certificates/${c.code}`}
            empty={<Empty title={t('certificate.empty')} />}
            columns={[
              { key: 'title', title: t('case.title'), cell: (c) => c.title || t('certificate.withheldTitle') },
              { key: 'holder', title: t('certificate.holder'), cell: (c) => <Party party={c.holder} /> },
              { key: 'rights', title: t('certificate.rights'), cell: (c) => <Rights rights={c.rights} /> },
              { key: 'status', title: t('case.status'), cell: (c) => <CertificateStatus c={c} />, tight: true },
            ]}
          />
        )}
      </PageState>
    </Sheet>
  );
}

function Postings() {
  const t = useT();
  const query = useQuery({
    queryKey: ['postings'],
    queryFn: () => body(api.GET('/api/v1/public/postings', { params: { query: { limit: 8 } } })),
  });
  return (
    <Sheet title={t('home.postings')} aside={t('home.postingsWhy')} flush>
      <PageState query={query}>
        {(page) => (
          <DataTable
            label={t('home.postings')}
            rows={page.items}
            rowKey={(p) => p.case}
            to={(p) => `/cases/${p.case}`}
            empty={<Empty title={t('home.noPostings')} />}
            columns={[
              { key: 'title', title: t('case.title'), cell: (p) => p.title },
              { key: 'until', title: t('home.until'), cell: (p) => p.until ?? '', tight: true },
            ]}
          />
        )}
      </PageState>
    </Sheet>
  );
}
