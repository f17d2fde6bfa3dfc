import { useRef } from 'react';
import { civilDate, weekday } from '../format/date';
import { useLanguage, useT } from '../i18n';
import { useMe, useNode } from '../session/session';
import { ClockDialog } from './ClockDialog';
import css from './NodeDate.module.css';

/** The date by which this node judges deadlines. On an example node it is a button that moves the clock. */
export function NodeDate() {
  const t = useT();
  const lang = useLanguage();
  const node = useNode();
  const me = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  if (!node) return <p className={css.date} />;
  const date = civilDate(node.now);
  const time = (
    <time dateTime={node.now}>
      {date} {weekday(date, lang)}
    </time>
  );
  if (!node.example) return <p className={css.date}>{time}</p>;
  return (
    <div className={css.date}>
      <button
        type="button"
        className={css.example}
        title={t('shell.exampleClockWhy')}
        disabled={!me.actions.includes('example.clock')}
        onClick={() => dialog.current?.showModal()}
      >
        <span className={css.mark}>{t('shell.exampleClock')}</span>
        {time}
      </button>
      <ClockDialog ref={dialog} now={node.now} />
    </div>
  );
}
