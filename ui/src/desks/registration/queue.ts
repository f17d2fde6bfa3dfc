import type { CaseItem } from '../../api/types';

export interface QueueFilter {
  clock?: string | undefined;
  type?: string | undefined;
  regime?: string | undefined;
}

const members: Record<keyof QueueFilter, (c: CaseItem) => string | undefined> = {
  clock: (c) => c.term?.name,
  type: (c) => c.type,
  regime: (c) => c.regime,
};

/** The cases that a filter lets through, in the order they came: the node sends the most urgent first. */
export function filterQueue(cases: readonly CaseItem[], f: QueueFilter): CaseItem[] {
  const set = (Object.keys(members) as (keyof QueueFilter)[]).filter((k) => f[k]);
  return cases.filter((c) => set.every((k) => members[k](c) === f[k]));
}

/** The values of a member that occur, each once, sorted. */
export function valuesOf(cases: readonly CaseItem[], name: keyof QueueFilter): string[] {
  return [...new Set(cases.flatMap((c) => members[name](c) ?? []))].sort();
}

/** Terms that are over, that end today or tomorrow, and cases accepted by silence. */
export function queueFigures(cases: readonly CaseItem[]) {
  const late = (c: CaseItem) => c.term !== undefined && (c.term.over || c.term.working_days_left < 0);
  return {
    overdue: cases.filter(late).length,
    soon: cases.filter((c) => c.term && !late(c) && c.term.working_days_left <= 1).length,
    deemed: cases.filter((c) => c.deemed).length,
  };
}
