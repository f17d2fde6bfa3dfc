/** One day of a loan and its collateral, in fen. */
export interface ValuePoint {
  date: string;
  valueFen: number;
  loanFen: number;
  /** The value at which margin is called, where more than balance and trigger decide it. */
  lineFen?: number;
}

export interface ValueEvent {
  date: string;
  label: string;
}

/** The value below which margin is called: loan ÷ trigger ratio, rounded up to the fen. */
export function marginLineFen(loanFen: number, triggerBp: number): number {
  if (triggerBp <= 0) return 0;
  const t = BigInt(triggerBp);
  return Number((BigInt(loanFen) * 10_000n + t - 1n) / t);
}

/** The line at a point: as given, or by the trigger alone. */
export function lineOf(p: ValuePoint, triggerBp: number): number {
  return p.lineFen ?? marginLineFen(p.loanFen, triggerBp);
}
