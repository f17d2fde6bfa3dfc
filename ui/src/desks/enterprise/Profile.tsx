import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { DatasetDetail } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Sheet } from '../../components/Page';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { Growth } from '../measurement/Growth';
import css from '../measurement/Measure.module.css';
import { Note } from '../measurement/Note';
import { readProfile } from '../measurement/profile';
import { QualityCard } from '../measurement/QualityCard';
import { QualityTrend } from '../measurement/QualityTrend';

const alertsShown = 4;

/** The latest measurement in brief: what calls for attention, how the data grew, and the way to all of it. */
export function ProfileBrief({ d }: { d: DatasetDetail }) {
  const t = useT();
  const text = useText();
  const p = readProfile(d.profile);
  const to = `/enterprise/assets/${d.id}/measurements/${d.latest.n}`;
  if (!p) return null;
  const alerts = p.alerts ?? [];
  const growing = p.columns.find((c) => (c.time?.growth ?? []).length > 1);
  return (
    <Sheet
      title={t('asset.profile')}
      aside={
        <>
          {count(p.rows)} × {count(p.columns.length)} · <Link to={to}>{t('measure.open')}</Link>
        </>
      }
    >
      {alerts.length > 0 ? (
        <ul className={css.notes}>
          {alerts.slice(0, alertsShown).map((a) => (
            <Note key={`${a.code} ${a.column ?? ''}`} severity={a.severity}>
              {text(a)}
            </Note>
          ))}
        </ul>
      ) : (
        <p>{t('measure.noAlerts')}</p>
      )}
      {alerts.length > alertsShown && (
        <p className={css.fine}>
          <Link to={to}>{t('measure.moreAlerts', { count: alerts.length - alertsShown })}</Link>
        </p>
      )}
      {growing && (
        <div className={css.below}>
          <Growth column={growing} />
        </div>
      )}
    </Sheet>
  );
}

/** Quality of the latest measurement by dimension, with its course over all of them. */
export function QualityBrief({ d }: { d: DatasetDetail }) {
  const t = useT();
  const path = { dataset: d.id };
  const one = useQuery({
    queryKey: ['measurement', d.id, String(d.latest.n)],
    queryFn: () =>
      body(api.GET('/api/v1/datasets/{dataset}/measurements/{n}', { params: { path: { ...path, n: d.latest.n } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const series = useQuery({
    queryKey: ['quality', d.id],
    queryFn: () => body(api.GET('/api/v1/datasets/{dataset}/quality', { params: { path } })),
  });
  const q = one.data?.quality;
  if (!q) return null;
  const points = series.data?.points ?? [];
  return (
    <Sheet
      title={t('quality.title')}
      aside={`${qualityText(q.total_ppm)} · ${t('measure.gradeOf', { grade: q.grade })}`}
    >
      {points.length > 1 && <QualityTrend points={points} n={d.latest.n} />}
      <QualityCard quality={q} points={points} />
    </Sheet>
  );
}
