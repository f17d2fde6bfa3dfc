import { Button, Checkbox, Form, Input, Select } from 'antd';
import type { Ref } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { useName } from '../../session/session';
import { LinkNote } from './LinkNote';
import { useOrganisations } from './organisations';

interface Values {
  account: string;
  name: string;
  org?: string;
  roles?: string[];
  admin?: boolean;
}

/** Makes a user and the link by which they choose a password. */
export function InviteDialog({ ref }: { ref: Ref<HTMLDialogElement> }) {
  const t = useT();
  const name = useName();
  const orgs = useOrganisations();
  const [form] = Form.useForm<Values>();
  const org = Form.useWatch('org', form);
  const act = useAct({ run: (v: Values) => body(api.POST('/api/v1/users', { body: v })) });
  useFormProblem(form, act.error);
  const close = () => {
    act.reset();
    form.resetFields();
  };
  const required = [{ required: true, message: t('form.required') }];
  return (
    <Dialog ref={ref} title={t('user.invite')} onClose={close}>
      {act.data ? (
        <LinkNote link={act.data.link} name={act.data.user.name} />
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} disabled={act.isPending}>
          <Form.Item name="account" label={t('signIn.user')} rules={required}>
            <Input maxLength={64} autoCapitalize="off" spellCheck={false} autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label={t('user.name')} rules={required}>
            <Input maxLength={64} autoComplete="off" />
          </Form.Item>
          <Form.Item name="org" label={t('account.org')}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              options={[...orgs.values()].map((o) => ({ value: o.uscc, label: `${name(o)} ${o.uscc}` }))}
            />
          </Form.Item>
          {org && (
            <Form.Item name="roles" label={t('account.roles')} extra={t('user.rolesHint')}>
              <Checkbox.Group
                options={(orgs.get(org)?.roles ?? []).map((r) => ({ value: r, label: t(`role.${r}` as 'role.bank') }))}
              />
            </Form.Item>
          )}
          <Form.Item name="admin" valuePropName="checked">
            <Checkbox>{t('user.admin')}</Checkbox>
          </Form.Item>
          <ProblemNote error={act.error} />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('user.make')}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
