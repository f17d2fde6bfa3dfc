import { Checkbox, Form, Input, Select } from 'antd';
import type { CaseForm } from '../../api/types';
import { ticked } from '../../components/ticked';
import { type MessageKey, useT, useWord } from '../../i18n';
import css from './Form.module.css';
import { questions, registrable, rights } from './registrable';

const flags: Partial<Record<keyof CaseForm['source'], MessageKey>> = {
  product: 'form.product',
  substitutes: 'form.substitutes',
  others_consent: 'form.othersConsent',
  source_use_right: 'form.sourceUseRight',
  substantive: 'form.substantive',
};

/** Part two: where the data came from, and which rights that can carry (Guide Art. 20–21), told at once. */
export function FieldsSource() {
  const t = useT();
  const word = useWord();
  const form = Form.useFormInstance();
  const source: Partial<CaseForm['source']> = Form.useWatch(['form', 'source'], form) ?? {};
  const allowed = registrable(source);
  const asked = questions[source.kind ?? ''] ?? [];
  const required = { required: true, message: t('form.required') };
  return (
    <div className={css.grid}>
      <Form.Item name={['form', 'source', 'kind']} label={t('form.source')} rules={[required]}>
        <Select options={Object.keys(questions).map((v) => ({ value: v, label: word('source', v) }))} />
      </Form.Item>
      <Form.Item name={['form', 'source', 'lawful']} valuePropName="checked" label=" " colon={false}>
        <Checkbox>{t('form.lawful')}</Checkbox>
      </Form.Item>
      {asked.includes('contract_rights') && (
        <Form.Item name={['form', 'source', 'contract_rights']} label={t('form.contractRights')} className={css.wide}>
          <Checkbox.Group options={rights.map((r) => ({ value: r, label: word('right', r) }))} />
        </Form.Item>
      )}
      {asked.map((name) => {
        const key = flags[name];
        return key ? (
          <Form.Item key={name} name={['form', 'source', name]} valuePropName="checked">
            <Checkbox>{t(key)}</Checkbox>
          </Form.Item>
        ) : null;
      })}
      <Form.Item
        name="rights"
        label={t('form.rights')}
        className={css.wide}
        rules={[ticked(t('form.required'))]}
        extra={
          allowed.length > 0
            ? t('form.rightsAllowed', { rights: allowed.map((r) => word('right', r)).join(t('policy.comma')) })
            : t('form.rightsNone')
        }
      >
        <Checkbox.Group
          options={rights.map((r) => ({ value: r, label: word('right', r), disabled: !allowed.includes(r) }))}
        />
      </Form.Item>
      <Form.Item name="evidence" label={t('form.evidence')} className={css.wide}>
        <Input.TextArea autoSize={{ minRows: 1 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name={['form', 'source_note']} label={t('form.sourceNote')} className={css.wide}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4000} />
      </Form.Item>
    </div>
  );
}
