import { Button } from 'antd';
import { type Ref, useState } from 'react';
import { useAct } from '../api/act';
import { api, body } from '../api/client';
import { Dialog } from '../components/Dialog';
import { ProblemNote } from '../components/ProblemNote';
import { addDays, civilDate } from '../format/date';
import { useT } from '../i18n';
import css from './ClockDialog.module.css';

const steps = [1, 7, 30] as const;

/** Moves the example's clock forward: a day, a week, thirty days, or to the morning of a date. It never goes back. */
export function ClockDialog({ now, ref }: { now: string; ref: Ref<HTMLDialogElement> }) {
  const t = useT();
  const today = civilDate(now);
  const [date, setDate] = useState('');
  const act = useAct({
    run: (to: string, key) =>
      body(api.POST('/api/v1/example/clock', { body: { to }, params: { header: { 'Idempotency-Key': key } } })),
    onDone: () => setDate(''),
  });
  const morning = (d: string) => `${d}T09:00:00+08:00`;
  return (
    <Dialog ref={ref} title={t('shell.exampleClock')}>
      <p>{t('shell.exampleClockWhy')}</p>
      <div className={css.steps}>
        {steps.map((days) => (
          <Button key={days} loading={act.isPending} onClick={() => act.mutate(morning(addDays(today, days)))}>
            {t('clockDialog.days', { count: days })}
          </Button>
        ))}
      </div>
      <form
        className={css.steps}
        onSubmit={(e) => {
          e.preventDefault();
          if (date) act.mutate(morning(date));
        }}
      >
        <label>
          {t('clockDialog.to')}{' '}
          <input type="date" value={date} min={addDays(today, 1)} onChange={(e) => setDate(e.target.value)} />
        </label>
        <Button htmlType="submit" type="primary" disabled={!date} loading={act.isPending}>
          {t('clockDialog.move')}
        </Button>
      </form>
      <p className="faint" role="status">
        {t('clockDialog.now', { date: today })}
      </p>
      <ProblemNote error={act.error} />
    </Dialog>
  );
}
