import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { Page, Sheet } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import css from './Loan.module.css';
import type { NewApplication } from './types';
import { fenOf, YuanInput } from './YuanInput';

export const methods = ['equal_instalment', 'equal_principal', 'interest_only', 'bullet_all'] as const;

interface Values extends Omit<NewApplication, 'requested_fen'> {
  requested_fen: string;
}

/** Applies for credit on one of the organisation's certificates. */
export default function NewApplicationPage() {
  const t = useT();
  const navigate = useNavigate();
  const me = useMe();
  const [search] = useSearchParams();
  const [form] = Form.useForm<Values>();
  const holder = me.organisation?.uscc ?? '';
  const own = useQuery({
    queryKey: ['certificates', 'own', holder],
    queryFn: () => body(api.GET('/api/v1/certificates', { params: { query: { holder, limit: 100 } } })),
  });
  const banks = useQuery({
    queryKey: ['organisations', 'bank'],
    queryFn: () => body(api.GET('/api/v1/organisations', { params: { query: { role: 'bank', limit: 100 } } })),
  });
  const act = useAct({
    run: (v: Values, key) =>
      body(
        api.POST('/api/v1/applications', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...v, requested_fen: fenOf(v.requested_fen) },
        }),
      ),
    onDone: (a) => navigate(`/applications/${a.id}`),
  });
  useFormProblem(form, act.error);
  const required = [{ required: true, message: t('form.required') }];
  const live = (own.data?.items ?? []).filter((c) => c.status === 'live');
  return (
    <Page title={t('credit.new')} lead={t('credit.newLead')}>
      <Sheet title={t('credit.application')}>
        <Form
          form={form}
          className={css.form}
          layout="vertical"
          requiredMark={false}
          disabled={act.isPending}
          onFinish={act.mutate}
          initialValues={{
            certificate: search.get('certificate') ?? undefined,
            method: 'equal_instalment',
            term_months: 12,
          }}
        >
          <Form.Item name="certificate" label={t('term.certificate')} rules={required}>
            <Select
              loading={own.isPending}
              options={live.map((c) => ({ value: c.code, label: `${c.title || ''} ${c.code}` }))}
            />
          </Form.Item>
          <Form.Item name="lender" label={t('credit.bank')} rules={required}>
            <Select
              loading={banks.isPending}
              options={(banks.data?.items ?? []).map((o) => ({ value: o.uscc, label: o.name }))}
            />
          </Form.Item>
          <div className={css.two}>
            <YuanInput name="requested_fen" label={t('credit.requestedYuan')} />
            <Form.Item name="term_months" label={t('credit.termMonths')} rules={required}>
              <InputNumber min={1} max={60} precision={0} />
            </Form.Item>
          </div>
          <Form.Item name="method" label={t('loan.method')} rules={required}>
            <Select options={methods.map((m) => ({ value: m, label: t(`method.${m}`) }))} />
          </Form.Item>
          <Form.Item name="purpose" label={t('credit.purpose')} extra={t('credit.purposeHint')} rules={required}>
            <Input maxLength={200} />
          </Form.Item>
          <ProblemNote error={act.error ?? own.error ?? banks.error} />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('credit.apply')}
          </Button>
        </Form>
      </Sheet>
    </Page>
  );
}
