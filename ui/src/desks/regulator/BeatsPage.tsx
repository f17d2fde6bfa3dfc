import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { dateTime } from '../../format/date';
import { count } from '../../format/money';
import { useT } from '../../i18n';

/** Heartbeats of all data, newest first; each leads to its certificate and to its place in the log. */
export default function BeatsPage() {
  const t = useT();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['beats', cursor.current],
    queryFn: () => body(api.GET('/api/v1/oversight/heartbeats', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('oversight.beats')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('oversight.beats')}
              rows={page.items}
              rowKey={(b) => String(b.index)}
              to={(b) => `/certificates/${b.certificate}`}
              empty={<Empty title={t('certificate.noBeats')} />}
              columns={[
                {
                  key: 'code',
                  title: t('term.certificateCode'),
                  cell: (b) => <code>{b.certificate}</code>,
                  tight: true,
                },
                { key: 'holder', title: t('certificate.holder'), cell: (b) => <Party party={b.holder} /> },
                { key: 'at', title: t('measured.at'), cell: (b) => dateTime(b.at), tight: true },
                { key: 'rows', title: t('measured.rows'), cell: (b) => count(b.rows), end: true },
                { key: 'quality', title: t('measured.quality'), cell: (b) => qualityText(b.quality_ppm), end: true },
                {
                  key: 'stale',
                  title: t('measured.stale'),
                  cell: (b) => t('measured.days', { count: b.stale_days }),
                  end: true,
                },
                {
                  key: 'index',
                  title: t('term.logIndex'),
                  cell: (b) => <Link to={`/log/${b.index}`}>#{b.index}</Link>,
                  end: true,
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
