import { lazy, Suspense, useState } from 'react';
import { lineOf, type ValueEvent, type ValuePoint } from '../charts/series';
import { useT } from '../i18n';
import { DataTable } from './DataTable';
import { Money } from './Money';
import { Skeleton } from './PageState';
import css from './ValueFigure.module.css';

const ValueChart = lazy(() => import('../charts/ValueChart'));

interface Props {
  points: readonly ValuePoint[];
  triggerBp: number;
  events?: readonly ValueEvent[];
}

const none: readonly ValueEvent[] = [];

/** The value chart, and the same numbers as a table for those who read tables. */
export function ValueFigure({ points, triggerBp, events = none }: Props) {
  const t = useT();
  const [table, setTable] = useState(false);
  const label = `${t('term.appraisedValue')}, ${t('term.loanBalance')}, ${t('term.marginLine')}`;
  const noted = new Map(events.map((e) => [e.date, e.label]));
  return (
    <figure>
      <p className={css.legend}>
        <span data-line="value">{t('term.appraisedValue')}</span>
        <span data-line="loan">{t('term.loanBalance')}</span>
        <span data-line="line">{t('term.marginLine')}</span>
        <button type="button" className={css.toggle} onClick={() => setTable(!table)}>
          {t(table ? 'chart.asChart' : 'chart.asTable')}
        </button>
      </p>
      {table ? (
        <div className={css.table}>
          <DataTable
            label={label}
            rows={points}
            rowKey={(p) => p.date}
            columns={[
              { key: 'date', title: t('chart.date'), cell: (p) => p.date },
              { key: 'value', title: t('term.appraisedValue'), cell: (p) => <Money fen={p.valueFen} />, end: true },
              { key: 'loan', title: t('term.loanBalance'), cell: (p) => <Money fen={p.loanFen} />, end: true },
              {
                key: 'line',
                title: t('term.marginLine'),
                cell: (p) => <Money fen={lineOf(p, triggerBp)} />,
                end: true,
              },
              { key: 'event', title: t('chart.event'), cell: (p) => noted.get(p.date) ?? '' },
            ]}
          />
        </div>
      ) : (
        <Suspense fallback={<Skeleton lines={6} />}>
          <ValueChart points={points} triggerBp={triggerBp} events={events} label={label} />
        </Suspense>
      )}
    </figure>
  );
}
