import { useT } from '../i18n';
import css from './LegalClock.module.css';

export interface Clock {
  /** What the clock limits, in the reader's language: 受理, 审查, 公示… */
  name: string;
  /** The rule it comes from: 指引第十七条. */
  rule: string;
  /** First and last day, civil dates of China. */
  since: string;
  until: string;
  /** Length in working days, and how many of them remain; negative when overdue. */
  total: number;
  left: number;
  state: 'running' | 'met' | 'stopped';
  /** Why it stands still: evidence supplement, publicity and objections are not counted (Art. 28). */
  stoppedBy?: string;
}

/** One legal time limit: which, since when, until when, and how many working days are left. A box is a working day. */
export function LegalClock({ clock }: { clock: Clock }) {
  const t = useT();
  const used = Math.min(clock.total, Math.max(0, clock.total - clock.left));
  const tone = clock.state !== 'running' ? clock.state : clock.left < 0 ? 'over' : clock.left <= 1 ? 'near' : 'running';
  const left =
    clock.state === 'met'
      ? t('clock.met')
      : clock.state === 'stopped'
        ? t('clock.stopped')
        : clock.left < 0
          ? t('clock.overdue', { count: -clock.left })
          : clock.left === 0
            ? t('clock.today')
            : t('clock.daysLeft', { count: clock.left });
  return (
    <section className={css.clock} data-tone={tone} aria-label={`${t('clock.label')}: ${clock.name}`}>
      <header className={css.head}>
        <span className={css.name}>{clock.name}</span>
        <span className={css.left}>{left}</span>
      </header>
      <div className={css.boxes} role="img" aria-label={t('clock.used', { total: clock.total, used })}>
        {Array.from({ length: clock.total }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its position
          <span key={i} className={css.box} data-used={i < used || undefined} />
        ))}
      </div>
      <p className={css.foot}>
        <span>
          {t('clock.since')} {clock.since}
        </span>
        <span>
          {t('clock.until')} {clock.until}
        </span>
        <span>{clock.stoppedBy ?? clock.rule}</span>
      </p>
    </section>
  );
}
