import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { Money } from '../../components/Money';
import { Columns, Facts, Figure, Figures, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { dateTime } from '../../format/date';
import { percent } from '../../format/money';
import { useMoney } from '../../format/unit';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { ContractActs } from './ContractActs';
import { contractTone } from './ContractBrief';
import { rateText } from './figures';
import type { Contract } from './types';

/** A loan contract as both sides sign it: terms, schedule, signatures. */
export default function ContractPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['contract', id],
    queryFn: () => body(api.GET('/api/v1/contracts/{contract}', { params: { path: { contract: id } } })),
  });
  return <PageState query={query}>{(c) => <Shown c={c} />}</PageState>;
}

function Shown({ c }: { c: Contract }) {
  const t = useT();
  const word = useWord();
  const { money } = useMoney();
  const lends = useMe().organisation?.uscc === c.lender.uscc;
  const d = c.document;
  const k = d.terms.contract;
  const interest = d.schedule.reduce((sum, i) => sum + i.interest_fen, 0);
  const want = d.terms.initial_margin_fen;
  return (
    <Page
      title={`${t('contract.title')} · ${c.title || d.certificate}`}
      lead={
        <>
          <code>{c.id}</code>
          <Tag tone={contractTone[c.state]}>{t(`contractState.${c.state}`)}</Tag>
          <Link to={`/applications/${d.application}`}>{t('contract.toApplication')}</Link>
          {(c.state === 'signed' || c.state === 'disbursed') && <Link to={`/loans/${c.id}`}>{t('credit.toLoan')}</Link>}
        </>
      }
      acts={<ContractActs c={c} lends={lends} />}
    >
      <Figures>
        <Figure name={t('loan.principal')} note={rateText(k.rate)}>
          <Money fen={k.principal_fen} />
        </Figure>
        <Figure
          name={t('loan.interest')}
          note={c.yearly_cost ? `${t('loan.yearlyCost')} ${rateText(c.yearly_cost)}` : undefined}
        >
          <Money fen={interest} />
        </Figure>
        <Figure name={t('contract.drawdown')} note={`${t('loan.maturity')} ${k.maturity}`}>
          {k.drawdown}
        </Figure>
        {want > 0 && (
          <Figure
            name={t('contract.margin')}
            note={t('contract.marginOf', { have: money(c.margin_fen), want: money(want) })}
          >
            <Money fen={want} />
          </Figure>
        )}
      </Figures>
      <Columns>
        <div>
          <Sheet title={t('loan.schedule')} flush>
            <DataTable
              label={t('loan.schedule')}
              rows={d.schedule}
              rowKey={(i) => String(i.no)}
              columns={[
                { key: 'due', title: t('loan.due'), cell: (i) => `${i.no} · ${i.due}` },
                {
                  key: 'p',
                  title: t('loan.principalPart'),
                  cell: (i) => <Money fen={i.principal_fen} bare />,
                  end: true,
                },
                { key: 'i', title: t('loan.interest'), cell: (i) => <Money fen={i.interest_fen} bare />, end: true },
                { key: 'all', title: t('loan.payment'), cell: (i) => <Money fen={i.payment_fen} bare />, end: true },
                { key: 'left', title: t('loan.balance'), cell: (i) => <Money fen={i.closing_fen} bare />, end: true },
              ]}
            />
          </Sheet>
        </div>
        <div>
          <Sheet title={t('loan.terms')}>
            <Facts
              items={[
                [t('loan.lender'), <Party key="l" party={c.lender} />],
                [t('loan.borrower'), <Party key="b" party={c.borrower} />],
                [t('credit.purpose'), d.purpose],
                [t('loan.method'), `${word('method', k.method)}${k.every ? ` · ${word('every', k.every)}` : ''}`],
                [t('loan.cap'), percent(d.terms.margin.cap_bp)],
                [t('loan.maintenance'), percent(d.terms.margin.maintenance_bp)],
                [t('loan.drop'), percent(d.terms.margin.drop_bp)],
                [t('loan.cureDays'), t('loan.workingDays', { count: d.terms.margin.cure_days })],
                [t('pledge.secured'), <Money key="s" fen={d.secured_fen} />],
                [
                  t('loan.lienId'),
                  <Link key="n" to={`/liens/${d.lien}`}>
                    <code>{d.lien}</code>
                  </Link>,
                ],
              ]}
            />
          </Sheet>
          <Sheet title={t('contract.signatures')}>
            <Facts
              items={[
                ...[c.lender, c.borrower].map((p) => {
                  const s = c.signatures.find((x) => x.org === p.uscc);
                  return [
                    p.name,
                    s ? t('contract.signedBy', { by: s.by, at: dateTime(s.at) }) : t('contract.notSigned'),
                  ] as const;
                }),
                [t('contract.commitment'), <Digest key="c" value={c.commitment} />],
                [t('report.salt'), <Digest key="s" value={c.salt} />],
              ]}
            />
          </Sheet>
        </div>
      </Columns>
    </Page>
  );
}
