import type { Checkpoint } from './checkpoint';
import { type Hash, parseHash, toBase64 } from './hash';

/** What this browser saw of a log when it last looked. */
export interface Pin {
  size: number;
  root: Hash;
}

const slot = (origin: string) => `shurong.log.${origin}`;

/** The remembered state of a log; null at the first look, or when the log has another key since. */
export function pinned(origin: string, key: string): Pin | null {
  try {
    const p = JSON.parse(localStorage.getItem(slot(origin)) ?? '') as { key: string; size: number; root: string };
    return p.key === key && p.size > 0 ? { size: p.size, root: parseHash(p.root) } : null;
  } catch {
    return null;
  }
}

/** Remembers the newest state; never an older one. */
export function remember(cp: Checkpoint, key: string): void {
  const was = pinned(cp.origin, key);
  if (was && was.size > cp.size) return;
  localStorage.setItem(slot(cp.origin), JSON.stringify({ key, size: cp.size, root: toBase64(cp.root) }));
}
