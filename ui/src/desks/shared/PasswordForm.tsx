import { Button, Form, Input } from 'antd';
import { useAct } from '../../api/act';
import { api } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { Sheet } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';

interface Values {
  old_password: string;
  password: string;
}

export function PasswordForm() {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const act = useAct({
    run: (v: Values) => api.POST('/api/v1/session/password', { body: v }),
    onDone: () => form.resetFields(),
  });
  useFormProblem(form, act.error);
  const required = [{ required: true, message: t('form.required') }];
  return (
    <Sheet title={t('account.password')}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} disabled={act.isPending}>
        <Form.Item name="old_password" label={t('account.oldPassword')} rules={required}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="password" label={t('account.newPassword')} extra={t('account.passwordRule')} rules={required}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <ProblemNote error={act.error} />
        <p role="status">{act.isSuccess && t('account.passwordDone')}</p>
        <Button htmlType="submit" loading={act.isPending}>
          {t('account.change')}
        </Button>
      </Form>
    </Sheet>
  );
}
