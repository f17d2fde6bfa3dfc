import { Form, Input, Select } from 'antd';
import { useT, useWord } from '../../i18n';
import css from './Form.module.css';
import { usePublicOrganisations } from './organisations';

const scopes = ['international', 'national', 'province', 'city', 'county', 'below'] as const;

/** Part one: what the data is, where it belongs, and who is to register it. Industry and region are fixed in a change. */
export function FieldsWhat({ registrar, fixed = false }: { registrar: boolean; fixed?: boolean }) {
  const t = useT();
  const word = useWord();
  const registrars = usePublicOrganisations('registrar');
  const required = { required: true, message: t('form.required') };
  return (
    <div className={css.grid}>
      {registrar && (
        <Form.Item name="registrar" label={t('form.registrar')} rules={[required]} className={css.wide}>
          <Select options={registrars.map((o) => ({ value: o.uscc, label: `${o.name} ${o.uscc}` }))} />
        </Form.Item>
      )}
      <Form.Item
        name={['form', 'title']}
        label={t('form.title')}
        extra={t('form.titleHint')}
        rules={[required, { max: 40, message: t('form.tooLong', { n: 40 }) }]}
        className={css.wide}
      >
        <Input showCount maxLength={40} />
      </Form.Item>
      <Form.Item
        name={['form', 'summary']}
        label={t('form.summary')}
        extra={t('form.summaryHint')}
        rules={[required, { max: 400, message: t('form.tooLong', { n: 400 }) }]}
        className={css.wide}
      >
        <Input.TextArea showCount maxLength={400} autoSize={{ minRows: 3 }} />
      </Form.Item>
      <Form.Item
        name={['form', 'industry']}
        label={t('form.industry')}
        extra={t('form.industryHint')}
        rules={[required]}
      >
        <Input maxLength={3} placeholder="G54" readOnly={fixed} />
      </Form.Item>
      <Form.Item name={['form', 'region']} label={t('form.region')} extra={t('form.regionHint')} rules={[required]}>
        <Input maxLength={6} inputMode="numeric" placeholder="320100" readOnly={fixed} />
      </Form.Item>
      <Form.Item name={['form', 'region_scope']} label={t('form.scope')} rules={[required]}>
        <Select options={scopes.map((v) => ({ value: v, label: word('choice', v) }))} />
      </Form.Item>
      <Form.Item name={['form', 'description']} label={t('form.description')} className={css.wide}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name={['form', 'business']} label={t('form.business')} className={css.wide}>
        <Input.TextArea autoSize={{ minRows: 1 }} maxLength={4000} />
      </Form.Item>
    </div>
  );
}
