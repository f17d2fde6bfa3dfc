import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import type { Ref } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { Digest } from '../../components/Digest';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';

interface Values {
  name: string;
  days: number;
  read_only: boolean;
}

/** Makes a token and shows its secret, the only time it can be shown. */
export function NewTokenDialog({ ref }: { ref: Ref<HTMLDialogElement> }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const act = useAct({ run: (v: Values) => body(api.POST('/api/v1/tokens', { body: v })) });
  useFormProblem(form, act.error);
  const close = () => {
    act.reset();
    form.resetFields();
  };
  return (
    <Dialog ref={ref} title={t('token.new')} onClose={close}>
      {act.data ? (
        <>
          <p>{t('token.once')}</p>
          <Digest value={act.data.secret} whole />
        </>
      ) : (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ days: 90, read_only: true }}
          onFinish={act.mutate}
          disabled={act.isPending}
        >
          <Form.Item name="name" label={t('token.name')} rules={[{ required: true, message: t('form.required') }]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="days" label={t('token.days')}>
            <InputNumber min={1} max={366} precision={0} />
          </Form.Item>
          <Form.Item name="read_only" valuePropName="checked">
            <Checkbox>{t('token.readOnly')}</Checkbox>
          </Form.Item>
          <ProblemNote error={act.error} />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('token.make')}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
