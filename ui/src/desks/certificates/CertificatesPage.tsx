import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { Rights } from '../../components/Rights';
import { useT } from '../../i18n';
import { CertificateStatus } from './CertificateStatus';

/** Every certificate on record, newest first: shared facts, open to whoever lends against them. */
export default function CertificatesPage() {
  const t = useT();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['certificates', cursor.current],
    queryFn: () => body(api.GET('/api/v1/certificates', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('certificate.list')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('certificate.list')}
              rows={page.items}
              rowKey={(c) => c.code}
              to={(c) => `/certificates/${c.code}`}
              tone={(c) => (c.status === 'live' ? undefined : 'warn')}
              empty={<Empty title={t('certificate.empty')} />}
              columns={[
                { key: 'title', title: t('case.title'), cell: (c) => c.title || t('certificate.withheldTitle') },
                { key: 'code', title: t('term.certificateCode'), cell: (c) => <code>{c.code}</code>, tight: true },
                { key: 'holder', title: t('certificate.holder'), cell: (c) => <Party party={c.holder} /> },
                { key: 'rights', title: t('certificate.rights'), cell: (c) => <Rights rights={c.rights} /> },
                { key: 'until', title: t('certificate.validUntil'), cell: (c) => c.valid_until, tight: true },
                { key: 'status', title: t('case.status'), cell: (c) => <CertificateStatus c={c} />, tight: true },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
