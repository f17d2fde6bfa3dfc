import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Page, Sheet, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { Tabs } from '../../components/Tabs';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import type { Security } from '../deeds/lienDeeds';
import css from './Liens.module.css';

const sides = ['pledgee', 'pledgor'] as const;
const views = ['live', 'all'] as const;

/** The organisation's own liens, given and taken; those that lose their ground stand first. */
export default function LiensPage() {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const lends = me.actions.includes('lien.file');
  const [as, setAs] = useState<(typeof sides)[number]>(lends ? 'pledgee' : 'pledgor');
  const [view, setView] = useState<(typeof views)[number]>('live');
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['liens', as, view, cursor.current],
    queryFn: () =>
      body(
        api.GET('/api/v1/liens', {
          params: { query: { as, cursor: cursor.current, ...(view === 'live' ? { live: true } : {}) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const change = (set: () => void) => {
    set();
    cursor.reset();
  };
  return (
    <Page title={t('lien.list')}>
      {lends && <Alerts />}
      <div className={css.filters}>
        <Tabs
          label={t('lien.list')}
          active={as}
          onChange={(v) => change(() => setAs(v))}
          tabs={sides.map((s) => ({ key: s, name: t(`lien.as.${s}`) }))}
        />
        <Tabs
          label={t('approvals.view')}
          active={view}
          onChange={(v) => change(() => setView(v))}
          tabs={views.map((v) => ({ key: v, name: t(`lien.${v}`) }))}
        />
      </div>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('lien.list')}
              rows={page.items}
              rowKey={(l) => l.id}
              to={(l) => `/liens/${l.id}/register`}
              empty={<Empty title={t('lien.empty')} />}
              columns={[
                { key: 'title', title: t('case.title'), cell: (l) => l.title || l.certificate },
                {
                  key: 'other',
                  title: t(as === 'pledgee' ? 'term.pledgor' : 'term.pledgee'),
                  cell: (l) => <Party party={as === 'pledgee' ? l.pledgor : l.pledgee} />,
                },
                { key: 'rank', title: t('term.lienRank'), cell: (l) => l.rank || '', tight: true },
                {
                  key: 'secured',
                  title: t('certificate.secured'),
                  cell: (l) => <Money fen={l.secured_fen} />,
                  end: true,
                },
                {
                  key: 'status',
                  title: t('case.status'),
                  cell: (l) => (
                    <Tag tone={l.status === 'effective' ? 'good' : undefined}>{word('lienStatus', l.status)}</Tag>
                  ),
                  tight: true,
                },
                { key: 'on', title: t('pledge.proposedOn'), cell: (l) => l.proposed_on, tight: true },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}

/** Our liens whose ground ends soon, or has ended: the pledgee asks the holder to renew, or extends. */
function Alerts() {
  const t = useT();
  const word = useWord();
  const query = useQuery({
    queryKey: ['lien-alerts'],
    queryFn: () => body(api.GET('/api/v1/work/lien-alerts')),
  });
  const items: readonly Security[] = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Sheet title={t('lien.alerts')} aside={items.length} flush>
      <DataTable
        label={t('lien.alerts')}
        rows={items}
        rowKey={(l) => l.lien}
        to={(l) => `/liens/${l.lien}/register`}
        tone={(l) => (l.today.secured ? 'warn' : 'seal')}
        columns={[
          {
            key: 'certificate',
            title: t('term.certificateCode'),
            cell: (l) => <code>{l.certificate}</code>,
            tight: true,
          },
          { key: 'pledgor', title: t('term.pledgor'), cell: (l) => l.pledgor_name },
          { key: 'secured', title: t('certificate.secured'), cell: (l) => <Money fen={l.secured_fen} />, end: true },
          {
            key: 'why',
            title: t('case.status'),
            cell: (l) => (
              <>
                <Tag tone={l.today.secured ? 'warn' : 'seal'}>
                  {l.today.secured ? t('lien.daysLeft', { count: l.today.days }) : t('lien.unsecured')}
                </Tag>{' '}
                {l.today.secured ? word('lienBecause', l.today.because ?? '') : word('lienWhy', l.today.why ?? '')}
              </>
            ),
          },
          { key: 'until', title: t('lien.until'), cell: (l) => l.today.until ?? '', tight: true },
        ]}
      />
    </Sheet>
  );
}
