import { Button, Form } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import css from './Loan.module.css';
import type { Loan } from './types';
import { fenOf, YuanInput } from './YuanInput';

/** Margin pays what is overdue. */
export function ApplyMarginForm({ loan: l, onDone }: { loan: Loan; onDone: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ amount_fen?: string }>();
  const act = useAct({
    run: (fen: number, key) =>
      body(
        api.POST('/api/v1/loans/{loan}/apply-margin', {
          params: { path: { loan: l.id }, header: { 'Idempotency-Key': key } },
          body: fen > 0 ? { amount_fen: fen } : {},
        }),
      ),
    onDone,
  });
  useFormProblem(form, act.error);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={act.isPending}
      onFinish={(v) => act.mutate(fenOf(v.amount_fen))}
    >
      <p className={css.note}>{t('apply.note')}</p>
      <YuanInput name="amount_fen" label={t('pay.amount')} extra={t('apply.most')} optional />
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('enforce.submit')}
      </Button>
    </Form>
  );
}
