import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { Page, Sheet } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import css from './Form.module.css';
import type { NewCommission } from './types';

const purposes = ['pledge', 'transfer', 'licence', 'contribution', 'disclosure', 'enforcement'] as const;

/** Asks an appraiser to value the data of a certificate. */
export default function NewCommissionPage() {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [form] = Form.useForm<NewCommission>();
  const appraisers = useQuery({
    queryKey: ['organisations', 'appraiser'],
    queryFn: () => body(api.GET('/api/v1/organisations', { params: { query: { role: 'appraiser', limit: 100 } } })),
  });
  const act = useAct({
    run: (v: NewCommission, key) =>
      body(api.POST('/api/v1/commissions', { body: v, params: { header: { 'Idempotency-Key': key } } })),
    onDone: (c) => navigate(`/commissions/${c.id}`),
  });
  useFormProblem(form, act.error);
  const required = [{ required: true, message: t('form.required') }];
  return (
    <Page title={t('commission.new')} lead={t('commission.newLead')}>
      <Sheet title={t('commission.new')}>
        <Form
          form={form}
          className={css.form}
          layout="vertical"
          requiredMark={false}
          onFinish={act.mutate}
          disabled={act.isPending}
          initialValues={{ certificate: search.get('certificate') ?? '', purpose: 'pledge', update_every_days: 0 }}
        >
          <Form.Item name="certificate" label={t('term.certificateCode')} rules={required}>
            <Input maxLength={15} spellCheck={false} autoCapitalize="characters" className="mono" />
          </Form.Item>
          <Form.Item name="appraiser" label={t('commission.appraiser')} rules={required}>
            <Select
              loading={appraisers.isPending}
              showSearch={{ optionFilterProp: 'label' }}
              options={(appraisers.data?.items ?? []).map((o) => ({ value: o.uscc, label: o.name }))}
            />
          </Form.Item>
          <Form.Item name="purpose" label={t('commission.purpose')} rules={required}>
            <Select options={purposes.map((p) => ({ value: p, label: t(`purpose.${p}`) }))} />
          </Form.Item>
          <Form.Item name="update_every_days" label={t('commission.everyDays')} extra={t('commission.everyDaysHint')}>
            <InputNumber min={0} max={36_500} precision={0} />
          </Form.Item>
          <Form.Item name="note" label={t('commission.note')}>
            <Input.TextArea rows={3} maxLength={500} />
          </Form.Item>
          <ProblemNote error={act.error ?? appraisers.error} />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('commission.new')}
          </Button>
        </Form>
      </Sheet>
    </Page>
  );
}
