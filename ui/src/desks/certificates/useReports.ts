import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { useMe } from '../../session/session';

/** The reports on a certificate that the reader's organisation may read. */
export function useReports(code: string) {
  const me = useMe();
  return useQuery({
    queryKey: ['reports', code],
    queryFn: () => body(api.GET('/api/v1/reports', { params: { query: { certificate: code, limit: 100 } } })),
    enabled: me.actions.includes('valuation.read'),
  });
}
