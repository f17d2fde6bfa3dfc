import { useSyncExternalStore } from 'react';

export type Mode = 'light' | 'dark';

const key = 'shurong.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function chosen(): Mode | null {
  const v = localStorage.getItem(key);
  return v === 'light' || v === 'dark' ? v : null;
}

export function currentMode(): Mode {
  return chosen() ?? (system.matches ? 'dark' : 'light');
}

function publish() {
  const c = chosen();
  if (c) document.documentElement.dataset.theme = c;
  else delete document.documentElement.dataset.theme;
  for (const l of listeners) l();
}

/** Sets the mode; choosing what the system shows anyway hands the choice back to the system. */
export function setMode(mode: Mode): void {
  if (mode === (system.matches ? 'dark' : 'light')) localStorage.removeItem(key);
  else localStorage.setItem(key, mode);
  publish();
}

export function startMode(): void {
  system.addEventListener('change', publish);
  publish();
}

export function useMode(): Mode {
  return useSyncExternalStore((l) => {
    listeners.add(l);
    return () => listeners.delete(l);
  }, currentMode);
}
