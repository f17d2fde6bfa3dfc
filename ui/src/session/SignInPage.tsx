import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { useAct } from '../api/act';
import { api, body } from '../api/client';
import { type Credentials, SignIn } from './SignIn';
import { meQuery } from './session';

/** Where to go after signing in, and whether a session ended under the user's hands. */
export interface SignInState {
  next?: string;
  expired?: boolean;
}

export default function SignInPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const state = (useLocation().state ?? {}) as SignInState;
  const act = useAct({
    run: (c: Credentials) => body(api.POST('/api/v1/session', { body: { account: c.account, password: c.password } })),
    onDone: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      navigate(state.next ?? '/', { replace: true });
    },
  });
  return <SignIn busy={act.isPending} error={act.error} expired={state.expired} onSubmit={act.mutate} />;
}
