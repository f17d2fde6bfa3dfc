import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { ticked } from '../../components/ticked';
import { useT, useWord } from '../../i18n';
import css from './Form.module.css';

const frequencies = ['realtime', 'daily', 'weekly', 'monthly', 'yearly', 'on_demand', 'other'] as const;
const shapes = ['table', 'text', 'image', 'audio', 'video'] as const;
const structures = ['structured', 'semi_structured', 'unstructured'] as const;
const grades = ['general', 'important', 'core'] as const;
const limits = ['users', 'qualification', 'environment', 'region', 'resale', 'export'] as const;

/** Part three: volume, form and time span, filled from the measurement, and the limits of use. */
export function FieldsDetail() {
  const t = useT();
  const word = useWord();
  const form = Form.useFormInstance();
  const isPublic = Form.useWatch(['form', 'public_data'], form) as boolean | undefined;
  const required = { required: true, message: t('form.required') };
  const options = (values: readonly string[]) => values.map((v) => ({ value: v, label: word('choice', v) }));
  return (
    <div className={css.grid}>
      <Form.Item name={['form', 'span_from']} label={`${t('form.span')} ${t('form.spanFrom')}`}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name={['form', 'span_to']} label={`${t('form.span')} ${t('form.spanTo')}`}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name={['form', 'update_frequency']} label={t('form.frequency')} rules={[required]}>
        <Select options={options(frequencies)} />
      </Form.Item>
      <Form.Item name={['form', 'records']} label={t('form.records')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['form', 'bytes']} label={t('form.bytes')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['form', 'structure']} label={t('form.structure')} rules={[required]}>
        <Select options={options(structures)} />
      </Form.Item>
      <Form.Item name={['form', 'grade']} label={t('form.grade')} rules={[required]}>
        <Select options={options(grades)} />
      </Form.Item>
      <Form.Item
        name={['form', 'shapes']}
        label={t('form.shapes')}
        rules={[ticked(t('form.required'))]}
        className={css.wide}
      >
        <Checkbox.Group options={options(shapes)} />
      </Form.Item>
      <Form.Item name={['form', 'public_data']} valuePropName="checked">
        <Checkbox>{t('form.publicData')}</Checkbox>
      </Form.Item>
      {isPublic && (
        <Form.Item name={['form', 'public_registry']} label={t('form.publicRegistry')} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
      <Form.Item name={['form', 'state_body']} valuePropName="checked">
        <Checkbox>{t('form.stateBody')}</Checkbox>
      </Form.Item>
      <h3 className={css.wide}>{t('form.restrictions')}</h3>
      {limits.map((name) => (
        <Form.Item key={name} name={['form', 'restrictions', name]} label={t(`form.limit.${name}`)}>
          <Input maxLength={200} placeholder={t('form.noRestrictions')} />
        </Form.Item>
      ))}
    </div>
  );
}
