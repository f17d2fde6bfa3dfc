import type { QualityPoint, QualityResult } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Sheet } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { useT } from '../../i18n';
import css from './Quality.module.css';
import { QualityCard } from './QualityCard';
import { QualityTrend } from './QualityTrend';
import { RuleList } from './RuleList';

interface Props {
  quality: QualityResult | undefined;
  points: readonly QualityPoint[];
  n: number;
}

/** Quality of one measurement: the total and its course, six dimensions to open, and the rules that are broken. */
export function QualityView({ quality: q, points, n }: Props) {
  const t = useT();
  if (!q) return <Empty title={t('quality.notThere')} />;
  return (
    <>
      <Sheet title={t('quality.title')} aside={t('quality.standard')}>
        <p className={css.total}>
          <strong>{qualityText(q.total_ppm)}</strong> <span>{t('measure.gradeOf', { grade: q.grade })}</span>
          <small>{t('quality.bands')}</small>
        </p>
        {points.length > 1 && <QualityTrend points={points} n={n} />}
        <QualityCard quality={q} points={points} />
      </Sheet>
      <RuleList rules={q.rules} />
    </>
  );
}
