import { qualityText } from '../../components/Measurement';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { ppmOf, shade } from './figures';
import css from './Matrix.module.css';
import type { MissingMatrix } from './profile';

const sum = (list: readonly number[] | undefined) => (list ?? []).reduce((a, b) => a + b, 0);
const steps = ['0', '< 5%', '5–25%', '25–50%', '50–95%', '≥ 95%'];

/** Where values are missing: a strip a column over the length of the table, darker where more are missing. */
export function MissingStrips({ m, onColumn }: { m: MissingMatrix; onColumn: (name: string) => void }) {
  const t = useT();
  const rows = sum(m.segment_rows);
  return (
    <>
      <table className={css.strips} aria-label={t('measure.missingWhere')}>
        <tbody>
          {m.columns.map((name, i) => (
            <tr key={name}>
              <th scope="row">
                <button type="button" onClick={() => onColumn(name)} title={name}>
                  {name}
                </button>
              </th>
              <td className={css.strip}>
                <span>
                  {(m.segments_missing[i] ?? []).map((n, s) => {
                    const ppm = ppmOf(n, m.segment_rows[s] ?? 0);
                    // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
                    return <i key={s} data-step={shade(ppm)} title={qualityText(ppm)} />;
                  })}
                </span>
              </td>
              <td className={css.share}>{qualityText(ppmOf(sum(m.segments_missing[i]), rows))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.ends} aria-hidden="true">
        <span>{t('measure.rowNo', { n: '1' })}</span>
        <span>{t('measure.rowNo', { n: count(rows) })}</span>
      </p>
      <p className={css.key}>
        <span>{t('measure.missingKey')}</span>
        {steps.map((text, i) => (
          <span key={text}>
            <i data-step={i} /> {i === 0 ? t('measure.none') : text}
          </span>
        ))}
      </p>
    </>
  );
}
