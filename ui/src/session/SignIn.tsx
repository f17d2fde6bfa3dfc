import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { Mark } from '../app/Brand';
import { Preferences } from '../app/Preferences';
import { useFormProblem } from '../components/formProblem';
import { ProblemNote } from '../components/ProblemNote';
import { useT } from '../i18n';
import css from './SignIn.module.css';

export interface Credentials {
  account: string;
  password: string;
}

interface Props {
  onSubmit: (c: Credentials) => void;
  busy: boolean;
  error?: unknown;
  /** Shown when a session ended under the user's hands. */
  expired?: boolean;
}

/** The front door: who we are on the left, two fields on the right, and the way for those who only verify. */
export function SignIn({ onSubmit, busy, error, expired }: Props) {
  const t = useT();
  const [form] = Form.useForm<Credentials>();
  useFormProblem(form, error);
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('brand.name')}`;
  }, [t]);
  return (
    <div className={css.page}>
      <header className={css.front}>
        <p className={css.brand}>
          <Mark size={40} />
          <span>{t('brand.name')}</span>
        </p>
        <p className={css.line}>{t('brand.line')}</p>
        <dl className={css.leads}>
          {([1, 2, 3] as const).map((i) => (
            <div key={i}>
              <dt>{t(`signIn.lead${i}`)}</dt>
              <dd>{t(`signIn.lead${i}Text`)}</dd>
            </div>
          ))}
        </dl>
      </header>
      <main className={css.door}>
        <div className={css.preferences}>
          <Preferences unit={false} />
        </div>
        <div className={css.box}>
          <h1>{t('signIn.title')}</h1>
          {expired && !error && (
            <p className={css.expired} role="status">
              {t('signIn.expired')}
            </p>
          )}
          <Form form={form} layout="vertical" requiredMark={false} onFinish={onSubmit} disabled={busy}>
            <Form.Item
              name="account"
              label={t('signIn.user')}
              rules={[{ required: true, message: t('signIn.userMissing') }]}
            >
              <Input autoComplete="username" autoFocus autoCapitalize="off" spellCheck={false} size="large" />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('signIn.password')}
              rules={[{ required: true, message: t('signIn.passwordMissing') }]}
            >
              <Input.Password autoComplete="current-password" size="large" />
            </Form.Item>
            <ProblemNote error={error} />
            <Button type="primary" htmlType="submit" size="large" block loading={busy} className={css.submit}>
              {t('signIn.submit')}
            </Button>
          </Form>
          <p className={css.public}>
            <a href="/verify">{t('shell.publicVerify')}</a>
          </p>
        </div>
      </main>
    </div>
  );
}
