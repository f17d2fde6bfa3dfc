import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, body } from '../../api/client';
import { type Role, roles } from '../../app/desks';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { civilDate } from '../../format/date';
import { regionName } from '../../format/region';
import { useLanguage, useT } from '../../i18n';
import { useMe } from '../../session/session';
import { roleNames } from './roleNames';

type Admitted = Exclude<Role, 'admin'>;

/** Every organisation the registry knows, newest first. A registrar admits further ones. */
export default function OrganisationsPage() {
  const t = useT();
  const lang = useLanguage();
  const me = useMe();
  const navigate = useNavigate();
  const cursor = useCursor();
  const [role, setRole] = useState<Admitted>();
  const query = useQuery({
    queryKey: ['organisations', 'list', role, cursor.current],
    queryFn: () =>
      body(api.GET('/api/v1/organisations', { params: { query: { role, cursor: cursor.current, limit: 50 } } })),
    placeholderData: keepPreviousData,
  });
  const admits = me.roles.includes('registrar') && me.actions.includes('org.admit');
  return (
    <Page
      title={t('org.list')}
      acts={
        admits && (
          <Button type="primary" onClick={() => navigate('/organisations/new')}>
            {t('org.admit')}
          </Button>
        )
      }
    >
      <Select<Admitted>
        allowClear
        aria-label={t('org.roleFilter')}
        placeholder={t('org.roleFilter')}
        style={{ width: 240 }}
        value={role}
        onChange={(r) => {
          setRole(r);
          cursor.reset();
        }}
        options={roles.flatMap((r) => (r === 'admin' ? [] : { value: r, label: t(`role.${r}`) }))}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('org.list')}
              rows={page.items}
              rowKey={(o) => o.uscc}
              to={(o) => `/organisations/${o.uscc}`}
              empty={<Empty title={t('org.none')} />}
              columns={[
                { key: 'name', title: t('org.name'), cell: (o) => o.name },
                { key: 'uscc', title: t('term.uscc'), cell: (o) => <code>{o.uscc}</code>, tight: true },
                { key: 'roles', title: t('account.roles'), cell: (o) => roleNames(o.roles, t) },
                { key: 'region', title: t('org.region'), cell: (o) => regionName(o.region, lang) },
                { key: 'at', title: t('org.admittedAt'), cell: (o) => civilDate(o.admitted_at), tight: true },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
