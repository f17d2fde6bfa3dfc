import { Checkbox, Form, Input } from 'antd';
import { useT } from '../../i18n';
import css from './Form.module.css';

/** Part four: whether to be published, and who answers for the applicant. */
export function FieldsContact() {
  const t = useT();
  const form = Form.useFormInstance();
  const withhold = Form.useWatch(['form', 'withhold'], form) as boolean | undefined;
  const isSecret = Form.useWatch('isSecret', form) as boolean | undefined;
  const required = { required: true, message: t('form.required') };
  return (
    <div className={css.grid}>
      <Form.Item
        name={['form', 'withhold']}
        valuePropName="checked"
        extra={isSecret ? t('secret.withheld') : undefined}
        className={css.wide}
      >
        <Checkbox disabled={isSecret === true}>{t('form.withhold')}</Checkbox>
      </Form.Item>
      {withhold && (
        <Form.Item
          name={['form', 'withhold_reason']}
          label={t('form.withholdReason')}
          rules={[required]}
          className={css.wide}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4000} />
        </Form.Item>
      )}
      <Form.Item name={['form', 'contact', 'name']} label={t('form.contactName')} rules={[required]}>
        <Input maxLength={40} autoComplete="name" />
      </Form.Item>
      <Form.Item name={['form', 'contact', 'phone']} label={t('form.phone')} rules={[required]}>
        <Input maxLength={20} autoComplete="tel" inputMode="tel" />
      </Form.Item>
      <Form.Item name={['form', 'contact', 'email']} label={t('form.email')}>
        <Input maxLength={100} autoComplete="email" />
      </Form.Item>
      <Form.Item name={['form', 'contact', 'address']} label={t('form.address')}>
        <Input maxLength={200} autoComplete="street-address" />
      </Form.Item>
    </div>
  );
}
