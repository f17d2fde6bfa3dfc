import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { Comparison } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Columns, Facts, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { ColumnJoin } from './ColumnJoin';
import { Containment } from './Containment';
import { gradeSentence } from './grade';
import type { Pair } from './join';
import css from './Similarity.module.css';

/** Two registrations whose content is similar, side by side, for the officer who must say how they relate. */
export default function ComparisonPage() {
  const { id = '', other = '' } = useParams();
  const query = useQuery({
    queryKey: ['finding', id, other],
    queryFn: () => body(api.GET('/api/v1/cases/{case}/findings/{other}', { params: { path: { case: id, other } } })),
  });
  return <PageState query={query}>{(c) => <Shown c={c} />}</PageState>;
}

function Shown({ c }: { c: Comparison }) {
  const t = useT();
  const word = useWord();
  const f = c.finding;
  const side = (s: Comparison['here']) => (
    <Facts
      items={[
        [
          t('case.title'),
          <Link key="t" to={`/cases/${s.case}`}>
            {s.title}
          </Link>,
        ],
        [t('case.applicant'), <Party key="p" party={s.applicant} code />],
        [t('measured.rows'), count(s.rows)],
        [t('measured.columns'), t('similar.columnsOf', { n: count(s.columns.length), of: count(s.column_count) })],
      ]}
    />
  );
  return (
    <Page
      title={t('similar.title')}
      lead={
        <>
          <Tag tone={f.grade === 'red' ? 'seal' : 'warn'}>{word('similarGrade', f.grade)}</Tag>
          <Link to={`/cases/${c.here.case}`}>{t('measure.toCase')}</Link>
        </>
      }
    >
      <p className={css.sentence}>{gradeSentence(f, t)}</p>
      <Columns even>
        <Sheet title={t('similar.here')}>{side(c.here)}</Sheet>
        <Sheet title={t('similar.there')}>{side(c.there)}</Sheet>
      </Columns>
      <Sheet title={t('similar.containment')} aside={t('similar.containmentWhy')}>
        <Containment
          here={{ value: f.here_in_there_ppm, low: f.here_in_there_low_ppm, high: f.here_in_there_high_ppm }}
          there={{ value: f.there_in_here_ppm, low: f.there_in_here_low_ppm, high: f.there_in_here_high_ppm }}
        />
      </Sheet>
      <Sheet title={t('similar.columns')} aside={t('similar.columnsWhy')}>
        <ColumnJoin here={c.here} there={c.there} pairs={f.columns} />
      </Sheet>
      <Sheet title={t('similar.pairs')} flush>
        <DataTable<Pair>
          label={t('similar.pairs')}
          rows={f.columns}
          rowKey={(p) => `${p.a}\n${p.b}`}
          columns={[
            { key: 'a', title: t('similar.here'), cell: (p) => p.a },
            { key: 'b', title: t('similar.there'), cell: (p) => p.b },
            { key: 'ab', title: t('similar.agreeHere'), cell: (p) => qualityText(p.containment_ab_ppm), end: true },
            { key: 'ba', title: t('similar.agreeThere'), cell: (p) => qualityText(p.containment_ba_ppm), end: true },
            {
              key: 'weight',
              title: t('similar.tells'),
              cell: (p) => t(p.weight_ppm >= 1_000_000 ? 'similar.proof' : 'similar.hint'),
            },
          ]}
        />
      </Sheet>
    </Page>
  );
}
