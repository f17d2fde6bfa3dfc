import type { QualityIndicator, QualityPoint, QualityResult } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { count } from '../../format/money';
import { useLanguage, useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Quality.module.css';

type Dimension = QualityResult['dimensions'][number];

/** The six dimensions of GB/T 36344; each opens to its indicators with A, B and what they count. */
export function QualityCard({ quality, points = [] }: { quality: QualityResult; points?: readonly QualityPoint[] }) {
  return (
    <div className={css.card}>
      {quality.dimensions.map((d) => (
        <DimensionRow
          key={d.dimension}
          d={d}
          course={points.flatMap((p) => p.dimensions.filter((x) => x.dimension === d.dimension).map((x) => x.ppm))}
        />
      ))}
    </div>
  );
}

function DimensionRow({ d, course }: { d: Dimension; course: readonly number[] }) {
  const t = useT();
  const name = t(`dimension.${d.dimension}` as 'dimension.accuracy');
  if (!d.assessed) {
    return (
      <p className={css.unassessed}>
        <span>{name}</span> <small>{t('quality.unassessed')}</small>
      </p>
    );
  }
  const lowest = [...d.indicators].sort((a, b) => a.ppm - b.ppm)[0];
  return (
    <details className={css.dimension}>
      <summary>
        <span className={css.dimName}>{name}</span>
        <span className={css.bar}>
          <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
            <rect className={css.track} width="1000" height="100" />
            <rect width={d.ppm / 1000} height="100" />
          </svg>
        </span>
        <span className={css.points}>{qualityText(d.ppm)}</span>
        <span className={css.spark}>{course.length > 1 && <Spark course={course} />}</span>
        <span className={css.why}>
          {t('quality.weight', { share: qualityText(d.weight_ppm) })}
          {lowest && lowest.ppm < 1_000_000 && <Lowest i={lowest} />}
        </span>
      </summary>
      <Indicators list={d.indicators} />
    </details>
  );
}

function Lowest({ i }: { i: QualityIndicator }) {
  const t = useT();
  const english = useLanguage() === 'en';
  return <> · {t('quality.lowest', { name: english ? i.name_en : i.name_zh })}</>;
}

/** The course of one dimension over the measurements, between its own lowest and highest. */
function Spark({ course }: { course: readonly number[] }) {
  const low = Math.min(...course);
  const span = Math.max(Math.max(...course) - low, 1);
  const flat = Math.max(...course) === low;
  const at = (v: number, i: number) =>
    `${((i / (course.length - 1)) * 100).toFixed(1)},${flat ? 10 : (18 - ((v - low) / span) * 16).toFixed(1)}`;
  return (
    <svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={course.map(at).join(' ')} />
    </svg>
  );
}

function Indicators({ list }: { list: readonly QualityIndicator[] }) {
  const t = useT();
  const text = useText();
  const english = useLanguage() === 'en';
  return (
    <table className={css.indicators}>
      <thead>
        <tr>
          <th scope="col">{t('quality.indicator')}</th>
          <th scope="col">{t('quality.counts')}</th>
          <th scope="col" data-end>
            A
          </th>
          <th scope="col" data-end>
            B
          </th>
          <th scope="col" data-end>
            A / B
          </th>
        </tr>
      </thead>
      <tbody>
        {list.map((i) => (
          <tr key={i.code} data-less={i.ppm < 1_000_000 || undefined}>
            <th scope="row">
              <small>{i.number}</small> {english ? i.name_en : i.name_zh}
              {i.sampled && <small> {t('measure.fromSample')}</small>}
            </th>
            <td className={css.formula}>{text(i)}</td>
            <td data-end data-label="A">
              {count(i.a)}
            </td>
            <td data-end data-label="B">
              {count(i.b)}
            </td>
            <td data-end data-label="A / B">
              {qualityText(i.ppm)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
