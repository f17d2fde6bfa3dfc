import { Button, Form, Input } from 'antd';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';

interface Props {
  ref: Ref<HTMLDialogElement>;
  commission: string;
  way: 'decline' | 'cancel';
}

/** Ends a commission without a report: the appraiser declines, or who asked cancels. The other side reads why. */
export function EndDialog({ ref, commission, way }: Props) {
  const t = useT();
  const box = useRef<HTMLDialogElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDialogElement);
  const [form] = Form.useForm<{ reason: string }>();
  const act = useAct({
    run: (v: { reason: string }, key) => {
      const call = { params: { path: { commission }, header: { 'Idempotency-Key': key } }, body: v };
      return way === 'decline'
        ? body(api.POST('/api/v1/commissions/{commission}/decline', call))
        : body(api.POST('/api/v1/commissions/{commission}/cancel', call));
    },
    onDone: () => box.current?.close(),
  });
  useFormProblem(form, act.error);
  return (
    <Dialog ref={box} title={t(`commission.${way}`)} onClose={act.reset}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} disabled={act.isPending}>
        <Form.Item
          name="reason"
          label={t('commission.reason')}
          extra={t('commission.reasonHint')}
          rules={[{ required: true, whitespace: true, message: t('form.required') }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        <ProblemNote error={act.error} />
        <Button danger htmlType="submit" loading={act.isPending}>
          {t(`commission.${way}`)}
        </Button>
      </Form>
    </Dialog>
  );
}
