import type { Alert, Correlation, MissingMatrix, Period, ProfileColumn, Severity } from './profile';

const gravity: Record<Severity, number> = { serious: 2, warning: 1, info: 0 };

/** Parts per million of a whole; 0 of nothing. */
export function ppmOf(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1_000_000) : 0;
}

/** A decimal text of the profile for people: grouped, at most four decimals. Dates and exponents stay as they are. */
export function figure(text: string | undefined): string {
  if (text === undefined || !/^-?\d+(\.\d+)?$/.test(text)) return text ?? '';
  const [whole = '', part] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part ? `${grouped}.${part.slice(0, 4)}` : grouped;
}

export function gravest(alerts: readonly Alert[]): Severity | undefined {
  return [...alerts].sort((a, b) => gravity[b.severity] - gravity[a.severity])[0]?.severity;
}

/** Alerts by column. */
export function alertsByColumn(alerts: readonly Alert[]): Map<string, Alert[]> {
  const out = new Map<string, Alert[]>();
  for (const a of alerts) if (a.column) out.set(a.column, [...(out.get(a.column) ?? []), a]);
  return out;
}

export type Order = 'place' | 'name' | 'missing' | 'distinct' | 'alerts';

export interface Placed {
  column: ProfileColumn;
  /** Position in the table, from 0. */
  index: number;
}

interface Wanted {
  text: string;
  type: string;
  order: Order;
}

/** The columns that are asked for, in the order that is asked for. Of equals the first in the table comes first. */
export function pick(
  columns: readonly ProfileColumn[],
  wanted: Wanted,
  alerts: ReadonlyMap<string, readonly Alert[]>,
): Placed[] {
  const text = wanted.text.trim().toLowerCase();
  const out = columns
    .map((column, index) => ({ column, index }))
    .filter(
      ({ column: c }) => (!text || c.name.toLowerCase().includes(text)) && (!wanted.type || c.type === wanted.type),
    );
  const weight = (c: ProfileColumn) => {
    const list = alerts.get(c.name) ?? [];
    return list.reduce((sum, a) => sum + 10 ** gravity[a.severity], 0);
  };
  const by: Record<Order, (a: Placed, b: Placed) => number> = {
    place: (a, b) => a.index - b.index,
    name: (a, b) => a.column.name.localeCompare(b.column.name, 'zh'),
    missing: (a, b) => b.column.missing - a.column.missing,
    distinct: (a, b) => b.column.distinct - a.column.distinct,
    alerts: (a, b) => weight(b.column) - weight(a.column),
  };
  return out.sort((a, b) => by[wanted.order](a, b) || a.index - b.index);
}

/** Beyond so many bars a picture shows no gaps, and a stray date in the year 1 must not make a million. */
const mostPeriods = 2_000;

/** Periods with those in between that have no row, so that gaps show as gaps. */
export function calendar(growth: readonly Period[], unit: 'year' | 'month' | 'day' | undefined): Period[] {
  const out: Period[] = [];
  for (const p of growth) {
    const last = out.at(-1)?.period;
    for (let next = last && unit && after(last, unit); next && unit && next < p.period; next = after(next, unit)) {
      out.push({ period: next, rows: 0 });
      if (out.length > mostPeriods) return [...growth];
    }
    out.push(p);
  }
  return out;
}

function after(period: string, unit: 'year' | 'month' | 'day'): string {
  const [y = 0, m = 1, d = 1] = period.split('-').map(Number);
  const at = new Date(Date.UTC(y, m - 1, d));
  if (unit === 'year') return String(y + 1).padStart(4, '0');
  if (unit === 'month') at.setUTCMonth(at.getUTCMonth() + 1);
  else at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, unit === 'month' ? 7 : 10);
}

/** How dark a share is drawn, 0 to 5: none, some, then by quarters. */
export function shade(ppm: number): number {
  return [1, 50_000, 250_000, 500_000, 950_000].filter((least) => ppm >= least).length;
}

export interface TogetherPair {
  a: string;
  b: string;
  ppm: number;
}

/** Pairs of columns that lack values in the same rows: of the rows that lack either, at least half lack both. */
export function together(m: MissingMatrix, most = 8): TogetherPair[] {
  const out: TogetherPair[] = [];
  m.together.forEach((row, i) => {
    row.forEach((both, k) => {
      const either = (m.together[i]?.[i] ?? 0) + (m.together[k]?.[k] ?? 0) - both;
      const ppm = ppmOf(both, either);
      if (k > i && both > 1 && ppm >= 500_000) out.push({ a: m.columns[i] ?? '', b: m.columns[k] ?? '', ppm });
    });
  });
  return out.sort((a, b) => b.ppm - a.ppm).slice(0, most);
}

/** A coefficient from which a pair is worth a cell, and how many columns a matrix holds before it is a carpet. */
const noticeable = 0.1;
const heatColumns = 16;

export interface Heat {
  names: string[];
  /** By two names, in either order: the strongest coefficient of the pair. */
  of: (a: string, b: string) => Correlation | undefined;
}

/** The columns that go together most, in the order of the table. Correlations come strongest first. */
export function heat(list: readonly Correlation[], columns: readonly ProfileColumn[]): Heat {
  const best = new Map<string, Correlation>();
  const names = new Set<string>();
  const key = (a: string, b: string) => JSON.stringify([a, b]);
  for (const c of list) {
    const old = best.get(key(c.a, c.b));
    if (!old || Math.abs(Number(c.value)) > Math.abs(Number(old.value))) {
      best.set(key(c.a, c.b), c);
      best.set(key(c.b, c.a), c);
    }
    if (Math.abs(Number(c.value)) < noticeable) continue;
    for (const n of [c.a, c.b]) if (names.size < heatColumns) names.add(n);
  }
  const place = new Map(columns.map((c, i) => [c.name, i]));
  return {
    names: [...names].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
    of: (a, b) => best.get(key(a, b)),
  };
}

/** The step of a coefficient's colour, 0 to 5. */
export function step(value: number): number {
  return [0.1, 0.2, 0.4, 0.6, 0.8].filter((least) => Math.abs(value) >= least).length;
}

/** A coefficient with two places and a true minus. */
export function coefficient(value: string): string {
  const x = Number(value);
  const text = Math.abs(x).toFixed(2);
  return x < 0 && text !== '0.00' ? `−${text}` : text;
}

/** The path of bars over a box of 1,000 × 100: each as high as its share of the highest. */
export function barsPath(counts: readonly number[]): string {
  const top = Math.max(1, ...counts);
  const width = 1000 / Math.max(counts.length, 1);
  const gap = counts.length > 120 ? 0 : Math.min(width * 0.12, 6);
  return counts
    .map((n, i) => {
      if (n <= 0) return '';
      const h = Math.max((n / top) * 100, 1.5);
      const x = (i * width + gap / 2).toFixed(1);
      return `M${x} 100v${(-h).toFixed(1)}h${(width - gap).toFixed(1)}V100z`;
    })
    .join('');
}
