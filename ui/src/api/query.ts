import { QueryClient } from '@tanstack/react-query';
import { Problem } from './problem';

/** A refusal is final; only an unreachable or overloaded node is asked again, twice. */
function retry(failures: number, err: unknown): boolean {
  return failures < 2 && err instanceof Problem && (err.doc === null || err.status === 503);
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 5_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
