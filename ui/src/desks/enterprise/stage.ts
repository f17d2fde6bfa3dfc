import type { Dataset } from '../../api/types';
import type { Stage } from '../../components/StageBar';

/** Where an asset stands on the way from stock to circulation, from what the node knows of it. */
export function stageOf(d: Dataset): { stage: Stage; blocked: boolean } {
  if (d.stage === 'registered') return { stage: 'valuation', blocked: false };
  if (d.stage === 'registering' || d.stage === 'proposed') return { stage: 'registration', blocked: false };
  if (d.latest.personal_data !== 'none') return { stage: 'compliance', blocked: true };
  return { stage: 'registration', blocked: false };
}
