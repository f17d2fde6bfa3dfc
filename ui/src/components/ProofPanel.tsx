import { useEffect, useState } from 'react';
import { type MessageKey, useT } from '../i18n';
import type { State } from '../proof/facts';
import { ProofFault, ProofUnsupported } from '../proof/hash';
import { type Step, words } from '../proof/step';
import { ProblemNote } from './ProblemNote';
import css from './ProofPanel.module.css';

/** What a check in this browser found: the steps that hold, and the fault that ended it, if any. */
export interface Checked {
  steps: readonly Step[];
  fault?: unknown;
  /** The proof holds but what it proves is no longer in force. */
  notLive?: boolean;
  /** What holds of a certificate, the gravest first; shown beside the outcome. */
  states?: readonly State[] | undefined;
}

interface Props {
  /** Changes when what is checked changes; the check runs again. */
  subject: string;
  check: () => Promise<Checked>;
}

/** Runs a check in the browser and shows it step by step. The node is only asked for the evidence. */
export function ProofPanel({ subject, check }: Props) {
  const t = useT();
  const [done, setDone] = useState<{ subject: string; result: Checked }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject names what is checked
  useEffect(() => {
    let live = true;
    check()
      .catch((fault: unknown): Checked => ({ steps: [], fault }))
      .then((result) => live && setDone({ subject, result }));
    return () => {
      live = false;
    };
  }, [subject]);
  const result = done?.subject === subject ? done.result : undefined;
  if (!result) return <p role="status">{t('proof.running')}…</p>;
  const { fault } = result;
  if (fault instanceof ProofUnsupported) {
    return (
      <div className={css.panel} data-state="unsupported">
        <p className={css.outcome}>{t('proof.unsupported')}</p>
        <p>{t('proof.unsupportedHint')}</p>
      </div>
    );
  }
  if (fault && !(fault instanceof ProofFault)) return <ProblemNote error={fault} />;
  const state = fault ? 'bad' : result.notLive ? 'okNotLive' : 'ok';
  const say = (key: string) => t(key as MessageKey);
  const states = fault ? [] : (result.states ?? []);
  return (
    <div className={css.panel} data-state={state}>
      <p className={css.outcome} role="status">
        {t(`proof.${state}`)}
        {states.length > 0 && ` · ${states.map((s) => t(`proof.state.${s}`)).join(t('proof.and'))}`}
      </p>
      <ol className={css.steps}>
        {result.steps.map((s) => (
          <li key={`${s.code} ${Object.values(s.args).join(' ')}`} data-mark={s.doubt ? 'doubt' : 'ok'}>
            {t(`proof.step.${s.code}`, words(s, say))}
          </li>
        ))}
        {fault instanceof ProofFault && (
          <li data-mark="bad">
            {t(`fault.${fault.code}` as MessageKey)} <code>{fault.code}</code>
          </li>
        )}
      </ol>
    </div>
  );
}
