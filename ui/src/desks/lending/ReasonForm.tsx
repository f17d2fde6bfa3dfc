import type { UseMutationResult } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import css from './Loan.module.css';

interface Props {
  note: string;
  label: string;
  submit: string;
  act: UseMutationResult<unknown, unknown, string>;
  danger?: boolean;
}

/** Asks for the reason of an act, and does it. */
export function ReasonForm({ note, label, submit, act, danger = false }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  useFormProblem(form, act.error);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={act.isPending}
      onFinish={(v) => act.mutate(v.reason.trim())}
    >
      <p className={css.note}>{note}</p>
      <Form.Item
        name="reason"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('form.required') }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button type="primary" danger={danger} htmlType="submit" loading={act.isPending}>
        {submit}
      </Button>
    </Form>
  );
}
