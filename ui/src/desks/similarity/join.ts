/** A pair of corresponding columns, as the comparison found it. */
export interface Pair {
  a: string;
  b: string;
  containment_ab_ppm: number;
  containment_ba_ppm: number;
  weight_ppm: number;
}

export interface Line {
  /** Places in the lists that are shown. */
  from: number;
  to: number;
  /** A proof is drawn whole, a hint dashed. */
  proof: boolean;
  pair: Pair;
}

export interface Joined {
  left: string[];
  right: string[];
  lines: Line[];
  /** Columns that have no partner and are not shown. */
  leftMore: number;
  rightMore: number;
}

/** How many columns without a partner are shown beside those that have one. */
const unpaired = 12;

/** The two lists in the order of their tables, with the lines between. What has a partner is always shown. */
export function joinColumns(left: readonly string[], right: readonly string[], pairs: readonly Pair[]): Joined {
  const some = (all: readonly string[], paired: ReadonlySet<string>) => {
    let room = unpaired;
    const shown = all.filter((c) => paired.has(c) || room-- > 0);
    const missing = [...paired].filter((c) => !all.includes(c)); // pairs of an older sketch
    return { shown: [...shown, ...missing], more: all.length - shown.length };
  };
  const a = some(left, new Set(pairs.map((p) => p.a)));
  const b = some(right, new Set(pairs.map((p) => p.b)));
  const lines = pairs.map((pair) => ({
    from: a.shown.indexOf(pair.a),
    to: b.shown.indexOf(pair.b),
    proof: pair.weight_ppm >= 1_000_000,
    pair,
  }));
  return { left: a.shown, right: b.shown, lines, leftMore: a.more, rightMore: b.more };
}
