import type { MessageKey, Vocabulary } from '../../i18n';

/** What the forms of deeds yield; each deed takes what it needs of it. Money is as typed, in yuan. */
export interface DeedValues {
  text?: string;
  papers?: string[];
  to?: string;
  rights?: Right[];
  from?: string;
  until?: string;
  months?: number;
  secured?: string;
  filing_no?: string;
  ip_no?: string;
  authority?: string;
  choice?: string;
  flag?: boolean;
  lien?: string;
  contact?: { name: string; phone: string };
}
export type Right = 'holding' | 'use' | 'operating';

interface Common {
  label?: MessageKey;
  hint?: MessageKey;
  optional?: boolean;
  /** One of two questions is to be answered: neither is called optional. */
  either?: boolean;
}
type Named<K extends keyof DeedValues> = { name: K } & Common;

/** One question of a deed's form. */
export type DeedField =
  | ({ as: 'text' } & Named<'text'>)
  | ({ as: 'line' } & Named<'filing_no' | 'ip_no' | 'authority'>)
  | ({ as: 'date' } & Named<'from' | 'until'>)
  | ({ as: 'months' } & Named<'months'>)
  | ({ as: 'yuan' } & Named<'secured'>)
  | ({ as: 'flag' } & Named<'flag'>)
  | ({ as: 'organisation'; except?: string; roles?: readonly string[] } & Named<'to'>)
  | ({ as: 'rights'; of: readonly string[] } & Named<'rights'>)
  | ({ as: 'choice'; of: readonly string[]; words: Vocabulary } & Named<'choice'>)
  | ({ as: 'lien'; of: readonly { id: string; name: string }[] } & Named<'lien'>)
  | ({ as: 'papers'; kind: PaperKind; most: number } & Named<'papers'>)
  | { as: 'contact' };

export type PaperKind =
  | 'identity'
  | 'source'
  | 'contract'
  | 'sample'
  | 'description'
  | 'licence'
  | 'evidence'
  | 'report'
  | 'certificate'
  | 'other';

/** Something a party can ask the register for: what it brings about, what it needs to be told, and the request itself. */
export interface Deed {
  name: string;
  title: MessageKey;
  note: MessageKey;
  action: string;
  danger?: boolean;
  /** Why it cannot be done now; it is then shown at rest, with the reason. */
  closed?: string | undefined;
  fields: readonly DeedField[];
  initial?: DeedValues;
  send: (v: DeedValues, key: string) => Promise<{ approval?: string } | unknown>;
}

/** A document that a deed stands on: a paper that was uploaded, else a text. */
export function groundsOf(v: DeedValues): { paper: string } | { text: string } {
  const paper = v.papers?.[0];
  return paper ? { paper } : { text: v.text ?? '' };
}

/** Who may hold a right, and who may hold a lien. */
export const holders = ['enterprise', 'person'] as const;
export const lenders = ['bank', 'guarantor'] as const;

/** The two questions that every deed on a document asks. */
export const groundsFields: readonly DeedField[] = [
  {
    as: 'papers',
    name: 'papers',
    label: 'deed.document',
    hint: 'deed.documentHint',
    kind: 'contract',
    most: 1,
    optional: true,
    either: true,
  },
  { as: 'text', name: 'text', label: 'deed.documentText', hint: 'deed.documentTextHint', optional: true, either: true },
];
