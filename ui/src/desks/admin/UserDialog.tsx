import { Button } from 'antd';
import type { Ref } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { User } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { Facts } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { useName } from '../../session/session';
import { LinkNote } from './LinkNote';
import { useOrganisations } from './organisations';
import { rolesText } from './UsersPage';

/** One user: a new link when a password was forgotten, and the switch that locks the account. */
export function UserDialog({ ref, user }: { ref: Ref<HTMLDialogElement>; user: User | undefined }) {
  const t = useT();
  const name = useName();
  const orgs = useOrganisations();
  const change = useAct({
    run: (disabled: boolean, key) =>
      body(
        api.PATCH('/api/v1/users/{user}', {
          params: { path: { user: user?.id ?? '' }, header: { 'Idempotency-Key': key } },
          body: { disabled },
        }),
      ),
  });
  const link = useAct({
    run: (id: string) => body(api.POST('/api/v1/users/{user}/link', { params: { path: { user: id } } })),
  });
  const close = () => {
    change.reset();
    link.reset();
  };
  return (
    <Dialog ref={ref} title={user?.name ?? ''} onClose={close}>
      {user && (
        <>
          <Facts
            items={[
              [t('signIn.user'), user.account],
              [t('account.roles'), rolesText(user, t)],
              user.org !== '' && [t('account.org'), name(orgs.get(user.org)) || user.org],
              [t('user.created'), dateTime(user.created_at)],
            ]}
          />
          {link.data && <LinkNote link={link.data} name={user.name} />}
          <ProblemNote error={change.error ?? link.error} />
          <div style={{ display: 'flex', gap: 8 }}>
            <Button onClick={() => link.mutate(user.id)} loading={link.isPending} disabled={user.disabled}>
              {t('user.newLink')}
            </Button>
            <Button danger={!user.disabled} onClick={() => change.mutate(!user.disabled)} loading={change.isPending}>
              {t(user.disabled ? 'user.enable' : 'user.disable')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
