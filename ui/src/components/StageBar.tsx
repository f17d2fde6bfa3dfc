import { type MessageKey, useT } from '../i18n';
import css from './StageBar.module.css';

export const stages = [
  'inventory',
  'compliance',
  'quality',
  'registration',
  'valuation',
  'financing',
  'circulation',
] as const;
export type Stage = (typeof stages)[number];

/** The seven steps of the national guide, Art. 14, for a registration case. */
export const steps = [
  'application',
  'acceptance',
  'review',
  'publicity',
  'objection',
  'deposit',
  'certificate',
] as const;
export type Step = (typeof steps)[number];

interface Props {
  /** Message keys of the steps, in order. */
  names: readonly MessageKey[];
  /** Index of the step in progress; names.length when all are done. */
  at: number;
  /** The step in progress cannot go on. */
  blocked?: boolean;
  /** Steps that this one has no need of: passed, but not done. */
  leftOut?: readonly number[];
  /** Narrow enough for a table cell: ticks, and the name of the present step only. */
  compact?: boolean;
}

/** Where a thing stands on its way. The same bar serves assets (stages) and registration cases (steps). */
export function ProgressSteps({ names, at, blocked = false, leftOut = [], compact = false }: Props) {
  const t = useT();
  const state = (i: number) =>
    leftOut.includes(i) && i !== at ? 'leftOut' : i < at ? 'done' : i > at ? 'todo' : blocked ? 'blocked' : 'current';
  const present = names[Math.min(at, names.length - 1)];
  return (
    <div className={`${css.bar} ${compact ? css.compact : ''}`}>
      <ol className={css.list} aria-label={t('stageBar.label')}>
        {names.map((name, i) => {
          const s = state(i);
          return (
            <li
              key={name}
              className={css.step}
              data-state={s}
              aria-current={s === 'current' || s === 'blocked' ? 'step' : undefined}
            >
              <span className={css.tick} aria-hidden="true">
                {s === 'done' ? '✓' : s === 'blocked' ? '!' : s === 'leftOut' ? '–' : i + 1}
              </span>
              <span className={css.name}>
                {t(name)}
                <span className="visually-hidden">: {t(`stageBar.${s}`)}</span>
              </span>
            </li>
          );
        })}
      </ol>
      {present && (
        <p className={css.brief} aria-hidden="true">
          <strong>{at >= names.length ? t('stageBar.done') : t(present)}</strong>{' '}
          {t('stageBar.progress', { n: Math.min(at + 1, names.length), of: names.length })}
        </p>
      )}
    </div>
  );
}

export function StageBar({ stage, blocked, compact }: { stage: Stage; blocked?: boolean; compact?: boolean }) {
  return (
    <ProgressSteps
      names={stages.map((s) => `stage.${s}` as const)}
      at={stages.indexOf(stage)}
      blocked={blocked}
      compact={compact}
    />
  );
}
