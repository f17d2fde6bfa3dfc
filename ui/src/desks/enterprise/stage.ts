import type { Dataset } from '../../api/types';
import type { Stage } from '../../components/StageBar';

/** What is known of certificates beyond their registration, by code. */
export interface Progress {
  /** An appraisal report that is valid today is on record. */
  valued: ReadonlySet<string>;
  /** A loan rests on it that is not over. */
  financed: ReadonlySet<string>;
}

export const noProgress: Progress = { valued: new Set(), financed: new Set() };

/** Where an asset stands on the way from stock to circulation, from what the node knows of it. */
export function stageOf(d: Dataset, p: Progress = noProgress): { stage: Stage; blocked: boolean } {
  if (d.stage === 'registered') {
    const codes = d.cases.flatMap((c) => c.certificates);
    if (codes.some((c) => p.financed.has(c))) return { stage: 'circulation', blocked: false };
    return { stage: codes.some((c) => p.valued.has(c)) ? 'financing' : 'valuation', blocked: false };
  }
  if (d.stage === 'registering' || d.stage === 'proposed') return { stage: 'registration', blocked: false };
  if (d.latest.personal_data !== 'none') return { stage: 'compliance', blocked: true };
  return { stage: 'registration', blocked: false };
}
