import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { ApplyMarginForm } from './ApplyMarginForm';
import { PayForm } from './PayForm';
import { ReasonForm } from './ReasonForm';
import type { Loan } from './types';

const shown = ['pay', 'payoff', 'deposit', 'apply_margin', 'enforce', 'release', 'ask_release'] as const;
type Act = (typeof shown)[number];

/** The acts the node says are open, the one that matters now first in colour. */
export function LoanActs({ loan: l, lends }: { loan: Loan; lends: boolean }) {
  const t = useT();
  const [act, setAct] = useState<Act>('pay');
  const dialog = useRef<HTMLDialogElement>(null);
  const open = shown.filter((a) => l.acts.includes(a));
  // What a pending request asks for already is not asked for twice.
  const waits = (a: Act) =>
    l.pending.some((p) => p.kind.includes(a === 'apply_margin' ? 'margin' : a === 'enforce' ? 'enforc' : a));
  const next: Act | undefined = l.call
    ? lends
      ? 'enforce'
      : 'deposit'
    : open.find((a) => a === 'release' || a === 'ask_release' || a === 'pay');
  const name = (a: Act) =>
    lends && a === 'pay'
      ? t('loanAct.record')
      : lends && a === 'deposit'
        ? t('loanAct.recordDeposit')
        : t(`loanAct.${a}`);
  const close = () => dialog.current?.close();
  return (
    <>
      {open
        .filter((a) => !waits(a))
        .map((a) => (
          <Button
            key={a}
            type={a === next ? 'primary' : 'default'}
            danger={a === 'enforce'}
            onClick={() => {
              setAct(a);
              dialog.current?.showModal();
            }}
          >
            {name(a)}
          </Button>
        ))}
      <Dialog ref={dialog} title={name(act)}>
        <Asked key={`${act} ${l.payments.length}`} act={act} l={l} lends={lends} onDone={close} />
      </Dialog>
    </>
  );
}

function Asked({ act, l, lends, onDone }: { act: Act; l: Loan; lends: boolean; onDone: () => void }) {
  switch (act) {
    case 'pay':
      return <PayForm loan={l} kind="repayment" lends={lends} onDone={onDone} />;
    case 'payoff':
      return <PayForm loan={l} kind="payoff" lends={lends} onDone={onDone} />;
    case 'deposit':
      return <PayForm loan={l} kind="margin" lends={lends} onDone={onDone} />;
    case 'apply_margin':
      return <ApplyMarginForm loan={l} onDone={onDone} />;
    case 'enforce':
      return <Enforce id={l.id} onDone={onDone} />;
    default:
      return <End id={l.id} act={act} onDone={onDone} />;
  }
}

function Enforce({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useT();
  const act = useAct({
    run: (reason: string, key) =>
      body(
        api.POST('/api/v1/loans/{loan}/enforce', {
          params: { path: { loan: id }, header: { 'Idempotency-Key': key } },
          body: { reason },
        }),
      ),
    onDone,
  });
  return (
    <ReasonForm note={t('enforce.note')} label={t('enforce.reason')} submit={t('enforce.submit')} act={act} danger />
  );
}

/** The lender releases the lien, or the borrower asks for it. */
function End({ id, act: way, onDone }: { id: string; act: 'release' | 'ask_release'; onDone: () => void }) {
  const t = useT();
  const act = useAct({
    run: async (_: string, key) => {
      const call = { params: { path: { loan: id }, header: { 'Idempotency-Key': key } } };
      if (way === 'release') await body(api.POST('/api/v1/loans/{loan}/release', call));
      else await body(api.POST('/api/v1/loans/{loan}/ask-release', call));
    },
    onDone,
  });
  return (
    <>
      <p>{t(way === 'release' ? 'release.note' : 'askRelease.note')}</p>
      <ProblemNote error={act.error} />
      <Button type="primary" loading={act.isPending} onClick={() => act.mutate(way)}>
        {t(way === 'release' ? 'enforce.submit' : 'loanAct.ask_release')}
      </Button>
    </>
  );
}
