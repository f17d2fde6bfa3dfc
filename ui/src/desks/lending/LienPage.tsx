import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Page, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { ConfirmDialog } from './ConfirmDialog';
import { LienSheet } from './LienSheet';
import type { Lien } from './types';

const shown = ['acknowledge', 'effect', 'decline', 'withdraw'] as const;
type Act = (typeof shown)[number];

/** A pledge: also for pledgees ahead of it, to whom it is disclosed here and who say here that they know. */
export default function LienPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['lien', id],
    queryFn: () => body(api.GET('/api/v1/liens/{lien}', { params: { path: { lien: id } } })),
  });
  return <PageState query={query}>{(l) => <Shown l={l} />}</PageState>;
}

const notes = {
  acknowledge: 'pledge.acknowledgeNote',
  effect: 'pledge.effectNote',
  decline: 'pledge.declineNote',
  withdraw: 'pledge.withdrawNote',
} as const;
const names = {
  acknowledge: 'creditAct.acknowledge',
  effect: 'creditAct.effect',
  decline: 'creditAct.declineLien',
  withdraw: 'creditAct.withdrawLien',
} as const;
/** The action of the policy that each act needs, as the node has it. */
const needs = {
  acknowledge: 'pledge.acknowledge',
  effect: 'pledge.propose',
  decline: 'pledge.accept',
  withdraw: 'pledge.propose',
} as const;

function Shown({ l }: { l: Lien }) {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const [act, setAct] = useState<Act>('acknowledge');
  const dialog = useRef<HTMLDialogElement>(null);
  const run = (key: string) => {
    const call = { params: { path: { lien: l.id }, header: { 'Idempotency-Key': key } } };
    switch (act) {
      case 'acknowledge':
        return body(api.POST('/api/v1/liens/{lien}/acknowledge', call));
      case 'effect':
        return body(api.POST('/api/v1/liens/{lien}/effect', call));
      case 'decline':
        return body(api.POST('/api/v1/liens/{lien}/decline', call));
      default:
        return body(api.POST('/api/v1/liens/{lien}/withdraw', call));
    }
  };
  return (
    <Page
      title={`${t('pledge.title')} · ${l.title || l.certificate}`}
      lead={
        <>
          <code>{l.id}</code>
          <Tag>{word('lienStatus', l.status)}</Tag>
          {l.application && <Link to={`/applications/${l.application}`}>{t('contract.toApplication')}</Link>}
        </>
      }
      acts={shown
        .filter((a) => l.acts.includes(a) && me.actions.includes(needs[a]))
        .map((a) => (
          <Button
            key={a}
            type={a === 'acknowledge' || a === 'effect' ? 'primary' : 'default'}
            onClick={() => {
              setAct(a);
              dialog.current?.showModal();
            }}
          >
            {t(names[a])}
          </Button>
        ))}
    >
      <LienSheet lien={l} whole />
      <ConfirmDialog
        ref={dialog}
        title={t(names[act])}
        note={t(notes[act])}
        submit={t(names[act])}
        danger={act === 'decline' || act === 'withdraw'}
        run={run}
      />
    </Page>
  );
}
