import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Dialog } from '../../components/Dialog';
import { Digest } from '../../components/Digest';
import { Page, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { byteSize } from '../../format/size';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { useDeed } from '../deeds/Deeds';
import type { Deed } from '../deeds/deed';
import css from './Papers.module.css';

type Paper = components['schemas']['VaultPaper'];

const eraseDeed = (paper: string): Deed => ({
  name: `erase ${paper}`,
  title: 'paper.erase',
  note: 'paper.erase.note',
  action: 'paper.erase',
  danger: true,
  fields: [],
  send: (_, key) =>
    body(api.POST('/api/v1/papers/{paper}/erase', { params: { path: { paper }, header: { 'Idempotency-Key': key } } })),
});

/** What our organisation handed in: to fetch, to prove to whom we choose, to erase. */
export default function PapersPage() {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const cursor = useCursor();
  const { open, dialog } = useDeed();
  const proof = useRef<HTMLDialogElement>(null);
  const [proven, setProven] = useState<Paper | null>(null);
  const query = useQuery({
    queryKey: ['papers', cursor.current],
    queryFn: () => body(api.GET('/api/v1/papers', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const acts = (p: Paper) =>
    p.erased_at ? (
      <Tag>{t('paper.erased')}</Tag>
    ) : (
      <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 6 }}>
        <Button size="small" href={`/api/v1/papers/${p.id}/content`} download>
          {t('paper.download')}
        </Button>
        <Button
          size="small"
          onClick={() => {
            flushSync(() => setProven(p));
            proof.current?.showModal();
          }}
        >
          {t('paper.opening')}
        </Button>
        {me.actions.includes('paper.erase') && (
          <Button size="small" danger onClick={() => open(eraseDeed(p.id))}>
            {t('paper.erase')}
          </Button>
        )}
      </span>
    );
  return (
    <Page title={t('paper.title')} lead={t('paper.lead')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('paper.title')}
              rows={page.items}
              rowKey={(p) => p.id}
              empty={<Empty title={t('paper.empty')} />}
              columns={[
                { key: 'name', title: t('paper.name'), cell: (p) => p.name || p.id },
                { key: 'kind', title: t('paper.kind'), cell: (p) => word('paperKind', p.kind), tight: true },
                { key: 'size', title: t('paper.size'), cell: (p) => byteSize(p.size), end: true },
                { key: 'kept', title: t('paper.kept'), cell: (p) => dateTime(p.created_at), tight: true },
                {
                  key: 'case',
                  title: t('certificate.case'),
                  cell: (p) => p.case && <Link to={`/cases/${p.case}`}>{p.case}</Link>,
                  tight: true,
                },
                { key: 'acts', title: '', cell: acts },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
      {dialog}
      <Dialog ref={proof} title={t('paper.opening')} onClose={() => setProven(null)}>
        {proven && <Opening paper={proven} />}
      </Dialog>
    </Page>
  );
}

/** Salt and place in the log: with the file, all that another needs to check it. */
function Opening({ paper }: { paper: Paper }) {
  const t = useT();
  const query = useQuery({
    queryKey: ['opening', paper.id],
    queryFn: () => body(api.GET('/api/v1/papers/{paper}/opening', { params: { path: { paper: paper.id } } })),
  });
  return (
    <PageState query={query}>
      {(o) => (
        <>
          <p className={css.note}>{t('paper.openingNote')}</p>
          <dl className={css.opening}>
            <dt>{t('paper.commitment')}</dt>
            <dd>
              <Digest value={o.commitment} whole />
            </dd>
            <dt>{t('paper.salt')}</dt>
            <dd>
              <Digest value={o.salt} whole />
            </dd>
            {o.registered && (
              <>
                <dt>{t('paper.registered')}</dt>
                <dd>
                  {dateTime(o.registered.at)} · <Link to={`/cases/${o.registered.case}`}>{o.registered.case}</Link> ·{' '}
                  <Link to={`/log/${o.registered.index}`}>#{o.registered.index}</Link>
                </dd>
              </>
            )}
          </dl>
          {!o.registered && <p className="faint">{t('paper.notRegistered')}</p>}
          <p>
            <a href={`/public/document?${new URLSearchParams({ commitment: o.commitment, salt: o.salt })}`}>
              {t('paper.checkPage')}
            </a>
          </p>
        </>
      )}
    </PageState>
  );
}
