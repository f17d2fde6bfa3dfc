import { qualityText } from '../../components/Measurement';
import type { Translate } from '../../i18n';

export interface Found {
  grade: string;
  basis: string;
  rows_matched: number;
  here_in_there_ppm: number;
  there_in_here_ppm: number;
}

const nearlyAll = 900_000;

/** The grade in a sentence: what it rests on, and how the two data sets seem to relate. */
export function gradeSentence(f: Found, t: Translate): string {
  if (f.basis === 'columns') return t('similar.byColumns');
  const head = t(f.grade === 'red' ? 'similar.red' : 'similar.amber', { count: f.rows_matched });
  const here = f.here_in_there_ppm >= nearlyAll;
  const there = f.there_in_here_ppm >= nearlyAll;
  const share = qualityText(Math.max(f.here_in_there_ppm, f.there_in_here_ppm));
  const relation = here && there ? 'same' : here ? 'part' : there ? 'whole' : 'overlap';
  return `${head} ${t(`similar.${relation}`, { share })}`;
}
