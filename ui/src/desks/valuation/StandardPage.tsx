import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { percent } from '../../format/money';
import { regionName } from '../../format/region';
import { useLanguage, useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { Range } from '../appraiser/Conclusion';

type Cell = components['schemas']['StandardCell'];

/** The standard of values across the country: medians by sector, region and method, and what is typical of each sector. */
export default function StandardPage() {
  const t = useT();
  const text = useText();
  const lang = useLanguage();
  const query = useQuery({
    queryKey: ['standard'],
    queryFn: async () => {
      const [table, sectors] = await Promise.all([
        body(api.GET('/api/v1/public/values', {})),
        body(api.GET('/api/v1/public/sectors', {})),
      ]);
      return { table, names: new Map(sectors.items.map((s) => [s.name, s.title])), sectors: sectors.items };
    },
  });
  return (
    <Page title={t('standard.title')} lead={t('standard.lead')}>
      <PageState query={query}>
        {({ table, names, sectors }) => {
          const sector = (c: Cell) => {
            const name = names.get(c.sector ?? '');
            return name ? text(name) : (c.sector ?? '');
          };
          return (
            <>
              <Cells title={t('standard.sectors')} rows={table.sectors} kind={sector} />
              <Cells
                title={t('standard.regions')}
                rows={table.regions}
                kind={(c) => regionName(`${c.region}0000`, lang)}
              />
              <Cells
                title={t('standard.methods')}
                rows={table.methods}
                kind={(c) => t(`method.${c.method as 'cost'}`)}
              />
              <p className="faint small">{t('standard.withheld', { count: table.withheld, least: table.least })}</p>
              {sectors.map((s) => (
                <Sheet key={s.name} title={text(s.title)} aside={t('standard.version', { n: s.version })} flush>
                  <DataTable
                    label={text(s.title)}
                    rows={s.ranges}
                    rowKey={(r) => r.input}
                    columns={[
                      { key: 'input', title: t('value.input'), cell: (r) => <code>{r.input}</code> },
                      { key: 'range', title: t('standard.range'), end: true, cell: (r) => `${r.low} – ${r.high}` },
                      {
                        key: 'basis',
                        title: t('standard.basis'),
                        cell: (r) => t(`basis.${r.basis as 'memory'}`),
                        tight: true,
                      },
                      { key: 'source', title: t('value.source'), cell: (r) => r.source },
                    ]}
                  />
                </Sheet>
              ))}
            </>
          );
        }}
      </PageState>
    </Page>
  );
}

function Cells({ title, rows, kind }: { title: string; rows: readonly Cell[]; kind: (c: Cell) => string }) {
  const t = useT();
  return (
    <Sheet title={title} flush>
      <DataTable
        label={title}
        rows={rows}
        rowKey={kind}
        empty={<Empty title={t('standard.empty')} />}
        columns={[
          { key: 'kind', title: t('standard.kind'), cell: kind },
          { key: 'count', title: t('standard.count'), end: true, cell: (c) => c.count },
          { key: 'median', title: t('standard.median'), end: true, cell: (c) => <Money fen={c.median_fen} /> },
          {
            key: 'quartiles',
            title: t('standard.quartiles'),
            end: true,
            cell: (c) => <Range low={c.low_fen} high={c.high_fen} />,
          },
          {
            key: 'per',
            title: t('standard.perThousand'),
            end: true,
            cell: (c) => (c.per_thousand_rows_fen ? <Money fen={c.per_thousand_rows_fen} /> : ''),
          },
          { key: 'quality', title: t('standard.quality'), end: true, cell: (c) => percent(c.quality_ppm / 100) },
        ]}
      />
    </Sheet>
  );
}
