import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Tabs } from '../../components/Tabs';
import { useT } from '../../i18n';
import { useCaseColumns } from './caseColumns';
import { termTone } from './TermCell';

const views = ['open', 'closed'] as const;

/** All cases that the organisation is a party of. */
export default function CasesPage() {
  const t = useT();
  const [view, setView] = useState<(typeof views)[number]>('open');
  const cursor = useCursor();
  const columns = useCaseColumns();
  const query = useQuery({
    queryKey: ['cases', view, cursor.current],
    queryFn: () => body(api.GET('/api/v1/cases', { params: { query: { view, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('case.list')}>
      <Tabs
        label={t('approvals.view')}
        active={view}
        onChange={(v) => {
          setView(v);
          cursor.reset();
        }}
        tabs={views.map((v) => ({ key: v, name: t(`case.${v}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('case.list')}
              rows={page.items}
              rowKey={(c) => c.id}
              to={(c) => `/cases/${c.id}`}
              tone={(c) => termTone(c.term)}
              columns={columns}
              empty={<Empty title={t('case.empty')} />}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
