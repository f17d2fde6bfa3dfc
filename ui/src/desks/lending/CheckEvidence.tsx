import { Link } from 'react-router';
import { Money } from '../../components/Money';
import { percent } from '../../format/money';
import { useT, useWord } from '../../i18n';
import css from './Loan.module.css';
import type { Check } from './types';

/** What a check saw, by name: amounts as money, ratios as percent, and what is on record as a link to it. */
export function Evidence({ check }: { check: Check }) {
  const t = useT();
  const word = useWord();
  const seen = Object.entries(check.evidence).filter(([, v]) => v !== '');
  if (seen.length === 0) {
    return <span className="faint">{t(check.result === 'pass' ? 'credit.noRecord' : 'credit.noData')}</span>;
  }
  return (
    <span className={css.evidence}>
      {seen.map(([name, value]) => (
        <span key={name}>
          <span>{word('evidence', name)}</span> <Value name={name} value={value} />
        </span>
      ))}
    </span>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  const t = useT();
  if (name.endsWith('_fen')) return <Money fen={Number(value)} />;
  if (name.endsWith('_bp')) return <>{percent(Number(value))}</>;
  if (value === 'true' || value === 'false') return <>{t(value === 'true' ? 'evidence.yes' : 'evidence.no')}</>;
  const to = { certificate: '/certificates/', valuation: '/reports/', index: '/log/', covenant: '/liens/' }[name];
  if (to) return <Link to={to + value}>{value}</Link>;
  if (name === 'liens') {
    return (
      <>
        {value.split(', ').map((id) => (
          <Link key={id} to={`/liens/${id}`}>
            {id}
          </Link>
        ))}
      </>
    );
  }
  return <>{value}</>;
}
