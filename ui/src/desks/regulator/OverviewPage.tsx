import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { Money } from '../../components/Money';
import { Columns, Figure, Figures, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { count } from '../../format/money';
import { useMoney } from '../../format/unit';
import { useT, useWord } from '../../i18n';
import { useApprovalWork } from '../work/useApprovalWork';
import { WorkList } from '../work/WorkList';
import { Attention } from './Attention';
import { Bars } from './Bars';
import { Scorecards } from './Scorecards';
import type { Overview } from './types';

/** The field in numbers, drawn from the register alone, and what in it needs the regulator now. */
export default function OverviewPage() {
  const t = useT();
  const approvals = useApprovalWork();
  const query = useQuery({ queryKey: ['oversight'], queryFn: () => body(api.GET('/api/v1/oversight/overview')) });
  return (
    <PageState query={query}>
      {(o) => (
        <Page title={t('nav.overview')} lead={t('oversight.asOf', { date: o.as_of, size: count(o.size) })}>
          <Totals o={o} />
          {approvals.items.length > 0 && (
            <Sheet title={t('work.approvals')} aside={approvals.items.length} flush>
              <WorkList label={t('work.approvals')} items={approvals.items} />
            </Sheet>
          )}
          <Columns even>
            <Attention o={o} />
            <Spread o={o} by="region" />
            <Spread o={o} by="industry" />
          </Columns>
          <Columns even>
            <Statuses o={o} />
          </Columns>
          <Scorecards />
        </Page>
      )}
    </PageState>
  );
}

function Totals({ o }: { o: Overview }) {
  const t = useT();
  const { money } = useMoney();
  const live = o.certificates.by_status.find((c) => c.code === 'live')?.n ?? 0;
  return (
    <Figures>
      <Figure
        name={t('oversight.certificates')}
        note={t('oversight.certificatesNote', { count: o.certificates.total })}
      >
        {count(live)}
      </Figure>
      <Figure
        name={t('oversight.value')}
        note={t('oversight.valueNote', { n: o.valuations.n, median: money(o.valuations.median_fen) })}
      >
        <Money fen={o.valuations.total_fen} />
      </Figure>
      <Figure name={t('oversight.secured')} note={t('oversight.securedNote', { count: o.certificates.encumbered })}>
        <Money fen={o.liens.secured_fen} />
      </Figure>
      <Figure name={t('oversight.loans')} note={t('oversight.loansNote', { count: o.loans.settled })}>
        {count(o.loans.open)}
      </Figure>
    </Figures>
  );
}

function Spread({ o, by }: { o: Overview; by: 'region' | 'industry' }) {
  const t = useT();
  const word = useWord();
  const title = t(by === 'region' ? 'oversight.byRegion' : 'oversight.byIndustry');
  const rows = by === 'region' ? o.certificates.by_region : o.certificates.by_industry;
  // A code may be finer than the names: 3201 is in 32, G54 in G.
  const name = (code: string) =>
    by === 'region' ? word('province', code.slice(0, 2)) : word('industry', code.slice(0, 1));
  return (
    <Sheet title={title}>
      <Bars label={title} bars={rows.map((c) => ({ key: c.code, name: name(c.code), n: c.n }))} />
    </Sheet>
  );
}

function Statuses({ o }: { o: Overview }) {
  const t = useT();
  const word = useWord();
  const beats = (['today', 'week', 'older', 'never'] as const).map((k) => ({
    key: k,
    name: t(`oversight.${k}`),
    n: o.heartbeats[k],
  }));
  const sheets = [
    ['oversight.byStatus', o.cases.by_status.map((c) => ({ key: c.code, name: word('caseStatus', c.code), n: c.n }))],
    ['oversight.liens', o.liens.by_status.map((c) => ({ key: c.code, name: word('lienStatus', c.code), n: c.n }))],
    ['oversight.heartbeats', beats],
  ] as const;
  return (
    <>
      {sheets.map(([title, bars]) => (
        <Sheet key={title} title={t(title)}>
          <Bars label={t(title)} bars={bars} inOrder={title === 'oversight.heartbeats'} />
        </Sheet>
      ))}
    </>
  );
}
