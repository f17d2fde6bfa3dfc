import {
  MutationCache,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { Problem } from '../api/problem';
import { retry } from '../api/query';
import { Skeleton } from '../components/PageState';
import { ProblemNote } from '../components/ProblemNote';
import type { SignInState } from '../session/SignInPage';
import { endSession, meQuery } from '../session/session';
import { Providers } from './Providers';
import { Workspace } from './Workspace';

const SignInPage = lazy(() => import('../session/SignInPage'));
const LinkPage = lazy(() => import('../session/LinkPage'));

/** A session that ended elsewhere ends here too, wherever it is noticed. */
function noticed(err: unknown) {
  if (err instanceof Problem && err.code === 'auth.sign_in') endSession(client);
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticed }),
  mutationCache: new MutationCache({ onError: noticed }),
  defaultOptions: { queries: { retry, staleTime: 5_000 }, mutations: { retry: false } },
});

export function App() {
  return (
    <Providers>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <Suspense fallback={null}>
            <Routes>
              <Route path="/setup" element={<LinkPage first />} />
              <Route path="/password" element={<LinkPage first={false} />} />
              <Route path="/sign-in" element={<SignInPage />} />
              <Route path="*" element={<Gate />} />
            </Routes>
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </Providers>
  );
}

/** Lets the signed-in user through and takes everybody else to the door, remembering where they were going. */
function Gate() {
  const me = useQuery(meQuery);
  const { pathname, search } = useLocation();
  const seen = useQueryClient().getQueryState(meQuery.queryKey)?.dataUpdateCount ?? 0;
  if (me.isPending) return <Skeleton />;
  if (!me.data) return <ProblemNote error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data.signed_in) return <Workspace me={me.data} />;
  const state: SignInState = { next: pathname + search, expired: seen > 1 };
  return <Navigate to="/sign-in" replace state={state} />;
}
