import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { useMe } from '../../session/session';
import { noProgress, type Progress } from './stage';

/** Loans that no longer count as financing. */
const over = ['void', 'released'];
/** Reports and loans looked at: an organisation with more sees the older ones on their own pages. */
const most = 200;

/** How far my certificates have come beyond registration. Until it is known, they count as registered and no more. */
export function useProgress(): Progress {
  const me = useMe();
  const reports = useQuery({
    queryKey: ['reports', 'progress'],
    queryFn: () => body(api.GET('/api/v1/reports', { params: { query: { limit: most } } })),
    enabled: me.actions.includes('valuation.read'),
  });
  const loans = useQuery({
    queryKey: ['loans', 'progress'],
    queryFn: () => body(api.GET('/api/v1/loans', { params: { query: { as: 'borrower', limit: most } } })),
    enabled: me.actions.includes('credit.read'),
  });
  if (!reports.data && !loans.data) return noProgress;
  return {
    valued: new Set((reports.data?.items ?? []).filter((r) => r.valid).map((r) => r.certificate)),
    financed: new Set((loans.data?.items ?? []).filter((l) => !over.includes(l.state)).map((l) => l.certificate)),
  };
}
