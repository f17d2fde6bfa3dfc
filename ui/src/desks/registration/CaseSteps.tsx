import type { Case } from '../../api/types';
import { ProgressSteps } from '../../components/StageBar';

/** The seven steps of the Guide (Art. 14) as the case has gone through them. */
export function CaseSteps({ c }: { c: Case }) {
  const at = c.steps.findIndex((s) => s.state === 'current' || s.state === 'ended');
  const ended = c.steps.some((s) => s.state === 'ended');
  const done = c.steps.filter((s) => s.state === 'done' || s.state === 'left_out').length;
  return (
    <ProgressSteps
      names={c.steps.map((s) => `step.${s.name}` as const)}
      at={at >= 0 ? at : done}
      leftOut={c.steps.flatMap((s, i) => (s.state === 'left_out' ? [i] : []))}
      blocked={ended || c.status === 'objected'}
    />
  );
}
