import type { BothTexts } from '../../i18n/text';
import type { Approach, DerivationRow } from '../appraiser/types';

export interface Step {
  key: string;
  /** Absent: what factors make beyond the sum of the parts. */
  label?: BothTexts;
  from: number;
  fen: number;
}

/** Lines that add up to a value: present values, or costs. */
const parts = new Set(['pv', 'preliminary', 'direct', 'indirect', 'opportunity', 'taxes', 'profit']);

/** An amount of the derivation in fen: lines have two decimals of 元 or 万元. */
export function fenOf(row: Pick<DerivationRow, 'result' | 'unit'>): number {
  return Math.round(Number(row.result) * (row.unit === '万元' ? 1_000_000 : 100));
}

/** The parts of an approach's value, each beginning where the one before ended; last what is left. */
export function stepsOf(a: Approach): Step[] {
  const out: Step[] = [];
  let sum = 0;
  a.rows.forEach((r, i) => {
    if (!r.unit || !parts.has(r.key)) return;
    const fen = fenOf(r);
    if (fen === 0) return;
    out.push({ key: `${r.key} ${i}`, label: r.label, from: sum, fen });
    sum += fen;
  });
  const rest = a.value_fen - sum;
  // Lines are rounded for reading: what is under a line's last place for each of them is no step.
  const slack = out.length * (a.rows.some((r) => r.unit === '万元') ? 5_000 : 1);
  if (out.length > 0 && Math.abs(rest) > slack) out.push({ key: 'rest', from: sum, fen: rest });
  return out;
}
