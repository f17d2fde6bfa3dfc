import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { Organisation } from '../../api/types';

/** Pages of organisations read at most: a node has users of a handful, not of thousands. */
const maxPages = 10;

async function all(): Promise<Organisation[]> {
  const out: Organisation[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < maxPages; i++) {
    const page = await body(api.GET('/api/v1/node/organisations', { params: { query: { limit: 200, cursor } } }));
    out.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return out;
}

/** The organisations that can have users here, by credit code. */
export function useOrganisations(): ReadonlyMap<string, Organisation> {
  const query = useQuery({ queryKey: ['node', 'organisations'], queryFn: all, staleTime: 60_000 });
  return new Map((query.data ?? []).map((o) => [o.uscc, o]));
}
