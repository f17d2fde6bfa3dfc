import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import type { PolicyRule } from '../../api/types';
import { roles } from '../../app/desks';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { type Translate, useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { useMe } from '../../session/session';

function who(rule: PolicyRule, t: Translate): string {
  const names = roles.filter((r) => rule.roles.includes(r)).map((r) => t(`role.${r}`));
  if (rule.anyone_signed_in) names.push(t('policy.anyone'));
  if (rule.any_organisation) names.push(t('policy.anyOrg'));
  if (rule.admin) names.push(t('role.admin'));
  return names.join(t('policy.comma'));
}

/** The whole policy of the node in one table, as it is applied: who may do what, and what the reader may. */
export default function PolicyPage() {
  const t = useT();
  const text = useText();
  const me = useMe();
  const query = useQuery({ queryKey: ['policy'], queryFn: () => body(api.GET('/api/v1/policy')), staleTime: 600_000 });
  return (
    <Page title={t('nav.policy')} lead={t('policy.lead')}>
      <PageState query={query}>
        {(table) => (
          <DataTable
            label={t('nav.policy')}
            rows={table.items}
            rowKey={(r) => r.action}
            columns={[
              { key: 'what', title: t('policy.what'), cell: (r) => text(r) },
              { key: 'who', title: t('policy.who'), cell: (r) => who(r, t) },
              {
                key: 'me',
                title: t('policy.me'),
                cell: (r) => (me.actions.includes(r.action) ? '✓' : ''),
                tight: true,
              },
              { key: 'code', title: t('problem.code'), cell: (r) => <code>{r.action}</code>, tight: true },
            ]}
          />
        )}
      </PageState>
    </Page>
  );
}
