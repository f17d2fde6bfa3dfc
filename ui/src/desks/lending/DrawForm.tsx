import { Button, Form } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useNode } from '../../session/session';
import css from './Loan.module.css';

/** The bank draws the contract up for a day of drawdown. */
export function DrawForm({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useT();
  const node = useNode();
  const [form] = Form.useForm<{ drawdown?: string }>();
  const act = useAct({
    run: (v: { drawdown?: string }, key) =>
      body(
        api.POST('/api/v1/applications/{application}/contract', {
          params: { path: { application: id }, header: { 'Idempotency-Key': key } },
          body: v.drawdown ? { drawdown: v.drawdown } : {},
        }),
      ),
    onDone,
  });
  useFormProblem(form, act.error);
  return (
    <Form form={form} layout="vertical" requiredMark={false} disabled={act.isPending} onFinish={act.mutate}>
      <p className={css.note}>{t('contract.drawNote')}</p>
      <Form.Item name="drawdown" label={t('contract.drawdown')} extra={t('contract.drawdownHint')}>
        <input type="date" min={node && civilDate(node.now)} />
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('creditAct.draw_contract')}
      </Button>
    </Form>
  );
}
