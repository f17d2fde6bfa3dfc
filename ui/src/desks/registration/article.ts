import { type Translate, useT } from '../../i18n';

/** Where a rule stands: an article of the Guide, an annex to it, or another text by its own name. */
export function articleText(where: string, t: Translate): string {
  const annex = /^annex (\d+)$/.exec(where)?.[1];
  if (annex) return t('case.annex', { n: annex });
  return /^\d/.test(where) ? t('case.article', { n: where }) : where;
}

export function useArticle(): (where: string) => string {
  const t = useT();
  return (where) => articleText(where, t);
}
