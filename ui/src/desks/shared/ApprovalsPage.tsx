import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import type { ApprovalItem } from '../../api/types';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Tabs } from '../../components/Tabs';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';

const views = ['decide', 'mine', 'all'] as const;
type View = (typeof views)[number];

export const stateTone: Record<ApprovalItem['state'], 'good' | 'warn' | 'seal' | 'primary' | undefined> = {
  pending: 'warn',
  executing: 'primary',
  done: 'good',
  rejected: 'seal',
  withdrawn: undefined,
};

/** What waits for a second person, what I asked for, and all that my organisation asked for. */
export default function ApprovalsPage() {
  const t = useT();
  const text = useText();
  const [view, setView] = useState<View>('decide');
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['approvals', view, cursor.current],
    queryFn: () => body(api.GET('/api/v1/approvals', { params: { query: { view, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('nav.approvals')}>
      <Tabs
        label={t('approvals.view')}
        active={view}
        onChange={(v) => {
          setView(v);
          cursor.reset();
        }}
        tabs={views.map((v) => ({ key: v, name: t(`approvals.${v}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.approvals')}
              rows={page.items}
              rowKey={(r) => r.id}
              to={(r) => `/approvals/${r.id}`}
              tone={(r) => (r.may_decide ? 'warn' : undefined)}
              empty={<Empty title={t(`approvals.${view}Empty`)} />}
              columns={[
                { key: 'summary', title: t('approvals.summary'), cell: (r) => text(r.summary) },
                { key: 'kind', title: t('approvals.kind'), cell: (r) => text(r.title) },
                { key: 'maker', title: t('approvals.maker'), cell: (r) => r.maker.name },
                { key: 'at', title: t('approvals.at'), cell: (r) => dateTime(r.proposed_at), tight: true },
                {
                  key: 'state',
                  title: t('approvals.state'),
                  cell: (r) => <Tag tone={stateTone[r.state]}>{t(`approval.${r.state}`)}</Tag>,
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
