import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Sheet } from '../../components/Page';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Pictures.module.css';

/** The value since the appraisal, run again with every measurement, and what drove it. Nothing is shown before the first. */
export function SeriesSheet({ report }: { report: string }) {
  const t = useT();
  const text = useText();
  const { data } = useQuery({
    queryKey: ['report-series', report],
    queryFn: () => body(api.GET('/api/v1/reports/{report}/series', { params: { path: { report } } })),
  });
  if (!data || data.points.length === 0) return null;
  const newest = [...data.points].reverse().slice(0, 12);
  return (
    <Sheet title={t('series.title')} aside={t(data.rules ? 'series.rules' : 'series.fixed')} flush>
      <DataTable
        label={t('series.title')}
        rows={newest}
        rowKey={(p) => String(p.heartbeat)}
        columns={[
          { key: 'date', title: t('series.date'), cell: (p) => p.date, tight: true },
          { key: 'value', title: t('value.value'), end: true, cell: (p) => <Money fen={p.value_fen} bare /> },
          {
            key: 'bar',
            title: t('series.ofAppraised'),
            cell: (p) => (
              <span className={css.track} aria-hidden="true">
                <i style={{ left: 0, width: `${Math.min(100, (p.value_fen / p.appraised_fen) * 100)}%` }} />
              </span>
            ),
          },
          {
            key: 'drivers',
            title: t('series.drivers'),
            cell: (p) => p.drivers.map((d) => `${text(d.label)} ${d.ratio}`).join(' · '),
          },
        ]}
      />
    </Sheet>
  );
}
