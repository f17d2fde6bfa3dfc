import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { addDays, civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useMe, useNode } from '../../session/session';
import type { Listing } from './types';

const grounds = ['misuse', 'false_statement', 'repeated_pledge', 'default', 'other'] as const;
const longestDays = 3 * 365;

/** Puts an organisation on the list, or renews its entry, once a colleague agrees. */
export function ListForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const me = useMe();
  const node = useNode();
  const [form] = Form.useForm<Listing>();
  const orgs = useQuery({
    queryKey: ['organisations', 'all'],
    queryFn: () => body(api.GET('/api/v1/organisations', { params: { query: { limit: 200 } } })),
  });
  const act = useAct({
    run: (v: Listing, key) =>
      body(api.POST('/api/v1/sanctions', { params: { header: { 'Idempotency-Key': key } }, body: v })),
    onDone: () => {
      form.resetFields();
      onDone();
    },
  });
  useFormProblem(form, act.error);
  const required = [{ required: true, message: t('form.required') }];
  const today = node && civilDate(node.now);
  return (
    <Form form={form} layout="vertical" requiredMark={false} disabled={act.isPending} onFinish={act.mutate}>
      <Form.Item name="subject" label={t('sanction.subject')} extra={t('sanction.subjectHint')} rules={required}>
        <Select
          loading={orgs.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(orgs.data?.items ?? [])
            .filter((o) => o.uscc !== me.organisation?.uscc)
            .map((o) => ({ value: o.uscc, label: `${o.name} ${o.uscc}` }))}
        />
      </Form.Item>
      <Form.Item name="grounds" label={t('sanction.grounds')} rules={required}>
        <Select options={grounds.map((g) => ({ value: g, label: t(`grounds.${g}`) }))} />
      </Form.Item>
      <Form.Item name="until" label={t('sanction.until')} extra={t('sanction.untilHint')} rules={required}>
        <input type="date" min={today} max={today && addDays(today, longestDays)} />
      </Form.Item>
      <Form.Item name="decision" label={t('sanction.decision')} extra={t('sanction.decisionHint')} rules={required}>
        <Input.TextArea rows={4} maxLength={4000} />
      </Form.Item>
      <ProblemNote error={act.error ?? orgs.error} />
      <Button type="primary" danger htmlType="submit" loading={act.isPending}>
        {t('sanction.submit')}
      </Button>
    </Form>
  );
}
