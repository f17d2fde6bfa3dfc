import type { Term } from '../../api/types';
import { LegalClock } from '../../components/LegalClock';
import { Tag } from '../../components/Page';
import { type Translate, useT, useWord } from '../../i18n';
import css from './Form.module.css';

/** Working days after which a term is near enough to be shown as a warning. */
const near = 1;

export function termTone(term: Term | undefined): 'warn' | 'seal' | undefined {
  if (!term) return undefined;
  if (term.over || term.working_days_left < 0) return 'seal';
  return term.working_days_left <= near ? 'warn' : undefined;
}

function leftText(term: Term, t: Translate): string {
  const left = term.working_days_left;
  if (left < 0) return t('clock.overdue', { count: -left });
  return left === 0 ? t('clock.today') : t('clock.daysLeft', { count: left });
}

/** A running term in a list: which, and how many working days are left. */
export function TermCell({ term }: { term: Term | undefined }) {
  const t = useT();
  const word = useWord();
  if (!term) return null;
  return (
    <span title={`${term.since} – ${term.until}`}>
      {word('clockName', term.name)} <Tag tone={termTone(term)}>{leftText(term, t)}</Tag>
      {term.paused && <small className="faint"> {t('clock.paused', { count: term.paused.working_days_left })}</small>}
    </span>
  );
}

/** The same term on the case's own page. */
export function CaseClock({ term }: { term: Term }) {
  const t = useT();
  const word = useWord();
  const rule = word('clockRule', term.name);
  const paused = term.paused;
  return (
    <div className={css.clock}>
      <LegalClock
        clock={{
          name: word('clockName', term.name),
          rule: term.calendar_known ? rule : `${rule} · ${t('case.calendarUnknown')}`,
          since: term.since,
          until: term.until,
          total: term.days,
          left: term.working_days_left,
          state: 'running',
        }}
      />
      {(paused || term.waits) && (
        <p className="faint">
          {term.waits && word('clockWaits', term.waits)}
          {paused && ` ${t('clock.pausedWhy', { count: paused.working_days_left, why: word('clockWhy', paused.why) })}`}
        </p>
      )}
    </div>
  );
}
