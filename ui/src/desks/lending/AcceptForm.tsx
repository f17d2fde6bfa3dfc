import { Button, Checkbox, Form, Input } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useMoney } from '../../format/unit';
import { useT } from '../../i18n';
import type { Application } from './types';

interface Values {
  filing_no: string;
  seen?: string[];
}

/** The bank accepts a pledge: it names each lien ahead as disclosed to it, and where it filed its own. */
export function AcceptForm({ a, onDone }: { a: Application; onDone: () => void }) {
  const t = useT();
  const { money } = useMoney();
  const [form] = Form.useForm<Values>();
  const ahead = (a.lien_detail?.ahead ?? []).filter((l) => l.live);
  const act = useAct({
    run: (v: Values, key) =>
      body(
        api.POST('/api/v1/applications/{application}/pledge/accept', {
          params: { path: { application: a.id }, header: { 'Idempotency-Key': key } },
          // In rank order, whatever the order they were ticked in.
          body: { filing_no: v.filing_no.trim(), seen: ahead.map((l) => l.id).filter((id) => v.seen?.includes(id)) },
        }),
      ),
    onDone,
  });
  useFormProblem(form, act.error);
  return (
    <Form form={form} layout="vertical" requiredMark={false} disabled={act.isPending} onFinish={act.mutate}>
      {ahead.length > 0 && (
        <Form.Item
          name="seen"
          label={t('pledge.seen')}
          rules={[
            {
              validator: (_, v: string[] | undefined) =>
                (v?.length ?? 0) === ahead.length
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('pledge.seenMissing'))),
            },
          ]}
        >
          <Checkbox.Group
            options={ahead.map((l) => ({
              value: l.id,
              label: t('pledge.seenOne', { pledgee: l.pledgee.name, amount: money(l.secured_fen) }),
            }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="filing_no"
        label={t('pledge.filingNo')}
        extra={t('pledge.filingHint')}
        rules={[{ required: true, pattern: /^\s*\d{8,30}\s*$/, message: t('pledge.filingBad') }]}
      >
        <Input inputMode="numeric" maxLength={30} autoComplete="off" className="mono" />
      </Form.Item>
      <p className="faint">{t(ahead.length > 0 ? 'pledge.acceptNote' : 'pledge.acceptFirst')}</p>
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('terms.submit')}
      </Button>
    </Form>
  );
}
