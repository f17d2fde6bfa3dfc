import { DataTable } from '../../components/DataTable';
import { LegalClock } from '../../components/LegalClock';
import { Money } from '../../components/Money';
import { Sheet, Tag } from '../../components/Page';
import { percent } from '../../format/money';
import { useMoney } from '../../format/unit';
import { useT, useWord } from '../../i18n';
import css from './CallNotice.module.css';
import type { Loan, MarginCall } from './types';

/** A margin call that runs or has failed: why, how much, until when, and what cures it. */
export function CallNotice({ loan: l, call: c, lends }: { loan: Loan; call: MarginCall; lends: boolean }) {
  const t = useT();
  const { money } = useMoney();
  const failed = c.state === 'failed';
  const args = { amount: money(c.shortfall_fen), date: c.deadline };
  const what =
    l.state === 'enforcing'
      ? t('call.enforcing')
      : failed
        ? t(lends ? 'call.failedLender' : 'call.failedBorrower', args)
        : t(lends ? 'call.lender' : 'call.borrower', args);
  return (
    <section className={css.notice} data-failed={failed || undefined} aria-label={t('call.title')}>
      <div className={css.text}>
        <h2>{t(failed ? 'call.failedTitle' : 'call.title')}</h2>
        <p className={css.amount}>
          <Money fen={c.shortfall_fen} />
        </p>
        <p>{what}</p>
        <ul className={css.why}>
          {c.fell && <li>{t('call.fell', { pct: percent(c.drop_bp), limit: percent(l.drop_limit_bp) })}</li>}
          {c.over && <li>{t('call.over', { pct: percent(c.ltv_bp), limit: percent(l.maintenance_bp) })}</li>}
        </ul>
      </div>
      <LegalClock
        clock={{
          name: t('loan.cureDays'),
          rule: t('call.rule'),
          since: c.raised,
          until: c.deadline,
          total: l.terms.margin.cure_days,
          left: c.working_days_left,
          state: 'running',
        }}
      />
    </section>
  );
}

/** Every call of the loan, the latest first. */
export function CallHistory({ calls }: { calls: readonly MarginCall[] }) {
  const t = useT();
  const word = useWord();
  const tone = { open: 'warn', cured: 'good', failed: 'seal' } as const;
  return (
    <Sheet title={t('loan.calls')} flush>
      <DataTable
        label={t('loan.calls')}
        rows={[...calls].reverse()}
        rowKey={(c) => String(c.n)}
        columns={[
          {
            key: 'raised',
            title: t('loan.raised'),
            cell: (c) => (
              <span>
                {c.raised}
                <br />
                <Tag tone={tone[c.state as keyof typeof tone]}>{word('callState', c.state)}</Tag>
              </span>
            ),
          },
          {
            key: 'short',
            title: t('loan.shortfall'),
            cell: (c) => (
              <span>
                <Money fen={c.called_fen} />
                {c.ended && (
                  <>
                    <br />
                    <span className="faint small">
                      {t('loan.ended')} {c.ended}
                    </span>
                  </>
                )}
              </span>
            ),
            end: true,
          },
        ]}
      />
    </Sheet>
  );
}
