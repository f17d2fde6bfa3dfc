import type { QualityPoint } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import css from './Quality.module.css';

const width = 1000;
const height = 120;

/** The total over the measurements by time, its first and last figure written at their ends. n is the one on the page. */
export function QualityTrend({ points, n }: { points: readonly QualityPoint[]; n?: number }) {
  const t = useT();
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  const times = points.map((p) => Date.parse(p.measured_at));
  const start = times[0] ?? 0;
  const span = Math.max((times.at(-1) ?? 0) - start, 1);
  const worst = Math.min(...points.map((p) => p.total_ppm));
  const floor = Math.max(0, Math.floor((worst - 1) / 100_000) * 100_000);
  const x = (i: number) => (((times[i] ?? 0) - start) / span) * width;
  const y = (ppm: number) => height - ((ppm - floor) / (1_000_000 - floor)) * height;
  const path = points.map((p, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(p.total_ppm).toFixed(1)}`).join('');
  const says = t('quality.trendSays', {
    count: points.length,
    from: qualityText(first.total_ppm),
    to: qualityText(last.total_ppm),
    worst: qualityText(worst),
  });
  return (
    <figure className={css.trend}>
      <figcaption>{says}</figcaption>
      <div className={css.plot}>
        <span className={css.max}>100%</span>
        <span className={css.min}>{qualityText(floor)}</span>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={says}>
          <line x1="0" x2={width} y1={height / 2} y2={height / 2} />
          <path d={path} />
        </svg>
        {points.map((p, i) => (
          <i
            key={p.n}
            data-here={p.n === n || undefined}
            style={{ left: `${x(i) / 10}%`, top: `${(y(p.total_ppm) / height) * 100}%` }}
            title={`${civilDate(p.measured_at)} ${qualityText(p.total_ppm)}`}
          />
        ))}
      </div>
      <p className={css.ends}>
        <span>
          {civilDate(first.measured_at)} · {qualityText(first.total_ppm)}
        </span>
        <span>
          {civilDate(last.measured_at)} · {qualityText(last.total_ppm)}
        </span>
      </p>
    </figure>
  );
}
