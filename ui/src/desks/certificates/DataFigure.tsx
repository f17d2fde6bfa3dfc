import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api, body } from '../../api/client';
import type { CertificateDetail, HeartbeatItem } from '../../api/types';
import type { DataPoint, ReportPoint } from '../../charts/dataSeries';
import { DataTable } from '../../components/DataTable';
import { Heartbeats } from '../../components/Heartbeats';
import { Money } from '../../components/Money';
import { Sheet } from '../../components/Page';
import { PageState, Skeleton } from '../../components/PageState';
import figure from '../../components/ValueFigure.module.css';
import { civilDate } from '../../format/date';
import { count, percent } from '../../format/money';
import { useT } from '../../i18n';
import { useNode } from '../../session/session';
import { beatDays, tolerated } from './beats';
import { dataPoints, reportPoints } from './points';
import { Timeline, watchesQuery } from './Timeline';
import { useReports } from './useReports';

const DataChart = lazy(() => import('../../charts/DataChart'));

/** The value on record and the data's heartbeats over time: strip of days, chart, and the same as a table. */
export function DataFigure({ c }: { c: CertificateDetail }) {
  const t = useT();
  const node = useNode();
  const query = useQuery({
    queryKey: ['heartbeats', c.code],
    queryFn: () =>
      body(
        api.GET('/api/v1/certificates/{code}/heartbeats', {
          params: { path: { code: c.code }, query: { limit: 200 } },
        }),
      ),
  });
  if (!node) return null;
  return (
    <Sheet title={t('certificate.overTime')}>
      <PageState query={query}>{(page) => <Shown c={c} beats={page.items} today={civilDate(node.now)} />}</PageState>
    </Sheet>
  );
}

function Shown({ c, beats, today }: { c: CertificateDetail; beats: readonly HeartbeatItem[]; today: string }) {
  const t = useT();
  const [table, setTable] = useState(false);
  const reports = useReports(c.code);
  const watches = useQuery(watchesQuery(c.code));
  const agreed = (watches.data?.items ?? []).flatMap((w) =>
    w.schedule ? w.schedule.every_days + w.schedule.grace_days : [],
  );
  const days = tolerated(beatDays(beats, today, t), agreed.length > 0 ? Math.min(...agreed) : 0);
  const values = useMemo(() => reportPoints(reports.data?.items ?? [], c.value), [reports.data, c.value]);
  const points = useMemo(() => dataPoints(c, beats), [c, beats]);
  const label = `${t('term.appraisedValue')}, ${t('measured.quality')}`;
  return (
    <>
      {days.length > 0 ? <Heartbeats beats={days} /> : <p className="faint">{t('certificate.noBeats')}</p>}
      {(days.length > 0 || (watches.data?.items ?? []).length > 0) && <Timeline code={c.code} beats={beats} />}
      {(points.length > 1 || values.length > 1) && (
        <figure>
          <p className={figure.legend}>
            {values.length > 0 && <span data-line="value">{t('term.appraisedValue')}</span>}
            <span data-line="loan">{t('measured.quality')}</span>
            <button type="button" className={figure.toggle} onClick={() => setTable(!table)}>
              {t(table ? 'chart.asChart' : 'chart.asTable')}
            </button>
          </p>
          {table ? (
            <Tables values={values} points={points} />
          ) : (
            <Suspense fallback={<Skeleton lines={6} />}>
              <DataChart reports={values} points={points} today={today} label={label} />
            </Suspense>
          )}
        </figure>
      )}
    </>
  );
}

function Tables({ values, points }: { values: readonly ReportPoint[]; points: readonly DataPoint[] }) {
  const t = useT();
  return (
    <>
      {values.length > 0 && (
        <DataTable
          label={t('term.appraisedValue')}
          rows={values}
          rowKey={(v) => v.date}
          columns={[
            { key: 'date', title: t('term.valuationDate'), cell: (v) => v.date },
            { key: 'value', title: t('term.appraisedValue'), cell: (v) => <Money fen={v.valueFen} />, end: true },
            {
              key: 'range',
              title: t('certificate.range'),
              cell: (v) => (
                <>
                  <Money fen={v.lowFen} /> – <Money fen={v.highFen} />
                </>
              ),
              end: true,
            },
          ]}
        />
      )}
      <DataTable
        label={t('measured.quality')}
        rows={[...points].reverse()}
        rowKey={(d) => d.date}
        columns={[
          { key: 'date', title: t('chart.date'), cell: (d) => d.date },
          { key: 'quality', title: t('measured.quality'), cell: (d) => percent(d.qualityBp), end: true },
          { key: 'rows', title: t('measured.rows'), cell: (d) => count(d.rows), end: true },
        ]}
      />
    </>
  );
}
