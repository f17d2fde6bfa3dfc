import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { ProblemNote } from '../../components/ProblemNote';
import { useMoney } from '../../format/unit';
import { useT } from '../../i18n';
import { AcceptForm } from './AcceptForm';
import { ApproveForm } from './ApproveForm';
import { ContractActs } from './ContractActs';
import { DrawForm } from './DrawForm';
import { ReasonForm } from './ReasonForm';
import type { Application } from './types';

const shown = ['withdraw', 'decline', 'approve', 'pledge', 'accept', 'draw_contract'] as const;
type Act = (typeof shown)[number];

/** What each act is called in the requests that wait for a colleague. */
const kinds: Partial<Record<Act, string>> = {
  approve: 'credit.approve',
  decline: 'credit.decline',
  pledge: 'pledge.propose',
  accept: 'pledge.accept',
};

/** The acts the node says are open on an application; what waits for a colleague is not asked for twice. */
export function ApplicationActs({ a, lends }: { a: Application; lends: boolean }) {
  const t = useT();
  const [act, setAct] = useState<Act>('withdraw');
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = (x: Act) => a.pending.some((p) => p.kind === kinds[x]);
  // A decision that waits for a colleague stands in the way of the other one.
  const waits = (x: Act) => (x === 'approve' || x === 'decline' ? asked('approve') || asked('decline') : asked(x));
  // A contract that is drawn up is signed or voided before another is made.
  const contract = a.contract_detail?.state;
  const drawn = contract === 'drawn' || contract === 'signed' || contract === 'disbursing';
  const open = shown.filter((x) => a.acts.includes(x) && !waits(x) && !(x === 'draw_contract' && drawn));
  return (
    <>
      {open.map((x) => (
        <Button
          key={x}
          type={x === 'withdraw' || x === 'decline' ? 'default' : 'primary'}
          onClick={() => {
            setAct(x);
            dialog.current?.showModal();
          }}
        >
          {t(`creditAct.${x}`)}
        </Button>
      ))}
      {a.contract_detail && <ContractActs c={a.contract_detail} lends={lends} />}
      <Dialog ref={dialog} title={t(`creditAct.${act}`)}>
        <Asked key={act} act={act} a={a} onDone={() => dialog.current?.close()} />
      </Dialog>
    </>
  );
}

function Asked({ act, a, onDone }: { act: Act; a: Application; onDone: () => void }) {
  switch (act) {
    case 'approve':
      return <ApproveForm a={a} onDone={onDone} />;
    case 'decline':
      return <Decline id={a.id} onDone={onDone} />;
    case 'accept':
      return <AcceptForm a={a} onDone={onDone} />;
    case 'draw_contract':
      return <DrawForm id={a.id} onDone={onDone} />;
    default:
      return <Plain a={a} act={act} onDone={onDone} />;
  }
}

function Decline({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useT();
  const act = useAct({
    run: (reason: string, key) =>
      body(
        api.POST('/api/v1/applications/{application}/decline', {
          params: { path: { application: id }, header: { 'Idempotency-Key': key } },
          body: { reason },
        }),
      ),
    onDone,
  });
  return <ReasonForm note={t('decline.note')} label={t('act.reasons')} submit={t('terms.submit')} act={act} danger />;
}

/** The borrower pledges, or takes the application back. */
function Plain({ a, act: way, onDone }: { a: Application; act: 'pledge' | 'withdraw'; onDone: () => void }) {
  const t = useT();
  const { money } = useMoney();
  const act = useAct({
    run: async (_: string, key) => {
      const call = { params: { path: { application: a.id }, header: { 'Idempotency-Key': key } } };
      if (way === 'pledge') await body(api.POST('/api/v1/applications/{application}/pledge', call));
      else await body(api.POST('/api/v1/applications/{application}/withdraw', call));
    },
    onDone,
  });
  const x = a.decision?.terms;
  return (
    <>
      {way === 'pledge' && x && (
        <p>
          {t('pledge.proposeNote', {
            code: a.certificate,
            bank: a.lender.name,
            amount: money(x.secured_fen ?? x.amount_fen),
          })}
          {x.no_further && <strong> {t('pledge.proposeCovenant')}</strong>}
        </p>
      )}
      <ProblemNote error={act.error} />
      <Button type="primary" danger={way === 'withdraw'} loading={act.isPending} onClick={() => act.mutate(way)}>
        {way === 'pledge' ? t('terms.submit') : t('creditAct.withdraw')}
      </Button>
    </>
  );
}
