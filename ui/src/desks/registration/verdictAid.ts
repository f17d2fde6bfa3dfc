import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';

export type Aid = components['schemas']['RegistrarReviewAid'];
export type Check = components['schemas']['RegistryCheck'];

/** What only people can establish (Guide Art. 22). */
export interface Established {
  harm?: boolean;
  dispute?: boolean;
  false_proof?: boolean;
}

/** The tables that the review goes by. They come with the program, so that one reading is enough. */
export function useDecisionTables(enabled = true) {
  return useQuery({
    queryKey: ['decision-tables'],
    queryFn: () => body(api.GET('/api/v1/decision-tables')),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}

/** What the decision tables say of a case, with what the reviewer established. */
export function useAid(id: string, facts: Established) {
  return useQuery({
    queryKey: ['verdict', id, facts],
    queryFn: () => body(api.GET('/api/v1/cases/{case}/verdict', { params: { path: { case: id }, query: facts } })),
    placeholderData: keepPreviousData,
  });
}
