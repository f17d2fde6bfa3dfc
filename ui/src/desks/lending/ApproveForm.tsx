import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useMoney } from '../../format/unit';
import { useT } from '../../i18n';
import css from './Loan.module.css';
import { methods } from './NewApplicationPage';
import type { Application, Terms } from './types';
import { fenOf, typedYuan, YuanInput } from './YuanInput';

interface Values {
  amount_fen: string;
  rate: string;
  method: NonNullable<Terms['method']>;
  term_months: number;
  every?: NonNullable<Terms['every']>;
  cap_bp: number;
  drop_bp: number;
  cure_days: number;
  heartbeat_days: number;
  initial_margin_fen?: string;
  secured_fen?: string;
  no_further?: boolean;
}

/** Percent typed by a person as basis points. */
const bp = (percent: number) => Math.round(percent * 100);

function termsOf(v: Values): Terms {
  return {
    amount_fen: fenOf(v.amount_fen),
    rate: v.rate.trim(),
    method: v.method,
    term_months: v.term_months,
    cap_bp: bp(v.cap_bp),
    drop_bp: bp(v.drop_bp),
    cure_days: v.cure_days,
    heartbeat_days: v.heartbeat_days,
    no_further: v.no_further ?? false,
    initial_margin_fen: fenOf(v.initial_margin_fen),
    secured_fen: fenOf(v.secured_fen),
    ...(v.every ? { every: v.every } : {}),
  };
}

/** The terms a bank approves. Checks and limit are looked at again by the node, now and when a colleague agrees. */
export function ApproveForm({ a, onDone }: { a: Application; onDone: () => void }) {
  const t = useT();
  const { money } = useMoney();
  const [form] = Form.useForm<Values>();
  const act = useAct({
    run: (v: Terms, key) =>
      body(
        api.POST('/api/v1/applications/{application}/approve', {
          params: { path: { application: a.id }, header: { 'Idempotency-Key': key } },
          body: v,
        }),
      ),
    onDone,
  });
  useFormProblem(form, act.error);
  const limit = a.assessment?.limit_fen ?? 0;
  const required = [{ required: true, message: t('form.required') }];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={act.isPending}
      onFinish={(v) => act.mutate(termsOf(v))}
      initialValues={{
        amount_fen: limit > 0 ? typedYuan(limit) : '',
        method: a.method,
        term_months: a.term_months,
        cap_bp: (a.assessment?.cap_bp ?? 3000) / 100,
        drop_bp: 20,
        cure_days: 5,
        heartbeat_days: 10,
      }}
    >
      <p className={css.note}>{t('terms.note')}</p>
      <div className={css.two}>
        <YuanInput name="amount_fen" label={t('terms.amount')} extra={t('terms.amountHint', { limit: money(limit) })} />
        <Form.Item name="rate" label={t('terms.rate')} extra={t('terms.rateHint')} rules={required}>
          <Input maxLength={16} inputMode="decimal" autoComplete="off" />
        </Form.Item>
        <Form.Item name="method" label={t('loan.method')} rules={required}>
          <Select options={methods.map((m) => ({ value: m, label: t(`method.${m}`) }))} />
        </Form.Item>
        <Form.Item name="every" label={t('terms.every')}>
          <Select
            allowClear
            placeholder={t('terms.default')}
            options={(['monthly', 'quarterly', 'maturity'] as const).map((e) => ({ value: e, label: t(`every.${e}`) }))}
          />
        </Form.Item>
        <Form.Item name="term_months" label={t('credit.termMonths')} rules={required}>
          <InputNumber min={1} max={60} precision={0} />
        </Form.Item>
        <Form.Item name="cap_bp" label={t('terms.cap')} extra={t('terms.capHint')} rules={required}>
          <InputNumber min={1} max={50} precision={2} />
        </Form.Item>
        <Form.Item name="drop_bp" label={t('terms.drop')} extra={t('terms.dropHint')} rules={required}>
          <InputNumber min={1} max={99} precision={2} />
        </Form.Item>
        <Form.Item name="cure_days" label={t('terms.cureDays')} rules={required}>
          <InputNumber min={1} max={60} precision={0} />
        </Form.Item>
        <YuanInput name="initial_margin_fen" label={t('terms.initialMargin')} optional />
        <YuanInput name="secured_fen" label={t('terms.secured')} extra={t('terms.securedHint')} optional />
        <Form.Item name="heartbeat_days" label={t('terms.heartbeatDays')} rules={required}>
          <InputNumber min={1} max={366} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="no_further" valuePropName="checked">
        <Checkbox>{t('terms.noFurther')}</Checkbox>
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('terms.submit')}
      </Button>
    </Form>
  );
}
