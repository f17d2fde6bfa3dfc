import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Page } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import css from './Measure.module.css';
import { MeasurementView } from './MeasurementView';

/** One measurement of a data set in stock, for its owner: with the way to the others and what changed between two. */
export default function MeasurementPage() {
  const { id = '', n = '1' } = useParams();
  const t = useT();
  const navigate = useNavigate();
  const path = { dataset: id, n: Number(n) };
  const one = useQuery({
    queryKey: ['measurement', id, n],
    queryFn: () => body(api.GET('/api/v1/datasets/{dataset}/measurements/{n}', { params: { path } })),
    staleTime: Number.POSITIVE_INFINITY, // a measurement never changes
  });
  const series = useQuery({
    queryKey: ['quality', id],
    queryFn: () => body(api.GET('/api/v1/datasets/{dataset}/quality', { params: { path: { dataset: id } } })),
  });
  return (
    <PageState query={one}>
      {(m) => (
        <Page
          title={`${t('measure.title')} · ${m.name}`}
          lead={
            <>
              <Link to={`/enterprise/assets/${id}`}>{t('measure.toAsset')}</Link>
              {series.data && series.data.points.length > 1 ? (
                <label>
                  {t('measure.which')}{' '}
                  <select
                    className={css.select}
                    value={n}
                    onChange={(e) => navigate(`/enterprise/assets/${id}/measurements/${e.target.value}`)}
                  >
                    {[...series.data.points].reverse().map((p) => (
                      <option key={p.n} value={p.n}>
                        {t('measure.nth', { n: p.n, at: dateTime(p.measured_at) })}
                      </option>
                    ))}
                  </select>
                </label>
              ) : (
                <span>{t('measure.nth', { n: m.n, at: dateTime(m.measured_at) })}</span>
              )}
            </>
          }
        >
          <MeasurementView m={m} points={series.data?.points} owner />
        </Page>
      )}
    </PageState>
  );
}
