/** What of an agent's profile the interface reads. The profile is the agent's; unknown members are left alone. */
export interface ProfileColumn {
  name: string;
  type: string;
  missing: number;
  distinct: number;
  withheld?: boolean;
  number?: { min?: string; max?: string };
  time?: { earliest: string; latest: string };
}

export interface Profile {
  rows: number;
  columns: ProfileColumn[];
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
