import { Button, Form, Input } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';

/** Removes an organisation from the list, once a colleague agrees. */
export function LiftForm({ subject, onDone }: { subject: string; onDone: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ decision: string }>();
  const act = useAct({
    run: (v: { decision: string }, key) =>
      body(
        api.POST('/api/v1/sanctions/{subject}/lift', {
          params: { path: { subject }, header: { 'Idempotency-Key': key } },
          body: v,
        }),
      ),
    onDone,
  });
  useFormProblem(form, act.error);
  return (
    <Form form={form} layout="vertical" requiredMark={false} disabled={act.isPending} onFinish={act.mutate}>
      <p className="faint">{t('sanction.liftNote')}</p>
      <Form.Item
        name="decision"
        label={t('sanction.decision')}
        rules={[{ required: true, whitespace: true, message: t('form.required') }]}
      >
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button htmlType="submit" loading={act.isPending}>
        {t('sanction.lift')}
      </Button>
    </Form>
  );
}
