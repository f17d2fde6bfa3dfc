import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Sheet } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT } from '../../i18n';

/** Other reports on the same data, each to be held against this one. */
export function Rivals({ report }: { report: string }) {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['report-rivals', report],
    queryFn: () => body(api.GET('/api/v1/reports/{report}/rivals', { params: { path: { report } } })),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Sheet title={t('compare.rivals')} flush>
      <DataTable
        label={t('compare.rivals')}
        rows={data.items}
        rowKey={(r) => r.valuation}
        columns={[
          { key: 'appraiser', title: t('commission.appraiser'), cell: (r) => <Party party={r.appraiser} /> },
          { key: 'date', title: t('value.date'), cell: (r) => r.date, tight: true },
          { key: 'value', title: t('value.value'), end: true, cell: (r) => <Money fen={r.value_fen} /> },
          {
            key: 'compare',
            title: t('compare.title'),
            cell: (r) => <Link to={`/reports/${report}/with/${r.valuation}`}>{t('compare.do')}</Link>,
          },
        ]}
      />
    </Sheet>
  );
}
