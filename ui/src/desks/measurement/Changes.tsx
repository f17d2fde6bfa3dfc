import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import type { QualityPoint } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Measure.module.css';
import { Note } from './Note';
import type { Severity } from './profile';
import figures from './Quality.module.css';

interface Props {
  dataset: string;
  n: number;
  points: readonly QualityPoint[];
  onColumn: (name: string) => void;
}

/** Any two measurements side by side: what drifted, in a sentence each, the gravest first. */
export function Changes({ dataset, n, points, onColumn }: Props) {
  const t = useT();
  const text = useText();
  const others = points.filter((p) => p.n !== n).map((p) => p.n);
  const [since, setSince] = useState([...others].reverse().find((k) => k < n) ?? others[0] ?? n);
  const query = useQuery({
    queryKey: ['changes', dataset, since, n],
    queryFn: () => {
      const params = { path: { dataset, n }, query: { since } };
      return body(api.GET('/api/v1/datasets/{dataset}/measurements/{n}/changes', { params }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Sheet
      title={t('measure.changed')}
      aside={
        <label>
          {t('measure.against.which')}{' '}
          <select className={css.select} value={since} onChange={(e) => setSince(Number(e.target.value))}>
            {[...points]
              .reverse()
              .filter((p) => p.n !== n)
              .map((p) => (
                <option key={p.n} value={p.n}>
                  {t('measure.nth', { n: p.n, at: dateTime(p.measured_at) })}
                </option>
              ))}
          </select>
        </label>
      }
    >
      <PageState query={query}>
        {(c) => (
          <>
            <table className={figures.two}>
              <thead>
                <tr>
                  <td />
                  <th scope="col">{t('measure.nth', { n: c.since.n, at: dateTime(c.since.measured_at) })}</th>
                  <th scope="col">{t('measure.nth', { n: c.until.n, at: dateTime(c.until.measured_at) })}</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">{t('measured.rows')}</th>
                  <td>{count(c.since.rows)}</td>
                  <td>{count(c.until.rows)}</td>
                </tr>
                <tr>
                  <th scope="row">{t('measured.quality')}</th>
                  <td>{qualityText(c.since.quality_ppm)}</td>
                  <td>{qualityText(c.until.quality_ppm)}</td>
                </tr>
                <tr>
                  <th scope="row">{t('measured.stale')}</th>
                  <td>{t('measured.days', { count: c.since.stale_days })}</td>
                  <td>{t('measured.days', { count: c.until.stale_days })}</td>
                </tr>
              </tbody>
            </table>
            {c.changes.length === 0 ? (
              <Empty title={t('measure.noChanges')} />
            ) : (
              <>
                <ul className={css.notes}>
                  {c.changes.map((x) => (
                    <Note
                      key={`${x.kind} ${x.column ?? ''}`}
                      severity={x.severity as Severity}
                      to={
                        x.column &&
                        x.kind !== 'column_removed' && (
                          <button type="button" className={css.plain} onClick={() => x.column && onColumn(x.column)}>
                            {t('measure.look')}
                            <span className="visually-hidden"> {x.column}</span>
                          </button>
                        )
                      }
                    >
                      {text(x)}
                    </Note>
                  ))}
                </ul>
                <p className={css.fine}>{t('measure.driftKey')}</p>
              </>
            )}
          </>
        )}
      </PageState>
    </Sheet>
  );
}
