import { type Column, DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Figure, Figures } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { weightText } from './Derivation';
import type { Approach, Valuation } from './types';

/** The figures that a valuation comes to. */
export function ValueFigures({ valuation: v }: { valuation: Valuation }) {
  const t = useT();
  const word = useWord();
  return (
    <Figures>
      <Figure name={t('value.value')} note={word('valueType', v.value_type)}>
        <Money fen={v.value_fen} />
      </Figure>
      <Figure name={t('value.range')} note={t('value.rangeWhy')}>
        <Money fen={v.low_fen} bare /> – <Money fen={v.high_fen} bare />
      </Figure>
      <Figure name={t('value.date')} note={`${t('value.validUntil')} ${v.valid_until}`}>
        {v.valuation_date}
      </Figure>
    </Figures>
  );
}

/** Weight × value of an approach, rounded half away from zero: for reading; the node weighs with all digits. */
function weighted(a: Approach): number {
  const [whole = '0', fraction = ''] = a.weight.split('.');
  const den = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * BigInt(a.value_fen);
  return Number((product * 2n + den) / (den * 2n));
}

/** How the approaches make one conclusion. */
export function Reconciliation({ valuation: v, brief = false }: { valuation: Valuation; brief?: boolean }) {
  const t = useT();
  const text = useText();
  const range: Column<Approach> = {
    key: 'range',
    title: t('value.range'),
    end: true,
    cell: (a) => <Range low={a.low_fen} high={a.high_fen} />,
  };
  return (
    <DataTable
      label={t('value.reconciliation')}
      rows={v.approaches}
      rowKey={(a) => a.method}
      columns={[
        { key: 'method', title: t('value.method'), cell: (a) => text(a.title) },
        ...(brief ? [] : [range]),
        { key: 'value', title: t('value.value'), end: true, cell: (a) => <Money fen={a.value_fen} bare /> },
        { key: 'weight', title: t('value.weight'), end: true, cell: (a) => weightText(a.weight) },
        { key: 'weighted', title: t('value.weighted'), end: true, cell: (a) => <Money fen={weighted(a)} bare /> },
      ]}
    />
  );
}

export function Range({ low, high }: { low: number; high: number }) {
  return (
    <span className="number">
      <Money fen={low} bare /> – <Money fen={high} bare />
    </span>
  );
}
