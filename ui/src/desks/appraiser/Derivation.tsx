import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { percent } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import type { Approach, DerivationRow } from './types';
import css from './Valuation.module.css';

/** A decimal as the node writes it, with its thousands apart. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** A weight as percent: "0.6" → 60.00%. */
export function weightText(weight: string): string {
  return percent(Math.round(Number(weight) * 10_000));
}

/** How one approach comes to its value, line by line: what, by which formula, from what. */
export function Derivation({ approach: a }: { approach: Approach }) {
  const t = useT();
  const text = useText();
  const unit = (r: DerivationRow) => (r.unit === '万元' ? t('money.wan') : r.unit === '元' ? t('money.yuan') : '');
  return (
    <section className={css.approach}>
      <header className={css.approachHead}>
        <h3>{text(a.title)}</h3>
        <p>
          <Money fen={a.value_fen} />
        </p>
      </header>
      <DataTable
        label={`${t('value.derivation')}: ${text(a.title)}`}
        rows={a.rows.map((row, n) => ({ row, n }))}
        rowKey={({ n }) => String(n)}
        columns={[
          { key: 'label', title: t('value.step'), cell: ({ row }) => text(row.label) },
          {
            key: 'formula',
            title: t('value.formula'),
            cell: ({ row }) => (
              <span className={css.formula}>
                <code>{row.formula}</code>
                <span className={css.inputs}>
                  {row.inputs.map((i) => (
                    <span key={i.name}>
                      <Input name={i.name} /> = {grouped(i.value)}
                    </span>
                  ))}
                </span>
              </span>
            ),
          },
          {
            key: 'result',
            title: t('value.result'),
            end: true,
            cell: ({ row }) => (
              <span className="number">
                {grouped(row.result)} <span className="faint small">{unit(row)}</span>
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}

/** An input by its word, and as the file and the formula name it; a symbol stands alone. */
export function Input({ name }: { name: string }) {
  const said = useWord()('input', name);
  return said === name ? (
    name
  ) : (
    <span>
      {said} <code className="faint small">{name}</code>
    </span>
  );
}
