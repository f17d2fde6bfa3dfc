import type { CaseForm } from '../../api/types';

type Source = CaseForm['source'];

export const rights = ['holding', 'use', 'operating'] as const;
export type Right = (typeof rights)[number];

/** Sources that are asked for in the form, in the Guide's order, and the questions that each one raises. */
export const questions: Record<string, readonly (keyof Source)[]> = {
  collected: [],
  authorised: [],
  own_person: [],
  public_crawl: ['product', 'substitutes'],
  agreement: ['contract_rights'],
  fused: ['contract_rights', 'others_consent'],
  derived: ['source_use_right', 'substantive'],
  entrusted: ['contract_rights'],
};

/**
 * What a source can carry (Guide Art. 20–21), told while the form is filled. The registry's own table decides; this one
 * only saves a round trip, and a test holds it against the node's.
 */
export function registrable(s: Partial<Source>): readonly Right[] {
  const contract = rights.filter((r) => s.contract_rights?.includes(r));
  if (!s.lawful) return [];
  switch (s.kind) {
    case 'collected':
    case 'authorised':
    case 'own_person':
      return rights;
    case 'public_crawl':
      return s.product && !s.substitutes ? rights : ['holding', 'use'];
    case 'agreement':
    case 'entrusted':
      return contract;
    case 'fused':
      if (contract.length > 0) return contract;
      return s.others_consent ? rights : ['holding', 'use'];
    case 'derived':
      return s.substantive && s.source_use_right ? rights : [];
    default:
      return [];
  }
}
