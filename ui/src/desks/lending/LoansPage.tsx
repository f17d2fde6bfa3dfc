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
import { percent } from '../../format/money';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { PortfolioFigures } from './PortfolioFigures';
import { CallTag, loanTone } from './tags';

const views = ['all', 'active', 'signed', 'enforcing', 'settled', 'released'] as const;
type View = (typeof views)[number];

/** The organisation's loans, given or taken, with what a glance should catch: balance, ratio, calls, arrears. */
export default function LoansPage() {
  const t = useT();
  const me = useMe();
  const lends = me.actions.includes('application.decide');
  const [view, setView] = useState<View>('all');
  const cursor = useCursor();
  const state = view === 'all' ? undefined : view;
  const query = useQuery({
    queryKey: ['loans', view, cursor.current],
    queryFn: () => body(api.GET('/api/v1/loans', { params: { query: { state, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('nav.loans')}>
      {lends && <PortfolioFigures />}
      <Tabs
        label={t('loan.view')}
        active={view}
        onChange={(v) => {
          setView(v);
          cursor.reset();
        }}
        tabs={views.map((v) => ({ key: v, name: v === 'all' ? t('loan.all') : t(`loanState.${v}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.loans')}
              rows={page.items}
              rowKey={(l) => l.id}
              to={(l) => `/loans/${l.id}`}
              tone={(l) =>
                l.state === 'enforcing' || l.call?.state === 'failed' || l.overdue_fen > 0
                  ? 'seal'
                  : l.call || l.silent_since
                    ? 'warn'
                    : undefined
              }
              empty={
                <Empty title={t('loan.empty')}>
                  <p>{t('loan.emptyHint')}</p>
                  <Link to="/applications">{t('loan.toApplications')}</Link>
                </Empty>
              }
              columns={[
                { key: 'title', title: t('case.title'), cell: (l) => l.title || l.certificate },
                lends
                  ? { key: 'party', title: t('loan.borrower'), cell: (l) => <Party party={l.borrower} /> }
                  : { key: 'party', title: t('loan.lender'), cell: (l) => <Party party={l.lender} /> },
                { key: 'balance', title: t('loan.balance'), cell: (l) => <Money fen={l.outstanding_fen} />, end: true },
                { key: 'value', title: t('loan.value'), cell: (l) => <Money fen={l.value_fen} />, end: true },
                {
                  key: 'ltv',
                  title: t('term.ltv'),
                  cell: (l) => <span className="number">{percent(l.ltv_bp)}</span>,
                  end: true,
                },
                { key: 'next', title: t('loan.next'), cell: (l) => l.next_due ?? '', tight: true },
                {
                  key: 'state',
                  title: t('loan.state'),
                  tight: true,
                  cell: (l) => (
                    <span>
                      <Tag tone={loanTone[l.state]}>{t(`loanState.${l.state}`)}</Tag> <CallTag call={l.call} />{' '}
                      {l.overdue_fen > 0 && <Tag tone="seal">{t('loan.overdue', { count: l.days_past_due })}</Tag>}
                    </span>
                  ),
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
