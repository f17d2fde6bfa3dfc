import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Page, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { useT } from '../../i18n';
import { Range } from './Conclusion';

/** The appraisal reports on record that the organisation may read, newest first. */
export default function ReportsPage() {
  const t = useT();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['reports', cursor.current],
    queryFn: () => body(api.GET('/api/v1/reports', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('nav.reports')} lead={t('report.lead')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.reports')}
              rows={page.items}
              rowKey={(r) => r.valuation}
              to={(r) => `/reports/${r.valuation}`}
              empty={
                <Empty title={t('report.empty')}>
                  <p>{t('report.emptyHint')}</p>
                </Empty>
              }
              columns={[
                { key: 'title', title: t('case.title'), cell: (r) => r.title || r.certificate },
                { key: 'appraiser', title: t('commission.appraiser'), cell: (r) => <Party party={r.appraiser} /> },
                { key: 'date', title: t('value.date'), cell: (r) => r.date, tight: true },
                { key: 'value', title: t('value.value'), cell: (r) => <Money fen={r.value_fen} />, end: true },
                {
                  key: 'range',
                  title: t('value.range'),
                  cell: (r) => <Range low={r.low_fen} high={r.high_fen} />,
                  end: true,
                },
                {
                  key: 'valid',
                  title: t('value.validUntil'),
                  cell: (r) => (
                    <span>
                      {r.valid_until}{' '}
                      <Tag tone={r.valid ? 'good' : 'warn'}>{t(r.valid ? 'report.valid' : 'report.lapsed')}</Tag>
                    </span>
                  ),
                  tight: true,
                },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
