import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { Role } from '../../app/desks';

/** Admitted organisations of one role; more than a page of them is not offered in a list of choices. */
export function usePublicOrganisations(role: Exclude<Role, 'admin'>) {
  const query = useQuery({
    queryKey: ['organisations', role],
    queryFn: () => body(api.GET('/api/v1/organisations', { params: { query: { role, limit: 200 } } })),
    staleTime: 60_000,
  });
  return query.data?.items ?? [];
}

/** Names of admitted organisations by credit code, as far as one page of them goes; the code stands in for the others. */
export function useOrgNames(): ReadonlyMap<string, string> {
  const query = useQuery({
    queryKey: ['organisations', 'all'],
    queryFn: () => body(api.GET('/api/v1/organisations', { params: { query: { limit: 200 } } })),
    staleTime: 60_000,
  });
  return new Map((query.data?.items ?? []).map((o) => [o.uscc, o.name]));
}

/** Admitted organisations and persons that act in one of some roles; all of them, where none is named. */
export function useOrgsIn(roles: readonly string[] | undefined): { uscc: string; name: string }[] {
  const query = useQuery({
    queryKey: ['organisations', 'all'],
    queryFn: () => body(api.GET('/api/v1/organisations', { params: { query: { limit: 200 } } })),
    staleTime: 60_000,
  });
  const all = query.data?.items ?? [];
  return roles ? all.filter((o) => (o.roles as readonly string[]).some((r) => roles.includes(r))) : all;
}
