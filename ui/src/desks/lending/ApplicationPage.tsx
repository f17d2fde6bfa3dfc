import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Money } from '../../components/Money';
import { Columns, Facts, Figure, Figures, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { ProgressSteps } from '../../components/StageBar';
import { civilDate } from '../../format/date';
import { percent } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { Proposal } from '../work/Proposal';
import { ApplicationActs } from './ApplicationActs';
import { AssessmentSheet } from './AssessmentSheet';
import { ContractBrief } from './ContractBrief';
import { nextKey, stepOf, steps } from './course';
import { rateText } from './figures';
import { LienSheet } from './LienSheet';
import css from './Loan.module.css';
import { applicationTone } from './tags';
import type { Application, Terms } from './types';

/** An application from both its sides: assessment, decision, pledge, contract, and whose turn it is. */
export default function ApplicationPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['application', id],
    queryFn: () => body(api.GET('/api/v1/applications/{application}', { params: { path: { application: id } } })),
  });
  return <PageState query={query}>{(a) => <Shown a={a} />}</PageState>;
}

function Shown({ a }: { a: Application }) {
  const t = useT();
  const lends = useMe().organisation?.uscc === a.lender.uscc;
  const assessment = a.decision?.assessment ?? a.assessment;
  const next = nextKey(a, lends);
  const ended = a.state === 'declined' || a.state === 'withdrawn';
  return (
    <Page
      title={a.title || a.certificate}
      lead={
        <>
          <code>{a.id}</code>
          <Tag tone={applicationTone[a.state]}>{t(`applicationState.${a.state}`)}</Tag>
          <Party party={lends ? a.borrower : a.lender} />
        </>
      }
      acts={<ApplicationActs a={a} lends={lends} />}
    >
      <ProgressSteps names={steps} at={stepOf(a)} blocked={ended} />
      {a.pending.map((p) => (
        <Proposal key={p.approval} id={p.approval} />
      ))}
      {next && a.pending.length === 0 && (
        <p className={css.next}>
          <strong>{t('credit.next')}</strong> {t(next, { date: a.lien_detail?.notice_until ?? '' })}{' '}
          {a.state === 'disbursed' && a.contract && <Link to={`/loans/${a.contract}`}>{t('credit.toLoan')}</Link>}
        </p>
      )}
      <Figures>
        <Figure name={t('credit.requested')} note={t('credit.months', { count: a.term_months })}>
          <Money fen={a.requested_fen} />
        </Figure>
        {assessment && (
          <Figure name={t('credit.value')} note={assessment.value_fen === 0 ? t('credit.noValue') : undefined}>
            <Money fen={assessment.value_fen} />
          </Figure>
        )}
        {assessment && (
          <Figure name={t('credit.limit')} note={`${t('term.ltvCap')} ${percent(assessment.cap_bp)}`}>
            <Money fen={assessment.limit_fen} />
          </Figure>
        )}
        {a.amount_fen > 0 && (
          <Figure name={t('credit.approved')} note={a.decision?.terms && rateText(a.decision.terms.rate)}>
            <Money fen={a.amount_fen} />
          </Figure>
        )}
      </Figures>
      <Columns>
        <div>
          {a.lien_detail && <LienSheet lien={a.lien_detail} />}
          {a.contract_detail && <ContractBrief c={a.contract_detail} />}
          {assessment && (
            <AssessmentSheet application={a.id} given={assessment} decided={a.decision?.assessment !== undefined} />
          )}
        </div>
        <div>
          <Sheet title={t('credit.application')}>
            <Facts
              items={[
                [t('credit.borrower'), <Party key="b" party={a.borrower} />],
                [t('credit.bank'), <Party key="l" party={a.lender} />],
                [
                  t('term.certificateCode'),
                  <Link key="c" to={`/certificates/${a.certificate}`}>
                    <code>{a.certificate}</code>
                  </Link>,
                ],
                [t('credit.purpose'), a.purpose],
                [t('loan.method'), t(`method.${a.method}`)],
                [t('credit.appliedOn'), civilDate(a.created_at)],
              ]}
            />
          </Sheet>
          {a.decision && (
            <Sheet
              title={t('credit.decision')}
              aside={t('credit.decidedBy', { date: a.decision.on, by: a.decision.by })}
            >
              {a.decision.reason && <p>{t('credit.declinedFor', { reason: a.decision.reason })}</p>}
              {a.decision.terms && <TermFacts terms={a.decision.terms} />}
            </Sheet>
          )}
        </div>
      </Columns>
    </Page>
  );
}

function TermFacts({ terms: x }: { terms: Terms }) {
  const t = useT();
  const word = useWord();
  const days = (key: 'loan.days' | 'loan.workingDays', n: number | undefined) => t(key, { count: n ?? 0 });
  return (
    <Facts
      items={[
        [t('credit.approved'), <Money key="a" fen={x.amount_fen} />],
        [t('loan.rate'), rateText(x.rate)],
        x.method && [t('loan.method'), `${t(`method.${x.method}`)}${x.every ? ` · ${word('every', x.every)}` : ''}`],
        [t('credit.term'), t('credit.months', { count: x.term_months ?? 0 })],
        [t('loan.cap'), percent(x.cap_bp ?? 0)],
        [t('loan.maintenance'), percent(x.maintenance_bp ?? 0)],
        [t('loan.drop'), percent(x.drop_bp ?? 0)],
        [t('loan.cureDays'), days('loan.workingDays', x.cure_days)],
        [t('loan.heartbeatDays'), days('loan.days', x.heartbeat_days)],
        (x.initial_margin_fen ?? 0) > 0 && [t('loan.margin'), <Money key="m" fen={x.initial_margin_fen ?? 0} />],
        [t('pledge.secured'), <Money key="s" fen={x.secured_fen ?? x.amount_fen} />],
        x.no_further === true && [
          t('pledge.title'),
          <Tag key="n" tone="warn">
            {t('pledge.noFurther')}
          </Tag>,
        ],
      ]}
    />
  );
}
