import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Page, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { Tabs } from '../../components/Tabs';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { applicationTone } from './tags';

const views = ['all', 'submitted', 'approved', 'contracted', 'disbursed', 'declined'] as const;
type View = (typeof views)[number];

/** Applications for credit, made or received. */
export default function ApplicationsPage() {
  const t = useT();
  const me = useMe();
  const lends = me.actions.includes('application.decide');
  const asks = me.actions.includes('application.submit');
  const [view, setView] = useState<View>('all');
  const cursor = useCursor();
  const state = view === 'all' ? undefined : view;
  const query = useQuery({
    queryKey: ['applications', view, cursor.current],
    queryFn: () => body(api.GET('/api/v1/applications', { params: { query: { state, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const apply = asks && <Link to="/applications/new">{t('credit.new')}</Link>;
  return (
    <Page title={t('nav.applications')} acts={apply}>
      <Tabs
        label={t('credit.view')}
        active={view}
        onChange={(v) => {
          setView(v);
          cursor.reset();
        }}
        tabs={views.map((v) => ({ key: v, name: v === 'all' ? t('credit.all') : t(`applicationState.${v}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.applications')}
              rows={page.items}
              rowKey={(a) => a.id}
              to={(a) => `/applications/${a.id}`}
              tone={(a) => (a.acts.some((x) => x !== 'withdraw') ? 'warn' : undefined)}
              empty={
                <Empty title={t('credit.empty')}>
                  <p>{t(asks ? 'credit.emptyBorrower' : 'credit.emptyLender')}</p>
                  {asks && <Link to="/certificates">{t('commission.toCertificates')}</Link>}
                </Empty>
              }
              columns={[
                { key: 'title', title: t('case.title'), cell: (a) => a.title || a.certificate },
                lends
                  ? { key: 'party', title: t('credit.borrower'), cell: (a) => <Party party={a.borrower} /> }
                  : { key: 'party', title: t('credit.bank'), cell: (a) => <Party party={a.lender} /> },
                { key: 'asked', title: t('credit.requested'), cell: (a) => <Money fen={a.requested_fen} />, end: true },
                {
                  key: 'approved',
                  title: t('credit.approved'),
                  cell: (a) => (a.amount_fen > 0 ? <Money fen={a.amount_fen} /> : ''),
                  end: true,
                },
                {
                  key: 'term',
                  title: t('credit.term'),
                  cell: (a) => t('credit.months', { count: a.term_months }),
                  tight: true,
                },
                { key: 'on', title: t('credit.appliedOn'), cell: (a) => civilDate(a.created_at), tight: true },
                {
                  key: 'state',
                  title: t('case.status'),
                  cell: (a) => <Tag tone={applicationTone[a.state]}>{t(`applicationState.${a.state}`)}</Tag>,
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
