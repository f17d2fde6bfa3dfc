import { qualityText } from '../../components/Measurement';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { ShareBar } from './Bars';
import { figure, ppmOf } from './figures';
import css from './Measure.module.css';
import type { ProfileColumn } from './profile';

const marks = ['p01', 'p05', 'p25', 'p50', 'p75', 'p95', 'p99'] as const;

/** The quantiles in a row, the middle one stressed. */
export function Box({ q }: { q: NonNullable<ProfileColumn['quantiles']> }) {
  const t = useT();
  return (
    <dl className={css.quantiles} aria-label={t('measure.quantiles')}>
      {marks.map((m) => (
        <div key={m} data-middle={m === 'p50' || undefined}>
          <dt>{m === 'p50' ? t('measure.median') : `P${Number(m.slice(1))}`}</dt>
          <dd>{figure(q[m])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How values are written, the commonest first. */
export function Patterns({ patterns, of }: { patterns: NonNullable<ProfileColumn['patterns']>; of: number }) {
  const t = useT();
  return (
    <>
      <ul className={css.patterns}>
        {patterns.map((p) => {
          const ppm = ppmOf(p.count, of);
          return (
            <li key={p.pattern}>
              <code>{p.pattern}</code>
              <span className="number faint">{count(p.count)}</span>
              <ShareBar ppm={Math.min(ppm, 1_000_000)}>{qualityText(Math.min(ppm, 1_000_000))}</ShareBar>
            </li>
          );
        })}
      </ul>
      <p className={css.fine}>{t('measure.patternKey')}</p>
    </>
  );
}
