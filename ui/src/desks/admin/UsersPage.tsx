import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { api, body } from '../../api/client';
import type { User } from '../../api/types';
import { roles } from '../../app/desks';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { type Translate, useT } from '../../i18n';
import { useName } from '../../session/session';
import { InviteDialog } from './InviteDialog';
import { useOrganisations } from './organisations';
import { UserDialog } from './UserDialog';

export function rolesText(u: Pick<User, 'roles' | 'admin' | 'org'>, t: Translate): string {
  const names = roles.filter((r) => u.roles.includes(r)).map((r) => t(`role.${r}`));
  if (u.org && names.length === 0) names.push(t('user.allRoles'));
  if (u.admin) names.push(t('role.admin'));
  return names.join(t('policy.comma'));
}

/** The people who can sign in to this node. */
export default function UsersPage() {
  const t = useT();
  const name = useName();
  const cursor = useCursor();
  const invite = useRef<HTMLDialogElement>(null);
  const edit = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const orgs = useOrganisations();
  const query = useQuery({
    queryKey: ['users', cursor.current],
    queryFn: () => body(api.GET('/api/v1/users', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const open = (u: User) => {
    setChosen(u.id);
    edit.current?.showModal();
  };
  return (
    <Page
      title={t('nav.users')}
      acts={
        <Button type="primary" onClick={() => invite.current?.showModal()}>
          {t('user.invite')}
        </Button>
      }
    >
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.users')}
              rows={page.items}
              rowKey={(u) => u.id}
              onOpen={open}
              columns={[
                { key: 'account', title: t('signIn.user'), cell: (u) => u.account },
                { key: 'name', title: t('user.name'), cell: (u) => u.name },
                { key: 'org', title: t('account.org'), cell: (u) => name(orgs.get(u.org)) || u.org },
                { key: 'roles', title: t('account.roles'), cell: (u) => rolesText(u, t) },
                {
                  key: 'state',
                  title: t('approvals.state'),
                  tight: true,
                  cell: (u) => (
                    <Tag tone={u.disabled ? 'seal' : u.invited ? 'warn' : 'good'}>
                      {t(u.disabled ? 'user.disabled' : u.invited ? 'user.invited' : 'user.active')}
                    </Tag>
                  ),
                },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
            <UserDialog ref={edit} user={page.items.find((u) => u.id === chosen)} />
          </>
        )}
      </PageState>
      <InviteDialog ref={invite} />
    </Page>
  );
}
