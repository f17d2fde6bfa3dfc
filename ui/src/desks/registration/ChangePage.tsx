import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input } from 'antd';
import { Link, useParams } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { CaseForm } from '../../api/types';
import { useFormProblem } from '../../components/formProblem';
import { Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { ticked } from '../../components/ticked';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { PaperInput } from '../deeds/PaperInput';
import css from './Form.module.css';
import { FieldsDetail } from './fieldsDetail';
import { FieldsWhat } from './fieldsWhat';

const kinds = ['identity', 'description', 'time_span'] as const;

interface Values {
  changes: (typeof kinds)[number][];
  text: string;
  new_name?: string;
  papers?: string[];
  contact: { name: string; phone: string };
  form: Partial<CaseForm>;
}

/** Applies for a change (annex 3): the form as it stands, to be put as it is to read. Source and rights stay. */
export default function ChangePage() {
  const { code = '' } = useParams();
  const query = useQuery({
    queryKey: ['change', code],
    queryFn: async () => {
      const c = await body(api.GET('/api/v1/certificates/{code}', { params: { path: { code } } }));
      const titles = await body(api.GET('/api/v1/certificates/{code}/titles', { params: { path: { code } } }));
      // The form stands with the latest registration that brought one; the first has it in any case.
      const last = [...titles.links].reverse().find((l) => l.form_commitment);
      const of = await body(api.GET('/api/v1/cases/{case}', { params: { path: { case: last?.case ?? c.case } } }));
      return { title: c.title, form: of.form };
    },
    staleTime: Number.POSITIVE_INFINITY, // a form must not change under the hands of who fills it
  });
  const t = useT();
  return (
    <PageState query={query}>
      {(d) => (
        <Page title={t('deed.change')} lead={<Link to={`/certificates/${code}`}>{d.title || code}</Link>}>
          {d.form ? <ChangeForm code={code} was={d.form} /> : <Empty title={t('change.formGone')} />}
        </Page>
      )}
    </PageState>
  );
}

function ChangeForm({ code, was }: { code: string; was: CaseForm }) {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const changes = Form.useWatch('changes', form);
  const act = useAct({
    run: (v: Values, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/change', {
          params: { path: { code }, header: { 'Idempotency-Key': key } },
          body: {
            changes: v.changes,
            text: v.text,
            ...(v.new_name ? { new_name: v.new_name } : {}),
            contact: v.contact,
            ...(v.papers?.length ? { papers: v.papers } : {}),
            form: { ...was, ...v.form, source: was.source, rights: was.rights },
          },
        }),
      ),
  });
  useFormProblem(form, act.error);
  if (act.data) {
    return (
      <Sheet title={t('deed.change')}>
        <p role="status">
          {t('act.proposed')} <Link to={`/approvals/${act.data.approval}`}>{t('act.open')}</Link>
        </p>
      </Sheet>
    );
  }
  const required = [{ required: true, message: t('form.required') }];
  const renames = changes?.includes('identity');
  return (
    <Form
      className={css.stack ?? ''}
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ form: was, contact: { name: me.name ?? '', phone: was.contact?.phone ?? '' } }}
      onFinish={act.mutate}
      disabled={act.isPending}
      scrollToFirstError={{ block: 'center', focus: true }}
    >
      <Sheet title={t('change.about')} aside={t('deed.change.note')}>
        <Form.Item name="changes" label={t('change.what')} rules={[ticked(t('form.required'))]}>
          <Checkbox.Group options={kinds.map((v) => ({ value: v, label: word('changeKind', v) }))} />
        </Form.Item>
        {renames && (
          <Form.Item name="new_name" label={`${t('change.newName')} ${t('deed.optional')}`}>
            <Input maxLength={100} />
          </Form.Item>
        )}
        <Form.Item name="text" label={t('change.text')} rules={required}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4000} />
        </Form.Item>
        <Form.Item name="papers" label={`${t('deed.papers')} ${t('deed.optional')}`} extra={t('deed.papersHint')}>
          <PaperInput kind="other" most={10} />
        </Form.Item>
      </Sheet>
      <Sheet title={t('form.part.what')}>
        <FieldsWhat registrar={false} fixed />
      </Sheet>
      <Sheet title={t('form.part.detail')}>
        <FieldsDetail />
      </Sheet>
      <Sheet title={t('form.contact')}>
        <div className={css.grid}>
          <Form.Item name={['contact', 'name']} label={t('form.contactName')} rules={required}>
            <Input maxLength={40} autoComplete="name" />
          </Form.Item>
          <Form.Item name={['contact', 'phone']} label={t('form.phone')} rules={required}>
            <Input maxLength={20} autoComplete="tel" inputMode="tel" />
          </Form.Item>
        </div>
        <ProblemNote error={act.error} />
        <div className={css.foot}>
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('form.submit')}
          </Button>
        </div>
        <p className="faint">{t('form.submitNote')}</p>
      </Sheet>
    </Form>
  );
}
