import { Link } from 'react-router';
import { Facts, Sheet } from '../../components/Page';
import { Party } from '../../components/Party';
import { percent } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { rateText } from './figures';
import type { Loan } from './types';

/** What was agreed, and where it stands in the register. */
export function LoanTerms({ loan: l }: { loan: Loan }) {
  const t = useT();
  const word = useWord();
  const c = l.terms.contract;
  return (
    <Sheet title={t('loan.terms')}>
      <Facts
        items={[
          [t('loan.lender'), <Party key="l" party={l.lender} />],
          [t('loan.borrower'), <Party key="b" party={l.borrower} />],
          [t('loan.rate'), rateText(l.rate)],
          l.yearly_cost !== '' && [t('loan.yearlyCost'), rateText(l.yearly_cost)],
          [t('loan.method'), `${t(`method.${l.method}`)}${c.every ? ` · ${word('every', c.every)}` : ''}`],
          [t('loan.dayCount'), l.day_count],
          [t('loan.drawdown'), l.drawdown],
          [t('loan.maturity'), l.maturity],
          [t('loan.cap'), percent(l.cap_bp)],
          [t('loan.maintenance'), percent(l.maintenance_bp)],
          [t('loan.drop'), percent(l.drop_limit_bp)],
          [t('loan.cureDays'), t('loan.workingDays', { count: l.terms.margin.cure_days })],
          [t('loan.heartbeatDays'), t('loan.days', { count: l.terms.heartbeat_days })],
          (c.grace_days ?? 0) > 0 && [t('loan.grace'), t('loan.days', { count: c.grace_days ?? 0 })],
          c.penalty_bp !== undefined && [t('loan.penalty'), t('loan.penaltyOf', { pct: percent(c.penalty_bp) })],
          [
            t('term.certificateCode'),
            <Link key="c" to={`/certificates/${l.certificate}`}>
              <code>{l.certificate}</code>
            </Link>,
          ],
          [
            t('loan.lienId'),
            <Link key="i" to={`/liens/${l.lien}`}>
              <code>{l.lien}</code>
            </Link>,
          ],
          [
            t('loan.application'),
            <Link key="a" to={`/applications/${l.application}`}>
              <code>{l.application}</code>
            </Link>,
          ],
          l.note !== undefined && l.note !== '' && [t('loan.note'), <code key="n">{l.note}</code>],
        ]}
      />
    </Sheet>
  );
}
