/** One member of a request that a reader wants to see before deciding. */
export interface Point {
  name: string;
  value: string | number | boolean;
}

/** The members that are shown in words, in this order; all of a request is behind the disclosure. */
export const pointNames = [
  'certificate',
  'to',
  'licensee',
  'act',
  'authority',
  'behind',
  'over',
  'amount_fen',
  'value_fen',
  'low_fen',
  'high_fen',
  'secured_fen',
  'initial_margin_fen',
  'rate',
  'method',
  'term_months',
  'cap_bp',
  'maintenance_bp',
  'drop_bp',
  'cure_days',
  'no_further',
  'months',
  'exclusive',
  'filing_no',
  'ip_no',
  'from',
  'date',
  'valid_until',
  'until',
  'reason',
  'text',
] as const;
export type PointName = (typeof pointNames)[number];

/** Finds the known members anywhere in a payload; the first of a name counts, the outermost first. */
export function pointsOf(payload: unknown): [PointName, Point['value']][] {
  const found = new Map<string, Point['value']>();
  let level: unknown[] = [payload];
  while (level.length > 0) {
    const deeper: unknown[] = [];
    for (const node of level) {
      if (node === null || typeof node !== 'object') continue;
      for (const [name, value] of Object.entries(node)) {
        if (value !== null && typeof value === 'object') deeper.push(value);
        else if (!found.has(name) && value !== '' && value !== null) found.set(name, value as Point['value']);
      }
    }
    level = deeper;
  }
  return pointNames.flatMap((name) => {
    const value = found.get(name);
    return value === undefined ? [] : [[name, value] as [PointName, Point['value']]];
  });
}

/** A member's value at a path of a payload: what decides which way a request goes. */
export function member(payload: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((v, k) => (v as Record<string, unknown> | undefined)?.[k], payload);
}

/** Where the thing stands that a request is about. */
export function subjectPath(subject: string): string | undefined {
  const [kind, id] = subject.split('/');
  const folder = {
    case: '/cases/',
    dataset: '/enterprise/assets/',
    commission: '/commissions/',
    certificate: '/certificates/',
    application: '/applications/',
    contract: '/contracts/',
    lien: '/liens/',
    import: '/registrar/imports/',
    loan: '/loans/',
    org: '/organisations/',
  }[kind ?? ''];
  return folder && id ? folder + id : undefined;
}
