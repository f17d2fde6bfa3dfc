import { count } from '../../format/money';
import { useT } from '../../i18n';
import { Bars } from './Bars';
import { calendar } from './figures';
import css from './Measure.module.css';
import type { ProfileColumn } from './profile';

/** How many rows each year, month or day has, by one time column; gaps are seen and named. */
export function Growth({ column: c, onColumn }: { column: ProfileColumn; onColumn?: (name: string) => void }) {
  const t = useT();
  const growth = c.time?.growth ?? [];
  if (growth.length === 0) return null;
  const unit = c.time?.unit ?? 'month';
  const bars = calendar(growth, c.time?.unit);
  const top = growth.reduce((a, b) => (b.rows > a.rows ? b : a));
  const gaps = c.time?.gaps ?? [];
  const says = t('measure.growthSays', {
    periods: t(`measure.periods.${unit}`, { count: growth.length }),
    most: count(top.rows),
    when: top.period,
  });
  return (
    <div className={css.growth}>
      <h3>
        {onColumn ? (
          <button type="button" className={css.plain} onClick={() => onColumn(c.name)}>
            {c.name}
          </button>
        ) : (
          t('measure.rowsOver')
        )}{' '}
        <span className={css.fine}>{t(`measure.each.${unit}`)}</span>
      </h3>
      <Bars
        counts={bars.map((p) => p.rows)}
        from={bars[0]?.period ?? ''}
        to={bars.at(-1)?.period ?? ''}
        top={count(top.rows)}
        says={says}
      />
      {gaps.length > 0 && (
        <p className={css.gap}>
          {t('measure.gaps')}{' '}
          {gaps
            .slice(0, 3)
            .map((g) => (g.from === g.to ? g.from : `${g.from} – ${g.to}`))
            .join(t('list.comma'))}
          {gaps.length > 3 && ` ${t('measure.moreGaps', { count: gaps.length - 3 })}`}
        </p>
      )}
    </div>
  );
}
