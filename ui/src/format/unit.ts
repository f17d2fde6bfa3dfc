import { useSyncExternalStore } from 'react';
import { useLanguage } from '../i18n';
import { amount, money, type Unit } from './money';

const key = 'shurong.unit';
const listeners = new Set<() => void>();
const units: readonly Unit[] = ['yuan', 'wan', 'yi'];

function current(): Unit {
  const v = localStorage.getItem(key) as Unit | null;
  return v && units.includes(v) ? v : 'yuan';
}

export function setUnit(unit: Unit): void {
  localStorage.setItem(key, unit);
  for (const l of listeners) l();
}

/** The unit the reader chose for tables and figures. English always reads yuan. */
export function useUnit(): Unit {
  const unit = useSyncExternalStore((l) => {
    listeners.add(l);
    return () => listeners.delete(l);
  }, current);
  return useLanguage() === 'en' ? 'yuan' : unit;
}

/** Formatters bound to the reader's language and unit. */
export function useMoney(): { money: (fen: number) => string; amount: (fen: number) => string; unit: Unit } {
  const lang = useLanguage();
  const unit = useUnit();
  return { money: (fen) => money(fen, lang, unit), amount: (fen) => amount(fen, unit), unit };
}
