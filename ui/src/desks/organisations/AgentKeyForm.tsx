import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Digest } from '../../components/Digest';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { keyId } from './keyId';
import css from './Organisations.module.css';

/** Registers the public key that an agent printed. Its number appears while it is pasted, to compare with the agent's. */
export function AgentKeyForm() {
  const t = useT();
  const [form] = Form.useForm<{ pub: string }>();
  const pub = (Form.useWatch('pub', form) ?? '') as string;
  const [id, setId] = useState<string | null>(null);
  useEffect(() => {
    let live = true;
    void keyId(pub).then((x) => live && setId(x));
    return () => {
      live = false;
    };
  }, [pub]);
  const act = useAct({
    run: (v: { pub: string }, key) =>
      body(
        api.POST('/api/v1/keys', {
          body: { pub: v.pub.trim(), purpose: 'agent' },
          params: { header: { 'Idempotency-Key': key } },
        }),
      ),
    onDone: () => form.resetFields(),
  });
  useFormProblem(form, act.error);
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} disabled={act.isPending}>
      <Form.Item
        name="pub"
        label={t('key.pub')}
        validateTrigger="onSubmit"
        rules={[
          { required: true, message: t('form.required') },
          {
            validator: async (_, v: string) => {
              if (v && (await keyId(v)) === null) throw new Error(t('key.notKey'));
            },
          },
        ]}
      >
        <Input spellCheck={false} autoComplete="off" className="mono" placeholder={t('key.pubHint')} />
      </Form.Item>
      {id && (
        <p className={css.fingerprint} role="status">
          <Digest value={id} name={t('key.id')} whole /> <span className="faint small">{t('key.compare')}</span>
        </p>
      )}
      <ProblemNote error={act.error} />
      {act.isSuccess && <p role="status">{t('key.added')}</p>}
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('key.add')}
      </Button>
    </Form>
  );
}
