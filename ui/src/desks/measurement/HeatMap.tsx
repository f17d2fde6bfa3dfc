import { DataTable } from '../../components/DataTable';
import { Empty } from '../../components/PageState';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { coefficient, heat, step } from './figures';
import css from './Matrix.module.css';
import type { Correlation, Profile } from './profile';

const pairsShown = 12;

/** How far columns go together: blue together, orange against, the number in each cell; and the strongest pairs by name. */
export function HeatMap({ p }: { p: Profile }) {
  const t = useT();
  const word = useWord();
  const list = p.correlations ?? [];
  const h = heat(list, p.columns);
  if (h.names.length === 0) return <Empty title={t('measure.noCorrelation')} />;
  const cell = (a: string, b: string) => {
    if (a === b) return <td key={b} data-self />;
    const c = h.of(a, b);
    if (!c) return <td key={b} />;
    const value = Number(c.value);
    return (
      <td
        key={b}
        data-step={step(value)}
        data-against={value < 0 || undefined}
        title={t('measure.pairSays', {
          a,
          b,
          value: coefficient(c.value),
          method: word('method', c.method),
          n: count(c.n),
        })}
      >
        {coefficient(c.value)}
      </td>
    );
  };
  const pairs = list.filter((c) => step(Number(c.value)) > 0 && h.of(c.a, c.b) === c).slice(0, pairsShown);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={css.heatFrame} tabIndex={0} aria-label={t('measure.correlated')}>
        <table className={css.heat}>
          <thead>
            <tr>
              <td />
              {h.names.map((n, i) => (
                <th key={n} scope="col" title={n}>
                  <span aria-hidden="true">{i + 1}</span>
                  <span className="visually-hidden">{n}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {h.names.map((a, i) => (
              <tr key={a}>
                <th scope="row" title={a}>
                  <span aria-hidden="true">{i + 1}</span> {a}
                </th>
                {h.names.map((b) => cell(a, b))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={css.key}>
        <span>
          <i data-step={4} data-against /> {t('measure.against')}
        </span>
        <span>
          <i data-step={0} /> {t('measure.unrelated')}
        </span>
        <span>
          <i data-step={4} /> {t('measure.along')}
        </span>
      </p>
      <DataTable<Correlation>
        label={t('measure.strongest')}
        rows={pairs}
        rowKey={(c) => `${c.a}\n${c.b}\n${c.method}`}
        columns={[
          { key: 'pair', title: t('measure.strongest'), cell: (c) => `${c.a} – ${c.b}` },
          { key: 'method', title: t('measure.method'), cell: (c) => word('method', c.method) },
          { key: 'n', title: t('measure.pairRows'), cell: (c) => count(c.n), end: true },
          { key: 'value', title: t('measure.coefficient'), cell: (c) => coefficient(c.value), end: true },
        ]}
      />
    </>
  );
}
