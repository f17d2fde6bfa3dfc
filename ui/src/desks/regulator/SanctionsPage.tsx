import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Dialog } from '../../components/Dialog';
import { Digest } from '../../components/Digest';
import { Facts, Page, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { civilDate } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { LiftForm } from './LiftForm';
import { ListForm } from './ListForm';
import type { Sanction } from './types';

const tone = { in_force: 'seal', lapsed: undefined, lifted: 'good' } as const;

/** The joint sanction list, past entries included; a regulator adds to it and lifts from it. */
export default function SanctionsPage() {
  const t = useT();
  const word = useWord();
  const may = useMe().actions.includes('sanction.record');
  const [shown, setShown] = useState<Sanction>();
  const adding = useRef<HTMLDialogElement>(null);
  const entry = useRef<HTMLDialogElement>(null);
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['sanctions', cursor.current],
    queryFn: () => body(api.GET('/api/v1/sanctions', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const add = may && (
    <Button type="primary" onClick={() => adding.current?.showModal()}>
      {t('sanction.add')}
    </Button>
  );
  return (
    <Page title={t('nav.sanctions')} lead={t('sanction.lead')} acts={add}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.sanctions')}
              rows={page.items}
              rowKey={(s) => `${s.subject.uscc} ${s.index}`}
              onOpen={(s) => {
                setShown(s);
                entry.current?.showModal();
              }}
              tone={(s) => (s.state === 'in_force' ? 'seal' : undefined)}
              empty={<Empty title={t('sanction.empty')} />}
              columns={[
                { key: 'subject', title: t('sanction.subject'), cell: (s) => s.subject.name || s.subject.uscc },
                { key: 'code', title: t('term.uscc'), cell: (s) => <code>{s.subject.uscc}</code>, tight: true },
                { key: 'grounds', title: t('sanction.grounds'), cell: (s) => word('grounds', s.grounds), tight: true },
                { key: 'since', title: t('sanction.since'), cell: (s) => s.since, tight: true },
                { key: 'until', title: t('sanction.until'), cell: (s) => s.until, tight: true },
                { key: 'by', title: t('sanction.by'), cell: (s) => <Party party={s.by} /> },
                {
                  key: 'state',
                  title: t('sanction.state'),
                  cell: (s) => <Tag tone={tone[s.state]}>{t(`sanctionState.${s.state}`)}</Tag>,
                  tight: true,
                },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
      <Dialog ref={adding} title={t('sanction.add')}>
        <ListForm onDone={() => adding.current?.close()} />
      </Dialog>
      <Dialog ref={entry} title={shown?.subject.name ?? ''}>
        {shown && <Entry s={shown} />}
        {shown?.state === 'in_force' && may && (
          <LiftForm key={shown.index} subject={shown.subject.uscc} onDone={() => entry.current?.close()} />
        )}
      </Dialog>
    </Page>
  );
}

function Entry({ s }: { s: Sanction }) {
  const t = useT();
  const word = useWord();
  return (
    <Facts
      items={[
        [
          t('sanction.state'),
          <Tag key="s" tone={tone[s.state]}>
            {t(`sanctionState.${s.state}`)}
          </Tag>,
        ],
        [t('sanction.grounds'), word('grounds', s.grounds)],
        [t('sanction.since'), s.since],
        [t('sanction.until'), s.until],
        [t('sanction.by'), <Party key="b" party={s.by} />],
        [
          t('term.logIndex'),
          <Link key="i" to={`/log/${s.index}`}>
            #{s.index}
          </Link>,
        ],
        [t('report.commitment'), <Digest key="d" value={s.decision} />],
        [t('sanction.words'), s.text ?? t('sanction.withheld')],
        s.lifted_at !== undefined && [
          t('sanctionState.lifted'),
          t('sanction.liftedOn', { date: civilDate(s.lifted_at), by: s.lifted_by?.name ?? '' }),
        ],
        s.lifted_text !== undefined && [t('sanction.decision'), s.lifted_text],
      ]}
    />
  );
}
