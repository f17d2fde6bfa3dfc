import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Figure, Figures, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { percent } from '../../format/money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Pictures.module.css';

type Comparison = components['schemas']['AppraisalComparison'];

/** Two appraisers' reports on one asset, input by input; what each difference alone does to the first value. */
export default function ComparePage() {
  const { id = '', other = '' } = useParams();
  const query = useQuery({
    queryKey: ['comparison', id, other],
    queryFn: () =>
      body(
        api.GET('/api/v1/reports/{report}/comparison', {
          params: { path: { report: id }, query: { with: other } },
        }),
      ),
  });
  return <PageState query={query}>{(c) => <Shown c={c} />}</PageState>;
}

function Shown({ c }: { c: Comparison }) {
  const t = useT();
  const text = useText();
  const side = (r: Comparison['a']) => <Link to={`/reports/${r.valuation}`}>{r.appraiser.name}</Link>;
  return (
    <Page title={t('compare.title')} lead={<code>{c.a.certificate}</code>}>
      <Figures>
        <Figure name="A" note={side(c.a)}>
          <Money fen={c.a.value_fen} />
        </Figure>
        <Figure name="B" note={side(c.b)}>
          <Money fen={c.b.value_fen} />
        </Figure>
        <Figure name={t('compare.gap')} note={percent(c.gap_bp)}>
          <Money fen={c.gap_fen} />
        </Figure>
      </Figures>
      <Sheet title={t('compare.values')} flush>
        <DataTable
          label={t('compare.values')}
          rows={c.values}
          rowKey={(v) => `${v.method} ${v.a_fen} ${v.b_fen}`}
          columns={[
            { key: 'method', title: t('value.method'), cell: (v) => text(v.title) },
            {
              key: 'a',
              title: 'A',
              end: true,
              cell: (v) => (v.a_weight ? <Money fen={v.a_fen} bare /> : t('compare.none')),
            },
            {
              key: 'b',
              title: 'B',
              end: true,
              cell: (v) => (v.b_weight ? <Money fen={v.b_fen} bare /> : t('compare.none')),
            },
            { key: 'aw', title: t('compare.weightA'), end: true, cell: (v) => v.a_weight ?? '' },
            { key: 'bw', title: t('compare.weightB'), end: true, cell: (v) => v.b_weight ?? '' },
          ]}
        />
      </Sheet>
      <Sheet title={t('compare.inputs')} aside={t('compare.inputsWhy', { count: c.differ })} flush>
        <DataTable
          label={t('compare.inputs')}
          rows={c.inputs}
          rowKey={(i) => i.name}
          columns={[
            {
              key: 'input',
              title: t('value.input'),
              cell: (i) => (
                <>
                  {text(i.label)}
                  <code className={css.name}>{i.name}</code>
                </>
              ),
            },
            { key: 'a', title: 'A', cell: (i) => <Side value={i.a} source={i.a_source} /> },
            { key: 'b', title: 'B', cell: (i) => <Side value={i.b} source={i.b_source} /> },
            {
              key: 'effect',
              title: t('compare.effect'),
              end: true,
              cell: (i) =>
                i.equal ? (
                  t('compare.equal')
                ) : i.effect_fen === undefined ? (
                  t('compare.oneSide')
                ) : (
                  <Money fen={i.effect_fen} bare />
                ),
            },
          ]}
        />
      </Sheet>
    </Page>
  );
}

function Side({ value, source }: { value: string | undefined; source: string | undefined }) {
  const t = useT();
  if (value === undefined) return <span className="faint">{t('compare.none')}</span>;
  return (
    <>
      <span className="number">{value}</span>
      {source && <span className={css.name}>{source}</span>}
    </>
  );
}
