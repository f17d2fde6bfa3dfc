import { Button, Form } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAct } from '../../api/act';
import { asProblem, fieldErrors } from '../../api/problem';
import type { components } from '../../api/schema';
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
import { FieldsWith } from './fieldsWith';

/** The form as it is filled in: rights are ticked, and share the evidence that is given for them. */
export interface Filling {
  registrar: string;
  form: Omit<CaseForm, 'rights'>;
  rights: Right[];
  evidence?: string;
  profile?: string;
  papers?: string[];
  risk?: string[];
  evidenceFirst?: { kind: 'notary' | 'deposit' | 'timestamp'; on: string; papers: string[] };
  joint?: { org: string; rights: Right[] }[];
  isSecret?: boolean;
  secret?: { descriptor: string; papers: string[]; measures: Record<string, boolean> };
}
type Right = 'holding' | 'use' | 'operating';
export type Extras = Omit<components['schemas']['RegistrarFiling'], 'dataset' | 'form' | 'registrar'>;

interface Props {
  initial: Partial<Omit<Filling, 'form'>> & { form: Partial<CaseForm> };
  /** The registrar is chosen at the first filing only. */
  registrar: boolean;
  submit: (
    registrar: string,
    form: CaseForm,
    key: string,
    extras: Extras,
  ) => Promise<{ approval: string; advice: string[] }>;
}

const parts = ['what', 'source', 'detail', 'with', 'contact'] as const;
type Part = (typeof parts)[number];

const withFields = ['profile', 'papers', 'risk', 'risk_assessment', 'evidenceFirst', 'joint', 'isSecret', 'secret'];

/** Which part of the form holds a field, so that a fault opens the part where it is. */
function partOf(name: readonly (string | number)[]): Part {
  const field = String(name[0] === 'form' ? name[1] : name[0]);
  if (['source', 'source_note', 'rights', 'evidence'].includes(field)) return 'source';
  if (withFields.includes(field)) return 'with';
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

/** What goes with the form: members that were not filled in are left out. */
export function toExtras(v: Filling): Extras {
  const ev = v.evidenceFirst;
  return {
    ...(v.profile ? { profile: v.profile } : {}),
    ...(v.papers?.length ? { papers: v.papers } : {}),
    ...(v.risk?.[0] ? { risk_assessment: v.risk[0] } : {}),
    ...(ev?.papers?.[0] ? { evidence: { kind: ev.kind, on: ev.on, paper: ev.papers[0] } } : {}),
    ...(v.joint?.length
      ? { joint: v.joint.map((j) => ({ org: j.org, rights: j.rights.map((right) => ({ right })) })) }
      : {}),
    ...(v.isSecret && v.secret
      ? {
          secret: {
            descriptor: v.secret.descriptor,
            papers: v.secret.papers,
            measures: Object.entries(v.secret.measures).map(([code, ok]) => ({ code, ok })),
          },
        }
      : {}),
  };
}

/** The application of Guide annex 1 in its parts. All of them stay filled; a fault opens its part. */
export function FilingForm({ initial, registrar, submit }: Props) {
  const t = useT();
  const word = useWord();
  const [form] = Form.useForm<Filling>();
  const [part, setPart] = useState<Part>('what');
  const shown = registrar ? parts : parts.filter((p) => p !== 'with');
  const act = useAct({
    run: (v: Filling, key) =>
      submit(v.registrar, toCaseForm(v), key, toExtras(v)).catch((err: unknown) => {
        const [first] = fieldErrors(asProblem(err), 'zh');
        if (first) setPart(partOf(first.name));
        throw err;
      }),
  });
  useFormProblem(form, act.error);
  const at = (shown as readonly Part[]).indexOf(part);
  const next = shown[at + 1];
  const before = shown[at - 1];

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
      className={css.stack ?? ''}
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
        tabs={shown.map((p, i) => ({ key: p, name: `${i + 1} ${t(`form.part.${p}`)}` }))}
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
        {registrar && (
          <div hidden={part !== 'with'}>
            <FieldsWith />
          </div>
        )}
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
