import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { ticked } from '../../components/ticked';
import { useT, useWord } from '../../i18n';
import { YuanInput } from '../lending/YuanInput';
import { useOrgsIn } from '../registration/organisations';
import css from './Deed.module.css';
import type { DeedField } from './deed';
import { PaperInput } from './PaperInput';

/** The questions of a deed, in their order. */
export function DeedFields({ fields }: { fields: readonly DeedField[] }) {
  return fields.map((f) => <OneField key={f.as === 'contact' ? f.as : f.name} f={f} />);
}

function OneField({ f }: { f: DeedField }) {
  const t = useT();
  const word = useWord();
  const required = { required: true, message: t('form.required') };
  if (f.as === 'contact') {
    return (
      <div className={css.pair}>
        <Form.Item name={['contact', 'name']} label={t('form.contactName')} rules={[required]}>
          <Input maxLength={40} autoComplete="name" />
        </Form.Item>
        <Form.Item name={['contact', 'phone']} label={t('form.phone')} rules={[required]}>
          <Input maxLength={20} autoComplete="tel" inputMode="tel" />
        </Form.Item>
      </div>
    );
  }
  const label = f.label && t(f.label);
  const extra = f.hint && t(f.hint);
  const item = { name: f.name, label: f.optional && !f.either ? `${label} ${t('deed.optional')}` : label, extra };
  const rules = f.optional ? [] : [required];
  switch (f.as) {
    case 'text':
      return (
        <Form.Item {...item} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4000} />
        </Form.Item>
      );
    case 'line':
      return (
        <Form.Item {...item} rules={rules}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
      );
    case 'date':
      return (
        <Form.Item {...item} rules={rules}>
          <Input type="date" className={css.short} />
        </Form.Item>
      );
    case 'months':
      return (
        <Form.Item {...item} rules={rules}>
          <InputNumber min={1} max={360} precision={0} className={css.short} suffix={t('deed.monthsUnit')} />
        </Form.Item>
      );
    case 'yuan':
      return <YuanInput name={f.name} label={label ?? ''} extra={extra} optional={f.optional ?? false} />;
    case 'flag':
      return (
        <Form.Item name={f.name} valuePropName="checked" extra={extra}>
          <Checkbox>{label}</Checkbox>
        </Form.Item>
      );
    case 'organisation':
      return (
        <Form.Item {...item} rules={rules}>
          <OrganisationSelect except={f.except} roles={f.roles} />
        </Form.Item>
      );
    case 'rights':
      return (
        <Form.Item {...item} rules={f.optional ? [] : [ticked(t('form.required'))]}>
          <Checkbox.Group options={f.of.map((r) => ({ value: r, label: word('right', r) }))} />
        </Form.Item>
      );
    case 'choice':
      return (
        <Form.Item {...item} rules={rules}>
          <Radio.Group className={css.choices} options={f.of.map((v) => ({ value: v, label: word(f.words, v) }))} />
        </Form.Item>
      );
    case 'lien':
      return (
        <Form.Item {...item} rules={rules}>
          <Select options={f.of.map((l) => ({ value: l.id, label: l.name }))} />
        </Form.Item>
      );
    case 'papers':
      return (
        <Form.Item {...item} rules={rules}>
          <PaperInput kind={f.kind} most={f.most} />
        </Form.Item>
      );
  }
}

interface SelectProps {
  id?: string;
  value?: string;
  onChange?: (v: string) => void;
  except?: string | undefined;
  roles?: readonly string[] | undefined;
}

/** An admitted organisation or person, found by name or code. */
export function OrganisationSelect({ id, value, onChange, except, roles }: SelectProps) {
  const t = useT();
  const found = useOrgsIn(roles);
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('deed.findOrganisation')}
      options={found.filter((o) => o.uscc !== except).map((o) => ({ value: o.uscc, label: `${o.name} ${o.uscc}` }))}
    />
  );
}
