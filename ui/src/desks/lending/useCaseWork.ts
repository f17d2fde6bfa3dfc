import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import type { WorkItem } from '../work/due';

/** Registration cases that wait for the organisation: a data company's corrections, for instance. */
export function useCaseWork(): WorkItem[] {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const query = useQuery({
    queryKey: ['work', 'cases'],
    queryFn: () => body(api.GET('/api/v1/work/cases')),
    enabled: me.actions.includes('case.read'),
  });
  return (query.data?.items ?? []).map((c) => ({
    key: c.id,
    kind: t('case.list'),
    title: c.title || c.id,
    to: `/cases/${c.id}`,
    who: c.registrar.name,
    due: c.term?.until,
    note: word('caseStatus', c.status),
  }));
}
