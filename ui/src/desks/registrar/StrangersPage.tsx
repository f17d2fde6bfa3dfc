import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { Facts, Page, Sheet, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Tabs } from '../../components/Tabs';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { useDeed } from '../deeds/Deeds';
import type { Deed } from '../deeds/deed';
import css from './Registrar.module.css';

type Stranger = components['schemas']['RegistrarPublicObjection'];

const views = ['open', 'filed', 'dismissed'] as const;
const tones = { open: 'warn', filed: 'good', dismissed: undefined } as const;

const fileDeed = (o: Stranger): Deed => ({
  name: `file ${o.id}`,
  title: 'stranger.file',
  note: 'stranger.file.note',
  action: 'case.handle',
  fields: [],
  send: (_, key) =>
    body(
      api.POST('/api/v1/public-objections/{objection}/file', {
        params: { path: { objection: o.id }, header: { 'Idempotency-Key': key } },
      }),
    ),
});

const dismissDeed = (o: Stranger): Deed => ({
  name: `dismiss ${o.id}`,
  title: 'stranger.dismiss',
  note: 'stranger.dismiss.note',
  action: 'case.handle',
  danger: true,
  fields: [{ as: 'text', name: 'text', label: 'act.reasons' }],
  send: (v, key) =>
    body(
      api.POST('/api/v1/public-objections/{objection}/dismiss', {
        params: { path: { objection: o.id }, header: { 'Idempotency-Key': key } },
        body: { reason: v.text ?? '' },
      }),
    ),
});

/** What people without an organisation wrote on the publicity board: to be filed on their behalf, or dismissed with a reason. */
export default function StrangersPage() {
  const t = useT();
  const [view, setView] = useState<(typeof views)[number]>('open');
  const cursor = useCursor();
  const { open, dialog } = useDeed();
  const query = useQuery({
    queryKey: ['strangers', view, cursor.current],
    queryFn: () =>
      body(api.GET('/api/v1/public-objections', { params: { query: { state: view, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('stranger.title')} lead={t('stranger.lead')}>
      <Tabs
        label={t('approvals.view')}
        active={view}
        onChange={(v) => {
          setView(v);
          cursor.reset();
        }}
        tabs={views.map((v) => ({ key: v, name: t(`stranger.${v}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            {page.items.length === 0 && <Empty title={t('stranger.empty')} />}
            {page.items.map((o) => (
              <Sheet
                key={o.id}
                title={o.title || o.case}
                aside={<Tag tone={tones[o.state]}>{t(`stranger.${o.state}`)}</Tag>}
              >
                <Facts
                  items={[
                    [
                      t('certificate.case'),
                      <Link key="c" to={`/cases/${o.case}`}>
                        {o.case}
                      </Link>,
                    ],
                    [t('notice.at'), dateTime(o.created_at)],
                    o.name ? [t('stranger.who'), o.name] : null,
                    o.contact ? [t('stranger.contact'), o.contact] : null,
                    o.reason ? [t('act.reasons'), o.reason] : null,
                  ]}
                />
                {o.text && <p className={css.quote}>{o.text}</p>}
                {o.state === 'open' && (
                  <div className={css.foot}>
                    <Button type="primary" onClick={() => open(fileDeed(o))}>
                      {t('stranger.file')}
                    </Button>
                    <Button onClick={() => open(dismissDeed(o))}>{t('stranger.dismiss')}</Button>
                  </div>
                )}
              </Sheet>
            ))}
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
      {dialog}
    </Page>
  );
}
