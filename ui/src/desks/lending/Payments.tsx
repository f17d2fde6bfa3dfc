import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Dialog } from '../../components/Dialog';
import { Money } from '../../components/Money';
import { Sheet, Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { useMoney } from '../../format/unit';
import { useT } from '../../i18n';
import css from './Loan.module.css';
import { ReasonForm } from './ReasonForm';
import type { Loan, Payment } from './types';

const tone = { announced: 'warn', posted: 'good', rejected: 'seal' } as const;

/** Money that moved, or is said to have moved: the lender confirms what arrived. */
export function Payments({ loan: l, lends }: { loan: Loan; lends: boolean }) {
  const t = useT();
  const { money } = useMoney();
  const [rejecting, setRejecting] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const at = (n: number, key: string) => ({
    params: { path: { loan: l.id, payment: n }, header: { 'Idempotency-Key': key } },
  });
  const confirm = useAct({
    run: (n: number, key) => body(api.POST('/api/v1/loans/{loan}/payments/{payment}/confirm', at(n, key))),
  });
  const reject = useAct({
    run: (reason: string, key) =>
      body(api.POST('/api/v1/loans/{loan}/payments/{payment}/reject', { ...at(rejecting, key), body: { reason } })),
    onDone: () => dialog.current?.close(),
  });
  const split = (p: Payment) =>
    [
      p.state === 'posted' && p.kind !== 'margin'
        ? t('loan.split', {
            principal: money(p.paid.principal_fen),
            interest: money(p.paid.interest_fen),
            penalty: money(p.paid.penalty_fen),
          })
        : '',
      p.surplus_fen > 0 ? t('loan.surplus', { amount: money(p.surplus_fen) }) : '',
      p.reason ?? '',
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Sheet title={t('loan.payments')} flush>
      <ProblemNote error={confirm.error} />
      <DataTable
        label={t('loan.payments')}
        rows={[...l.payments].reverse()}
        rowKey={(p) => String(p.n)}
        tone={(p) => (p.state === 'announced' ? 'warn' : undefined)}
        empty={<Empty title={t('loan.noPayments')} />}
        columns={[
          { key: 'date', title: t('loan.date'), cell: (p) => p.date, tight: true },
          {
            key: 'kind',
            title: t('loan.kind'),
            cell: (p) => (
              <>
                {t(`payKind.${p.kind}`)} <span className="faint small">{split(p)}</span>
              </>
            ),
          },
          { key: 'amount', title: t('loan.amount'), cell: (p) => <Money fen={p.amount_fen} bare />, end: true },
          {
            key: 'state',
            title: t('loan.state'),
            cell: (p) =>
              lends && p.state === 'announced' ? (
                <span className={css.acts}>
                  <Button
                    size="small"
                    type="primary"
                    loading={confirm.isPending && confirm.variables === p.n}
                    onClick={() => confirm.mutate(p.n)}
                  >
                    {t('loanAct.confirm')}
                  </Button>
                  <Button
                    size="small"
                    onClick={() => {
                      setRejecting(p.n);
                      dialog.current?.showModal();
                    }}
                  >
                    {t('loanAct.reject')}
                  </Button>
                </span>
              ) : (
                <Tag tone={tone[p.state]}>{t(`payState.${p.state}`)}</Tag>
              ),
          },
        ]}
      />
      <Dialog ref={dialog} title={t('loanAct.reject')} onClose={reject.reset}>
        <ReasonForm
          note={t('reject.note')}
          label={t('enforce.reason')}
          submit={t('loanAct.reject')}
          act={reject}
          danger
        />
      </Dialog>
    </Sheet>
  );
}
