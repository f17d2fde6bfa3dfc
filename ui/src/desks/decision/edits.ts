import type { CaseForm } from '../../api/types';

/** A field of the form whose text differs between two versions; a missing side is empty. */
export interface Edit {
  field: string;
  before: string;
  after: string;
}

function flat(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== 'object') return into.set(path, String(value));
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return into.set(path, value.join(', '));
  for (const [k, v] of Object.entries(value)) flat(v, path ? `${path}.${k}` : k, into);
  return into;
}

/** What a corrected form changes of the one on file, in the order of the new form, removals last. */
export function edits(before: CaseForm, after: CaseForm): Edit[] {
  const old = flat(before, '', new Map());
  const now = flat(after, '', new Map());
  const fields = [...now.keys(), ...[...old.keys()].filter((k) => !now.has(k))];
  return fields.flatMap((field) => {
    const b = old.get(field) ?? '';
    const a = now.get(field) ?? '';
    return a === b ? [] : [{ field, before: b, after: a }];
  });
}
