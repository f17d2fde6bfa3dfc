import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../api/act';
import { api, body } from '../api/client';
import { useFormProblem } from '../components/formProblem';
import { Page } from '../components/Page';
import { ProblemNote } from '../components/ProblemNote';
import { useT } from '../i18n';
import css from './SignIn.module.css';
import { meQuery } from './session';

interface Values {
  account: string;
  name: string;
  password: string;
  again: string;
}

/**
 * The page behind a single-use link: /setup makes the first administrator, /password lets an invited user choose a
 * password. The secret is the fragment of the address, which browsers send to nobody.
 */
export default function LinkPage({ first }: { first: boolean }) {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [secret] = useState(() => location.hash.slice(1));
  const [form] = Form.useForm<Values>();
  const act = useAct({
    run: ({ account, name, password }: Values) =>
      first
        ? body(api.POST('/api/v1/setup', { body: { secret, account, name, password } }))
        : body(api.POST('/api/v1/session/link', { body: { secret, password } })),
    onDone: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      navigate('/', { replace: true });
    },
  });
  useFormProblem(form, act.error);
  const required = [{ required: true, message: t('form.required') }];
  return (
    <main className={css.door}>
      <div className={css.box}>
        <Page
          title={t(first ? 'link.setup' : 'link.password')}
          lead={t(first ? 'link.setupLead' : 'link.passwordLead')}
        >
          <Form form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} disabled={act.isPending}>
            {first && (
              <>
                <Form.Item name="account" label={t('signIn.user')} rules={required}>
                  <Input autoComplete="username" autoCapitalize="off" spellCheck={false} />
                </Form.Item>
                <Form.Item name="name" label={t('user.name')} rules={required}>
                  <Input autoComplete="name" />
                </Form.Item>
              </>
            )}
            <Form.Item
              name="password"
              label={t('account.newPassword')}
              extra={t('account.passwordRule')}
              rules={required}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <Form.Item
              name="again"
              label={t('account.again')}
              dependencies={['password']}
              rules={[
                ...required,
                ({ getFieldValue }) => ({
                  validator: (_, v) =>
                    !v || v === getFieldValue('password') ? Promise.resolve() : Promise.reject(t('account.differ')),
                }),
              ]}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <ProblemNote error={act.error} />
            <Button type="primary" htmlType="submit" block loading={act.isPending} className={css.submit}>
              {t('link.submit')}
            </Button>
          </Form>
        </Page>
      </div>
    </main>
  );
}
