import i18next from 'i18next';
import { useCallback, useSyncExternalStore } from 'react';
import type { zh } from './zh';

/** Chinese is the source catalogue: what it has, English must have, or the build fails. */
export type MessageKey = keyof typeof zh;
export type Args = Record<string, string | number>;
export type Translate = (key: MessageKey, args?: Args) => string;
export type Language = 'zh' | 'en';

/** The other language's file for one area: the same keys, and a `_one` form where a count needs it. */
export type CatalogueOf<T> = Record<keyof T, string> & Partial<Record<`${keyof T & string}_one`, string>>;

const key = 'shurong.language';

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

async function load(lang: Language): Promise<void> {
  if (i18next.hasResourceBundle(lang, 'translation')) return;
  const messages = lang === 'zh' ? (await import('./zh')).zh : (await import('./en')).en;
  i18next.addResourceBundle(lang, 'translation', messages);
}

/** The language chosen last; before any choice English for a browser that asks for it first, Chinese for all others. */
export function firstLanguage(chosen: string | null, preferred: string): Language {
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return /^en\b/i.test(preferred) ? 'en' : 'zh';
}

/** Starts with a language without making it the reader's choice. */
export async function startLanguage(
  lang: Language = firstLanguage(localStorage.getItem(key), navigator.language),
): Promise<void> {
  await i18next.init({
    lng: lang,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  await show(lang);
}

/** Changes to the language that the reader chose, and keeps the choice. */
export async function setLanguage(lang: Language): Promise<void> {
  localStorage.setItem(key, lang);
  await show(lang);
}

async function show(lang: Language): Promise<void> {
  await load(lang);
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  await i18next.changeLanguage(lang);
}

export const t: Translate = (k, args) => i18next.t(k, args ?? {});

const subscribe = (listener: () => void) => {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
};

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language);
}

/** The translator of the current language; its identity changes with the language, so memoised children follow. */
export function useT(): Translate {
  const lang = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: lang is what changes the answer
  return useCallback((k, args) => i18next.t(k, args ?? {}), [lang]);
}

/** Words for what the node names by a code: enumerations that may grow. An unknown code is shown as it is. */
type Prefix<K> = K extends `${infer P}.${string}` ? P : never;
export type Vocabulary = Prefix<MessageKey>;

export function useWord(): (of: Vocabulary, code: string) => string {
  const lang = useLanguage();
  return useCallback((of, code) => i18next.t(`${of}.${code}`, { lng: lang, defaultValue: code }), [lang]);
}
