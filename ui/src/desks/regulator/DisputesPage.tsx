import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { civilDate } from '../../format/date';
import { useT, useWord } from '../../i18n';

/** Cases with objections, newest first; what is open is marked. */
export default function DisputesPage() {
  const t = useT();
  const word = useWord();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['disputes', cursor.current],
    queryFn: () => body(api.GET('/api/v1/oversight/objections', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('oversight.disputes')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('oversight.disputes')}
              rows={page.items}
              rowKey={(c) => c.case}
              to={(c) => `/cases/${c.case}`}
              tone={(c) => (c.objections.some((o) => !o.resolved) ? 'warn' : undefined)}
              empty={<Empty title={t('oversight.noDisputes')} />}
              columns={[
                { key: 'case', title: t('case.number'), cell: (c) => <code>{c.case}</code>, tight: true },
                { key: 'applicant', title: t('oversight.applicant'), cell: (c) => <Party party={c.applicant} /> },
                { key: 'registrar', title: t('oversight.registrar'), cell: (c) => <Party party={c.registrar} /> },
                { key: 'filed', title: t('case.filedOn'), cell: (c) => civilDate(c.filed_at), tight: true },
                {
                  key: 'objections',
                  title: t('oversight.objections'),
                  cell: (c) =>
                    c.objections.map((o) => (
                      <div key={o.id}>
                        {o.filed} <Party party={o.by} />{' '}
                        {t(!o.resolved ? 'case.openObjection' : o.upheld ? 'case.upheld' : 'case.rejected')}
                      </div>
                    )),
                },
                { key: 'status', title: t('case.status'), cell: (c) => word('caseStatus', c.status), tight: true },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
