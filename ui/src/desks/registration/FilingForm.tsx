import { Button, Form } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAct } from '../../api/act';
import { asProblem, fieldErrors } from '../../api/problem';
import type { CaseForm } from '../../api/types';
import { useFormProblem } from '../../components/formProblem';
import { Sheet } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { Tabs } from '../../components/Tabs';
import { useT, useWord } from '../../i18n';
import css from './Form.module.css';
import { FieldsContact } from './fieldsContact';
import { FieldsDetail } from './fieldsDetail';
import { FieldsSource } from './fieldsSource';
import { FieldsWhat } from './fieldsWhat';

/** The form as it is filled in: rights are ticked, and share the evidence that is given for them. */
export interface Filling {
  registrar: string;
  form: Omit<CaseForm, 'rights'>;
  rights: ('holding' | 'use' | 'operating')[];
  evidence?: string;
}

interface Props {
  initial: Partial<Omit<Filling, 'form'>> & { form: Partial<CaseForm> };
  /** The registrar is chosen at the first filing only. */
  registrar: boolean;
  submit: (registrar: string, form: CaseForm, key: string) => Promise<{ approval: string; advice: string[] }>;
}

const parts = ['what', 'source', 'detail', 'contact'] as const;
type Part = (typeof parts)[number];

/** Which part of the form holds a field, so that a fault opens the part where it is. */
function partOf(name: readonly (string | number)[]): Part {
  const field = String(name[0] === 'form' ? name[1] : name[0]);
  if (['source', 'source_note', 'rights', 'evidence'].includes(field)) return 'source';
  if (['contact', 'withhold', 'withhold_reason'].includes(field)) return 'contact';
  if (
    ['registrar', 'title', 'summary', 'industry', 'region', 'region_scope', 'description', 'business'].includes(field)
  )
    return 'what';
  return 'detail';
}

export function toCaseForm({ form, rights, evidence }: Filling): CaseForm {
  return { ...form, rights: rights.map((right) => (evidence ? { right, evidence } : { right })) };
}

/** The application of Guide annex 1 in four parts. All of them stay filled; a fault opens its part. */
export function FilingForm({ initial, registrar, submit }: Props) {
  const t = useT();
  const word = useWord();
  const [form] = Form.useForm<Filling>();
  const [part, setPart] = useState<Part>('what');
  const act = useAct({
    run: (v: Filling, key) =>
      submit(v.registrar, toCaseForm(v), key).catch((err: unknown) => {
        const [first] = fieldErrors(asProblem(err), 'zh');
        if (first) setPart(partOf(first.name));
        throw err;
      }),
  });
  useFormProblem(form, act.error);
  const at = parts.indexOf(part);
  const next = parts[at + 1];
  const before = parts[at - 1];

  if (act.data) {
    return (
      <Sheet title={t('form.submit')}>
        <p role="status">
          {t('act.proposed')} <Link to={`/approvals/${act.data.approval}`}>{t('act.open')}</Link>
        </p>
        {act.data.advice.map((code) => (
          <p key={code} className="faint">
            {word('advice', code)}
          </p>
        ))}
      </Sheet>
    );
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={act.mutate}
      onFinishFailed={({ errorFields }) =>
        errorFields[0] && setPart(partOf(errorFields[0].name as (string | number)[]))
      }
      scrollToFirstError={{ block: 'center', focus: true }}
      disabled={act.isPending}
    >
      <Tabs
        label={t('case.form')}
        active={part}
        onChange={setPart}
        tabs={parts.map((p, i) => ({ key: p, name: `${i + 1} ${t(`form.part.${p}`)}` }))}
      />
      <Sheet title={t(`form.part.${part}`)}>
        <div hidden={part !== 'what'}>
          <FieldsWhat registrar={registrar} />
        </div>
        <div hidden={part !== 'source'}>
          <FieldsSource />
        </div>
        <div hidden={part !== 'detail'}>
          <FieldsDetail />
        </div>
        <div hidden={part !== 'contact'}>
          <FieldsContact />
        </div>
        <ProblemNote error={act.error} />
        <div className={css.foot}>
          {before && <Button onClick={() => setPart(before)}>{t('form.back')}</Button>}
          {next && (
            <Button type="primary" onClick={() => setPart(next)}>
              {t('form.next')}
            </Button>
          )}
          {!next && (
            <Button type="primary" htmlType="submit" loading={act.isPending}>
              {t('form.submit')}
            </Button>
          )}
        </div>
        {!next && <p className="faint">{t('form.submitNote')}</p>}
      </Sheet>
    </Form>
  );
}
