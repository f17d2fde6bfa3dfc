import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Tabs } from '../../components/Tabs';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { CommissionTable } from './CommissionTable';

const views = ['all', 'open', 'submitted', 'reported'] as const;
type View = (typeof views)[number];

/** Every commission that the organisation is a party of. */
export default function CommissionsPage() {
  const t = useT();
  const me = useMe();
  const [view, setView] = useState<View>('all');
  const cursor = useCursor();
  const state = view === 'all' ? undefined : view;
  const query = useQuery({
    queryKey: ['commissions', view, cursor.current],
    queryFn: () => body(api.GET('/api/v1/commissions', { params: { query: { state, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const asks = me.actions.includes('valuation.commission');
  return (
    <Page title={t('nav.commissions')} acts={asks && <Link to="/commissions/new">{t('commission.new')}</Link>}>
      <Tabs
        label={t('commission.view')}
        active={view}
        onChange={(v) => {
          setView(v);
          cursor.reset();
        }}
        tabs={views.map((v) => ({ key: v, name: v === 'all' ? t('commission.all') : t(`commissionState.${v}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <CommissionTable
              rows={page.items}
              empty={
                <Empty title={t('commission.empty')}>
                  <p>{t(asks ? 'commission.emptyHint' : 'commission.emptyAppraiser')}</p>
                  {asks && <Link to="/certificates">{t('commission.toCertificates')}</Link>}
                </Empty>
              }
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
