import type { Language } from '../i18n';

interface Texts {
  detail?: string;
  detail_zh?: string;
  detail_en?: string;
}

/** A problem document (RFC 9457) as the node sends it: both languages are always there. */
export interface ProblemDocument extends Texts {
  title?: string;
  status?: number;
  code?: string;
  field?: string;
  file?: string;
  line?: number;
  args?: Record<string, string>;
  hint_zh?: string;
  hint_en?: string;
  /** urn:shurong:request: and the identifier to quote to the operator. */
  instance?: string;
  /** Each broken rule of the request's form. */
  errors?: ({ code: string; field?: string } & Texts)[] | null;
}

function pick(d: Texts, lang: Language): string {
  return (lang === 'zh' ? d.detail_zh : d.detail_en) || d.detail || '';
}

/** Thrown by every call of the API that did not succeed. `doc` is null when the node was not reached at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly doc: ProblemDocument | null,
  ) {
    super(doc?.detail_en || doc?.detail || doc?.title || `HTTP ${status}`);
    this.name = 'Problem';
  }

  get code(): string {
    return this.doc?.code ?? (this.doc ? `http.${this.status}` : 'network');
  }

  get request(): string {
    return this.doc?.instance?.replace(/^urn:shurong:request:/, '') ?? '';
  }

  detail(lang: Language): string {
    return (this.doc && pick(this.doc, lang)) || this.doc?.title || this.message;
  }

  hint(lang: Language): string {
    return (lang === 'zh' ? this.doc?.hint_zh : this.doc?.hint_en) ?? '';
  }
}

/** Whatever was thrown, as a problem. What is not one is a fault of this program, and says so by its own text. */
export function asProblem(err: unknown): Problem {
  if (err instanceof Problem) return err;
  const text = err instanceof Error ? err.message : String(err);
  return new Problem(0, { code: 'ui.unexpected', detail: text });
}

export type FieldPath = (string | number)[];

/** A field path of the node ("body.rights[0].term") as a form's path: ['rights', 0, 'term']. */
export function fieldPath(field: string): FieldPath {
  return field
    .replace(/^body\./, '')
    .split(/[.[\]]/)
    .filter((s) => s !== '')
    .map((s) => (/^\d+$/.test(s) ? Number(s) : s));
}

const elsewhere = /^(query|path|header)\./;

/** What a form shows beside its items: the field at fault, or every broken rule of form. */
export function fieldErrors(p: Problem, lang: Language): { name: FieldPath; errors: string[] }[] {
  const breaches = p.doc?.errors?.length ? p.doc.errors : p.doc ? [p.doc] : [];
  return breaches.flatMap((b) =>
    b.field && !elsewhere.test(b.field) ? [{ name: fieldPath(b.field), errors: [pick(b, lang)] }] : [],
  );
}
