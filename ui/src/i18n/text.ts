import { useLanguage } from '.';

/** A text that the node sends in both languages. */
export interface BothTexts {
  zh: string;
  en: string;
}

/** Picks the reader's language; Chinese is always there. */
export function useText(): (text: BothTexts) => string {
  const lang = useLanguage();
  return (text) => (lang === 'en' && text.en) || text.zh;
}
