import { Link } from 'react-router';
import { Sheet } from '../../components/Page';
import { count } from '../../format/money';
import { type MessageKey, useT } from '../../i18n';
import css from './Bars.module.css';
import type { Overview } from './types';

/** What is out of order, and nothing when nothing is. */
export function Attention({ o }: { o: Overview }) {
  const t = useT();
  const enforcing = o.liens.by_status.find((l) => l.code === 'enforcing')?.n ?? 0;
  const all: [MessageKey, number, string?][] = [
    ['oversight.overdueCases', o.cases.overdue],
    ['oversight.openObjections', o.cases.open_objections, '/regulator/disputes'],
    ['oversight.objected', o.certificates.objected],
    ['oversight.enforcing', enforcing],
    ['oversight.silent', o.heartbeats.older + o.heartbeats.never, '/regulator/heartbeats'],
    ['oversight.inForce', o.sanctions.in_force, '/sanctions'],
  ];
  const rows = all.filter(([, n]) => n > 0);
  return (
    <Sheet title={t('oversight.attention')}>
      {rows.length === 0 ? (
        <p>{t('oversight.nothing')}</p>
      ) : (
        <div className={css.attention}>
          {rows.map(([key, n, to]) =>
            to ? (
              <Link key={key} to={to}>
                {t(key)} <strong>{count(n)}</strong>
              </Link>
            ) : (
              <span key={key}>
                {t(key)} <strong>{count(n)}</strong>
              </span>
            ),
          )}
        </div>
      )}
    </Sheet>
  );
}
