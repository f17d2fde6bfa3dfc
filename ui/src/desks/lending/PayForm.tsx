import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { Money } from '../../components/Money';
import { PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import css from './Loan.module.css';
import type { Loan, NewPayment, Quote } from './types';
import { fenOf, typedYuan, YuanInput } from './YuanInput';

interface Props {
  loan: Loan;
  kind: NewPayment['kind'];
  lends: boolean;
  onDone: () => void;
}

/** Money sent (borrower) or received (lender): an instalment, the payoff at today's quote, or margin. */
export function PayForm({ loan: l, kind, lends, onDone }: Props) {
  const quote = useQuery({
    queryKey: ['payoff', l.id],
    queryFn: () => body(api.GET('/api/v1/loans/{loan}/payoff', { params: { path: { loan: l.id } } })),
    enabled: kind === 'payoff',
  });
  if (kind !== 'payoff') return <Fields l={l} kind={kind} lends={lends} onDone={onDone} first={suggested(l, kind)} />;
  return (
    <PageState query={quote}>
      {(q) => (
        <>
          <QuoteFacts q={q} />
          <Fields l={l} kind={kind} lends={lends} onDone={onDone} first={q.total_fen} />
        </>
      )}
    </PageState>
  );
}

/** What a person would pay: what is due, else what comes next; the shortfall, else what is missing of the first margin. */
function suggested(l: Loan, kind: NewPayment['kind']): number {
  if (kind === 'repayment') return l.due_fen || l.next_fen;
  if (l.call) return l.call.shortfall_fen;
  return Math.max(0, l.terms.initial_margin_fen - l.margin_fen);
}

function Fields({ l, kind, lends, onDone, first }: Omit<Props, 'loan'> & { l: Loan; first: number }) {
  const t = useT();
  const [form] = Form.useForm<{ amount_fen: string; reference?: string }>();
  const act = useAct({
    run: (v: NewPayment, key) =>
      body(
        api.POST('/api/v1/loans/{loan}/payments', {
          params: { path: { loan: l.id }, header: { 'Idempotency-Key': key } },
          body: v,
        }),
      ),
    onDone,
  });
  useFormProblem(form, act.error);
  const own = { repayment: 'pay.orderNote', payoff: 'pay.payoffNote', margin: 'pay.marginNote' } as const;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={act.isPending}
      initialValues={{ amount_fen: first > 0 ? typedYuan(first) : '' }}
      onFinish={(v) =>
        act.mutate({ kind, amount_fen: fenOf(v.amount_fen), ...(v.reference ? { reference: v.reference } : {}) })
      }
    >
      <p className={css.note}>
        {t(own[kind])} {t(lends ? 'pay.lenderNote' : 'pay.borrowerNote')}
      </p>
      <YuanInput name="amount_fen" label={t('pay.amount')} />
      <Form.Item name="reference" label={t('pay.reference')}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('pay.submit')}
      </Button>
    </Form>
  );
}

function QuoteFacts({ q }: { q: Quote }) {
  const t = useT();
  const lines: [string, number][] = [
    [t('loan.principalPart'), q.principal_fen],
    [t('loan.interest'), q.interest_fen],
    [t('loan.penalty'), q.penalty_fen],
  ];
  return (
    <div className={css.quote}>
      <p className="faint small">
        {t('pay.quote')} {q.as_of}
      </p>
      <dl>
        {lines.map(([name, fen]) => (
          <Row key={name} name={name} fen={fen} />
        ))}
        {q.advance_fen > 0 && <Row name={t('loan.advance', { amount: '' })} fen={-q.advance_fen} />}
        <Row name={t('pay.quoteTotal')} fen={q.total_fen} total />
        {q.margin_fen > 0 && <Row name={t('pay.quoteMargin')} fen={q.margin_fen} />}
      </dl>
    </div>
  );
}

function Row({ name, fen, total }: { name: string; fen: number; total?: boolean }) {
  return (
    <>
      <dt className={total ? css.total : undefined}>{name}</dt>
      <dd className={total ? css.total : undefined}>
        <Money fen={fen} />
      </dd>
    </>
  );
}
