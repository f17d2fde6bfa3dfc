/*
 * The registry's facts, by the members that a reader of certificates needs, and what follows from them on a day. The
 * rules are those of the Go package credential. Dates are civil dates in China (2026-03-16) and compare as text; one that
 * is left out is none.
 */

export interface Right {
  right: string;
  until?: string;
}

/** What a registration left on a certificate. Without an index it is the issue itself. */
export interface TitleEntry {
  type: string;
  index?: number;
  holder: string;
  valid_until: string;
  from?: string;
  to?: string;
}

export interface Certificate {
  code: string;
  asset?: string;
  case: string;
  holder: string;
  registrar: string;
  rights: Right[];
  form_commitment: string;
  issued_on: string;
  valid_until: string;
  cancelled?: boolean;
  objections?: string[] | null;
  /** A renewal was applied for in time (Guide Art. 36); without a date it keeps for as long as it is open. */
  renewing?: { until?: string };
  /** The certificate that the rights were transferred from. */
  previous?: string;
  history?: TitleEntry[] | null;
}

export interface Organisation {
  uscc: string;
  name: string;
  roles?: string[] | null;
}

export interface Lien {
  id: string;
  pledgee: string;
  secured_fen: number;
  filing_no: string;
  certificate?: string;
  /** The last day of the registered term, if it has one. */
  until?: string;
}

/** An annotation (备注, Guide Art. 23): a seizure, a control, a pledge filed elsewhere, a licence. */
export interface Annotation {
  id: string;
  certificate: string;
  kind: string;
  until?: string;
  lifted_on?: string;
}

export interface Similar {
  case: string;
  here_in_there_ppm: number;
  there_in_here_ppm: number;
}

/** What holds of a certificate on a day. Several can hold at once; the gravest is named first. */
export type State = 'cancelled' | 'lapsed' | 'seized' | 'objection_open' | 'pledged' | 'valid';

const runs = (until: string | undefined, today: string) => !until || today <= until;

/** A renewal that was applied for in time keeps a certificate in force past its term. */
export function live(cert: Certificate, today: string): boolean {
  const held = cert.renewing !== undefined && runs(cert.renewing.until, today);
  return !cert.cancelled && (held || today <= cert.valid_until);
}

export const lienLive = (lien: Lien, today: string) => runs(lien.until, today);

const active = (a: Annotation, today: string) => !a.lifted_on && runs(a.until, today);

/** A certificate that ended is not valid, but the liens and seizures on it are still told. */
export function statesOf(
  cert: Certificate,
  liens: readonly Lien[],
  annotations: readonly Annotation[],
  today: string,
): State[] {
  const noted = (...kinds: string[]) => annotations.some((a) => kinds.includes(a.kind) && active(a, today));
  const force = live(cert, today);
  const out: State[] = [];
  if (cert.cancelled) out.push('cancelled');
  else if (!force) out.push('lapsed');
  if (noted('seizure', 'control')) out.push('seized');
  if (cert.objections?.length) out.push('objection_open');
  if (liens.some((l) => lienLive(l, today)) || noted('pledge')) out.push('pledged');
  if (force) out.push('valid');
  return out;
}
