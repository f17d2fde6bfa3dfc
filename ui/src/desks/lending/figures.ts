import type { ValueEvent, ValuePoint } from '../../charts/series';
import { percent } from '../../format/money';
import type { Translate } from '../../i18n';
import type { Loan, Point } from './types';

/** A rate as the node writes it, "0.0345", as percent: moved by digits, never through a fraction. */
export function rateText(rate: string): string {
  const [whole = '0', fraction = ''] = rate.split('.');
  const digits = fraction.padEnd(2, '0');
  const head = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const tail = digits.slice(2).replace(/0+$/, '');
  return `${head}.${tail.padEnd(2, '0')}%`;
}

/** a × m ÷ d, rounded up: a line is never drawn lower than it is. */
function shareUp(a: number, m: number, d: number): number {
  if (d <= 0) return 0;
  return Number((BigInt(a) * BigInt(m) + BigInt(d) - 1n) / BigInt(d));
}

/** What of the balance is not covered by margin or money paid ahead. */
export function exposure(balanceFen: number, depositFen: number): number {
  return Math.max(0, balanceFen - depositFen);
}

type Covenant = Pick<Loan, 'cap_bp' | 'maintenance_bp' | 'drop_limit_bp' | 'initial_value_fen'>;

/**
 * The value below which margin is called (loan.MarginTest): it fell too far since disbursement or the loan is over the
 * maintenance ratio, and in either case the exposure is over the cap.
 */
export function callLine(exposureFen: number, c: Covenant): number {
  const whole = 10_000;
  const fallen = shareUp(c.initial_value_fen, whole - c.drop_limit_bp, whole);
  const over = shareUp(exposureFen, whole, c.maintenance_bp);
  return Math.min(shareUp(exposureFen, whole, c.cap_bp), Math.max(fallen, over));
}

/** The chart's points: the last of each day, and today as the last was. */
export function valuePoints(points: readonly Point[], c: Covenant, today?: string): ValuePoint[] {
  const byDay = new Map<string, ValuePoint>();
  for (const p of points) {
    byDay.set(p.date, {
      date: p.date,
      valueFen: p.value_fen,
      loanFen: p.balance_fen,
      lineFen: callLine(exposure(p.balance_fen, p.deposit_fen), c),
    });
  }
  const out = [...byDay.values()];
  const last = out[out.length - 1];
  return last && today && last.date < today ? [...out, { ...last, date: today }] : out;
}

/** What a reader should find on the time axis: the calls, and the appraisals that replaced a value. */
export function valueEvents(loan: Pick<Loan, 'calls' | 'values'>, t: Translate): ValueEvent[] {
  const calls = loan.calls.map((c) => ({ date: c.raised, label: t('call.title') }));
  const cured = loan.calls.flatMap((c) =>
    c.ended && c.state === 'cured' ? [{ date: c.ended, label: t('callState.cured') }] : [],
  );
  const appraised = loan.values
    .filter((p) => p.source === 'valuation')
    .map((p) => ({ date: p.date, label: t('pointSource.valuation') }));
  return [...calls, ...cured, ...appraised].sort((a, b) => a.date.localeCompare(b.date));
}

/** How the value stands to what it was at disbursement. */
export function dropText(dropBp: number, t: Translate): string {
  if (dropBp > 0) return t('loan.valueFell', { pct: percent(dropBp) });
  if (dropBp < 0) return t('loan.valueRose', { pct: percent(-dropBp) });
  return t('loan.valueSame');
}
