import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';

/** The latest signed checkpoint of the log and the key it is signed with. */
export const headQuery = queryOptions({
  queryKey: ['log', 'head'],
  queryFn: () => body(api.GET('/api/v1/log')),
});

/** A leaf as the registry wrote it. Its events are told by code; what they hold differs by kind. */
export interface Leaf {
  command: { kind: string; org: string; key: string; body: unknown };
  events: { kind: string; body: unknown }[];
  index: number;
  time: number;
}

export const pageSize = 50;

/** The stretch of the log that ends at `end` (exclusive), newest first. */
export function useEntries(end: number) {
  const from = Math.max(0, end - pageSize);
  return useQuery({
    queryKey: ['log', 'entries', from, end],
    queryFn: async () => {
      const stretch = await body(api.GET('/api/v1/log/entries', { params: { query: { from, limit: pageSize } } }));
      return stretch.items
        .filter((e) => e.index < end)
        .map((e) => JSON.parse(e.leaf) as Leaf)
        .reverse();
    },
    enabled: end > 0,
  });
}
