import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';

export type Regime = components['schemas']['RegistrarRegime'];

/** Rule profiles that come with the program, and whether our organisation has adopted each. */
export function useRegimes(registrar?: string): readonly Regime[] {
  const query = useQuery({
    queryKey: ['regimes', registrar ?? ''],
    queryFn: () => body(api.GET('/api/v1/rule-profiles', { params: { query: registrar ? { registrar } : {} } })),
    staleTime: 60_000,
  });
  return query.data?.items ?? [];
}
