import { Link } from 'react-router';
import { useT } from '../i18n';
import css from './Heartbeats.module.css';

export interface Beat {
  /** Civil date of China. */
  date: string;
  /** `quiet`: none came, and none was owed yet. */
  state: 'ok' | 'degraded' | 'missing' | 'quiet';
  /** One line in the reader's language: rows, score, what changed. */
  note: string;
  /** Where the fact is proved. */
  to?: string;
}

/** Days of signed heartbeats, oldest first. Height tells the state as well as colour: full, half, hollow. */
export function Heartbeats({ beats }: { beats: readonly Beat[] }) {
  const t = useT();
  const n = (s: Beat['state']) => beats.filter((b) => b.state === s).length;
  const first = beats[0];
  const last = beats[beats.length - 1];
  return (
    <section aria-label={t('heartbeat.label')}>
      <p className={css.summary}>
        <span>{t('heartbeat.days', { count: beats.length })}</span>{' '}
        {t('heartbeat.summary', { ok: n('ok'), degraded: n('degraded'), missing: n('missing') })}
      </p>
      <ol className={css.strip}>
        {beats.map((b) => {
          const label = `${b.date} ${t(`heartbeat.${b.state}`)} ${b.note}`;
          return (
            <li key={b.date} data-state={b.state} title={label}>
              {b.to ? (
                <Link to={b.to} className={css.beat} aria-label={label} />
              ) : (
                <span className={css.beat}>
                  <span className="visually-hidden">{label}</span>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {first && last && (
        <p className={css.axis} aria-hidden="true">
          <span>{first.date}</span>
          <span className={css.legend}>
            {(['ok', 'degraded', 'missing', 'quiet'] as const)
              .filter((s) => s !== 'quiet' || n(s) > 0)
              .map((s) => (
                <span key={s} data-state={s}>
                  <i className={css.beat} /> {t(`heartbeat.${s}`)}
                </span>
              ))}
          </span>
          <span>{last.date}</span>
        </p>
      )}
    </section>
  );
}
