import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { ApprovalBar } from '../../components/ApprovalBar';
import { PageState } from '../../components/PageState';
import { useMe } from '../../session/session';

/** A request that waits for the second person, shown where its subject is: who decides has the figures in view. */
export function Proposal({ id }: { id: string }) {
  const me = useMe();
  const query = useQuery({
    queryKey: ['approval', id],
    queryFn: () => body(api.GET('/api/v1/approvals/{approval}', { params: { path: { approval: id } } })),
  });
  return <PageState query={query}>{(item) => <ApprovalBar item={item} me={me.user ?? ''} />}</PageState>;
}
