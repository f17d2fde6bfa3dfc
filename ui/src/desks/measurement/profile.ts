/** What of an agent's profile the interface reads. The profile is the agent's; unknown members are left alone. */
export interface Bin {
  from: string;
  to: string;
  count: number;
}

export interface Period {
  period: string;
  rows: number;
}

export interface ProfileColumn {
  name: string;
  type: string;
  values: number;
  missing: number;
  null?: number;
  blank?: number;
  padded?: number;
  distinct: number;
  exact?: boolean;
  fitting?: number;
  key?: 'unique' | 'nearly';
  monotone?: string;
  entropy_bits?: string;
  withheld?: boolean;
  lengths?: { min: number; max: number; mean: string };
  number?: {
    min?: string;
    max?: string;
    mean?: string;
    std_dev?: string;
    skewness?: string;
    kurtosis?: string;
    zeros: number;
    negatives: number;
  };
  time?: {
    earliest: string;
    latest: string;
    form?: string;
    growth?: Period[] | null;
    unit?: 'year' | 'month' | 'day';
    gaps?: { from: string; to: string; periods: number }[] | null;
    newest?: string;
    future?: number;
  };
  quantiles?: Record<'p01' | 'p05' | 'p25' | 'p50' | 'p75' | 'p95' | 'p99', string>;
  histogram?: { bins: Bin[]; exact: boolean };
  patterns?: { pattern: string; count: number }[] | null;
}

export type Severity = 'info' | 'warning' | 'serious';

export interface Alert {
  code: string;
  column?: string;
  zh: string;
  en: string;
  severity: Severity;
}

export interface Correlation {
  a: string;
  b: string;
  method: string;
  value: string;
  n: number;
}

export interface MissingMatrix {
  columns: string[];
  together: number[][];
  segment_rows: number[];
  segments_missing: number[][];
}

export interface Profile {
  rows: number;
  columns: ProfileColumn[];
  sample_rows?: number;
  duplicates?: { rows: number; exact: boolean };
  tally?: { ragged?: number; invalid_bytes?: number; bytes?: number };
  alerts?: Alert[] | null;
  correlations?: Correlation[] | null;
  missing_matrix?: MissingMatrix;
  dependencies?: { determinants: string[]; dependent: string; error_ppm: number; rows: number }[] | null;
  keys?: string[][] | null;
  limited?: boolean;
}

export function readProfile(value: unknown): Profile | null {
  const p = value as Partial<Profile> | null | undefined;
  return p && typeof p.rows === 'number' && Array.isArray(p.columns) ? (p as Profile) : null;
}

const isoDate = /^\d{4}-\d{2}-\d{2}/;

/** The span of the data by its dated columns, for the form: the earliest and the latest day that any of them holds. */
export function spanOf(p: Profile): { from: string; to: string } | null {
  const days = p.columns
    .flatMap((c) => (c.time ? [c.time.earliest, c.time.latest] : []))
    .flatMap((s) => isoDate.exec(s) ?? []);
  const sorted = days.sort();
  const [from] = sorted;
  const to = sorted.at(-1);
  return from && to ? { from, to } : null;
}
