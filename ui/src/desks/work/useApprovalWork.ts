import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { civilDate } from '../../format/date';
import { useText } from '../../i18n/text';
import type { WorkItem } from './due';

/** Requests of one's organisation that the reader may decide on, as work. */
export function useApprovalWork(): { items: WorkItem[]; error: unknown; isPending: boolean; refetch: () => unknown } {
  const text = useText();
  const query = useQuery({
    queryKey: ['approvals', 'decide', 'work'],
    queryFn: () => body(api.GET('/api/v1/approvals', { params: { query: { view: 'decide', limit: 50 } } })),
  });
  const items = (query.data?.items ?? []).map((a) => ({
    key: a.id,
    kind: text(a.title),
    title: text(a.summary),
    to: `/approvals/${a.id}`,
    who: a.maker.name,
    since: civilDate(a.proposed_at),
  }));
  return { items, error: query.error, isPending: query.isPending, refetch: query.refetch };
}
