import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { StageBar } from '../../components/StageBar';
import { dateTime } from '../../format/date';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { stageOf } from './stage';
import { useProgress } from './useProgress';

/** The organisation's data in stock, each with its stage. */
export default function AssetsPage() {
  const t = useT();
  const cursor = useCursor();
  const progress = useProgress();
  const query = useQuery({
    queryKey: ['datasets', cursor.current],
    queryFn: () => body(api.GET('/api/v1/datasets', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const add = <Link to="/enterprise/assets/new">{t('asset.add')}</Link>;
  return (
    <Page title={t('asset.list')} acts={add}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('asset.list')}
              rows={page.items}
              rowKey={(d) => d.id}
              to={(d) => `/enterprise/assets/${d.id}`}
              tone={(d) => (stageOf(d).blocked ? 'seal' : undefined)}
              empty={<Empty title={t('asset.empty')}>{add}</Empty>}
              columns={[
                { key: 'name', title: t('case.title'), cell: (d) => d.name },
                {
                  key: 'stage',
                  title: t('asset.stage'),
                  cell: (d) => <StageBar {...stageOf(d, progress)} compact />,
                  tight: true,
                },
                { key: 'rows', title: t('measured.rows'), cell: (d) => count(d.latest.rows), end: true },
                {
                  key: 'quality',
                  title: t('measured.quality'),
                  cell: (d) => <span className="number">{qualityText(d.latest.quality_ppm)}</span>,
                  end: true,
                },
                {
                  key: 'measured',
                  title: t('asset.measured'),
                  cell: (d) => dateTime(d.latest.measured_at),
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
