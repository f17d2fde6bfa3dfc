import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { type Column, DataTable } from '../../components/DataTable';
import { Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import type { Scorecard } from './types';

const figures = [
  ['cases', 'oversight.cases'],
  ['open', 'oversight.open'],
  ['overdue', 'oversight.overdue'],
  ['deemed', 'oversight.deemed'],
  ['late_reviews', 'oversight.lateReviews'],
  ['extended', 'oversight.extended'],
  ['objections', 'oversight.objections'],
  ['upheld', 'oversight.upheld'],
  ['certificates', 'oversight.issued'],
  ['cancelled', 'oversight.cancelled'],
] as const;

/** Registrars by how they keep the terms of the guide. */
export function Scorecards() {
  const t = useT();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['scorecards', cursor.current],
    queryFn: () => body(api.GET('/api/v1/oversight/registrars', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const columns: Column<Scorecard>[] = [
    { key: 'registrar', title: t('oversight.registrar'), cell: (s) => <Party party={s.registrar} /> },
    ...figures.map(([key, title]) => ({
      key,
      title: t(title),
      cell: (s: Scorecard) => <span className="number">{count(s[key])}</span>,
      end: true,
    })),
  ];
  return (
    <Sheet title={t('oversight.scorecards')} flush>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('oversight.scorecards')}
              rows={page.items}
              rowKey={(s) => s.registrar.uscc}
              tone={(s) => (s.overdue > 0 ? 'seal' : undefined)}
              empty={<Empty />}
              columns={columns}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Sheet>
  );
}
