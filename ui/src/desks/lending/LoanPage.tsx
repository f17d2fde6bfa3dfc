import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { LtvGauge } from '../../components/LtvGauge';
import { Money } from '../../components/Money';
import { Columns, Figure, Figures, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { ValueFigure } from '../../components/ValueFigure';
import { useMoney } from '../../format/unit';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { Proposal } from '../work/Proposal';
import { CallHistory, CallNotice } from './CallNotice';
import { dropText, exposure, valueEvents, valuePoints } from './figures';
import { LoanActs } from './LoanActs';
import { LoanBeats } from './LoanBeats';
import { LoanTerms } from './LoanTerms';
import { Payments } from './Payments';
import { Schedule } from './Schedule';
import { CallTag, loanTone } from './tags';
import type { Loan } from './types';
import { ValueTable } from './ValueTable';

/** A loan from both its sides: what it is secured by today, what is owed, what is to be done. */
export default function LoanPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['loan', id],
    queryFn: () => body(api.GET('/api/v1/loans/{loan}', { params: { path: { loan: id } } })),
  });
  return <PageState query={query}>{(l) => <Shown l={l} />}</PageState>;
}

function Shown({ l }: { l: Loan }) {
  const t = useT();
  const lends = useMe().organisation?.uscc === l.lender.uscc;
  const running = l.state === 'active' || l.state === 'enforcing';
  const points = valuePoints(l.values, l, running ? l.seen_on : undefined);
  return (
    <Page
      title={l.title || l.certificate}
      lead={
        <>
          <code>{l.id}</code>
          <Tag tone={loanTone[l.state]}>{t(`loanState.${l.state}`)}</Tag>
          <CallTag call={l.call} />
          <Tag tone={l.class === 'normal' ? undefined : 'seal'}>{t(`class.${l.class}`)}</Tag>
          <Link to={`/loans/${l.id}/statement`}>{t('book.title')}</Link>
        </>
      }
      acts={<LoanActs loan={l} lends={lends} />}
    >
      {l.pending.map((p) => (
        <Proposal key={p.approval} id={p.approval} />
      ))}
      {l.call && <CallNotice loan={l} call={l.call} lends={lends} />}
      <LoanFigures l={l} />
      <Columns>
        <div>
          {l.value_fen > 0 && l.state !== 'signed' && (
            <Sheet title={t('term.ltv')}>
              <LtvGauge
                loanFen={exposure(l.outstanding_fen, l.margin_fen + l.advance_fen)}
                valueFen={l.value_fen}
                capBp={l.cap_bp}
                triggerBp={l.maintenance_bp}
              />
            </Sheet>
          )}
          <Sheet title={t('loan.values')} aside={t('loan.valuesWhy')}>
            {points.length > 0 ? (
              <ValueFigure points={points} triggerBp={l.maintenance_bp} events={valueEvents(l, t)} />
            ) : (
              <p className="faint">{t('loan.noValues')}</p>
            )}
          </Sheet>
          <LoanBeats loan={l} />
          <Sheet title={t('loan.schedule')} flush>
            <Schedule lines={l.schedule} />
          </Sheet>
          <Payments loan={l} lends={lends} />
          {l.values.length > 0 && <ValueTable points={l.values} />}
        </div>
        <div>
          <LoanTerms loan={l} />
          {l.calls.length > 0 && <CallHistory calls={l.calls} />}
        </div>
      </Columns>
    </Page>
  );
}

function LoanFigures({ l }: { l: Loan }) {
  const t = useT();
  const { money } = useMoney();
  return (
    <Figures>
      <Figure name={t('loan.balance')} note={`${t('loan.principal')} ${money(l.principal_fen)}`}>
        <Money fen={l.outstanding_fen} />
      </Figure>
      <Figure name={t('loan.value')} note={dropText(l.drop_bp, t)}>
        <Money fen={l.value_fen} />
      </Figure>
      <Figure
        name={t('loan.margin')}
        note={l.advance_fen > 0 ? t('loan.advance', { amount: money(l.advance_fen) }) : undefined}
      >
        <Money fen={l.margin_fen} />
      </Figure>
      {l.due_fen > 0 ? (
        <Figure
          name={t('loan.dueNow')}
          note={l.overdue_fen > 0 ? t('loan.overdue', { count: l.days_past_due }) : undefined}
        >
          <Money fen={l.due_fen} />
        </Figure>
      ) : (
        <Figure
          name={t('loan.next')}
          note={l.next_due ? t('loan.nextOn', { date: l.next_due }) : t('loan.nothingNext')}
        >
          <Money fen={l.next_fen} />
        </Figure>
      )}
    </Figures>
  );
}
