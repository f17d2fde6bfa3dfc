import { Form, Input } from 'antd';
import { parseYuan } from '../../format/money';
import { useT } from '../../i18n';

interface Props {
  name: string;
  label: string;
  extra?: string | undefined;
  /** An empty field is an answer too. */
  optional?: boolean;
}

/** An amount typed in yuan. Its text stays in the form; `parseYuan` makes fen of it, and three decimals are refused. */
export function YuanInput({ name, label, extra, optional = false }: Props) {
  const t = useT();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[
        { required: !optional, message: t('form.required') },
        {
          validator: (_, v: string | undefined) =>
            !v || (parseYuan(v) ?? -1) >= 0 ? Promise.resolve() : Promise.reject(new Error(t('pay.amountBad'))),
        },
      ]}
    >
      <Input inputMode="decimal" prefix="¥" maxLength={24} autoComplete="off" className="number" />
    </Form.Item>
  );
}

/** The fen of a valid field; 0 for an empty one. */
export function fenOf(text: string | undefined): number {
  return (text && parseYuan(text)) || 0;
}

/** Fen as a person types it: 123456 → 1,234.56. */
export function typedYuan(fen: number): string {
  const s = String(fen).padStart(3, '0');
  return `${s.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${s.slice(-2)}`;
}
