import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useMe, useNode } from '../../session/session';
import type { WorkItem } from '../work/due';
import { lateBeats } from './lateBeats';

/** Late heartbeats of the organisation's liens and of its pledged data, as work. */
export function useLateBeats(): WorkItem[] {
  const t = useT();
  const me = useMe();
  const node = useNode();
  const query = useQuery({
    queryKey: ['work', 'beats'],
    queryFn: () => body(api.GET('/api/v1/heartbeats/late')),
    enabled: me.actions.includes('heartbeat.read'),
  });
  return node ? lateBeats(query.data?.items ?? [], civilDate(node.now), t) : [];
}
