import { type QueryClient, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { api, body } from '../api/client';
import type { Me, Node } from '../api/types';
import { type Role, roles } from '../app/desks';
import { useLanguage } from '../i18n';

/** Who is signed in; `signed_in` is false for nobody. */
export const meQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => body(api.GET('/api/v1/session')),
  staleTime: 60_000,
});

/** What the node is, and its instant. */
export const nodeQuery = queryOptions({
  queryKey: ['node'],
  queryFn: () => body(api.GET('/api/v1/node')),
  staleTime: 30_000,
});

const signedOut: Me = { signed_in: false, roles: [], admin: false, actions: [] };

/** Forgets everything of a session that has ended, so that the next user sees nothing of it. */
export function endSession(client: QueryClient): void {
  client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' && q.queryKey[0] !== 'node' });
  client.setQueryData(meQuery.queryKey, signedOut);
}

/** The signed-in user. Only inside the desk layout, which waits for it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function useNode(): Node | undefined {
  return useQuery(nodeQuery).data;
}

/** The roles whose desks a user has: those of the policy that this interface knows, and the node's administration. */
export function rolesOf(me: Me): Role[] {
  const known = roles.filter((r) => me.roles.includes(r));
  return me.admin ? [...known, 'admin'] : known;
}

/** A name in the reader's language; organisations may have none in English. */
export function useName(): (o: { name_zh: string; name_en?: string } | undefined) => string {
  const lang = useLanguage();
  return (o) => (o ? (lang === 'en' && o.name_en) || o.name_zh : '');
}
