import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Sheet, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { civilDate, dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { NewTokenDialog } from './NewTokenDialog';

/** Tokens with which programs act for me, never for more than I may do. */
export function TokenList() {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const query = useQuery({ queryKey: ['tokens'], queryFn: () => body(api.GET('/api/v1/tokens')) });
  const revoke = useAct({
    run: (id: string, key) =>
      api.DELETE('/api/v1/tokens/{token}', { params: { path: { token: id }, header: { 'Idempotency-Key': key } } }),
  });
  const add = <Button onClick={() => dialog.current?.showModal()}>{t('token.new')}</Button>;
  return (
    <Sheet title={t('token.list')} aside={query.data?.items.length ? add : undefined} flush>
      <ProblemNote error={revoke.error} />
      <PageState query={query}>
        {(list) => (
          <DataTable
            label={t('token.list')}
            rows={list.items}
            rowKey={(k) => k.id}
            empty={<Empty title={t('token.empty')}>{add}</Empty>}
            columns={[
              { key: 'name', title: t('token.name'), cell: (k) => k.name },
              { key: 'prefix', title: t('token.prefix'), cell: (k) => <code>{k.prefix}…</code>, tight: true },
              {
                key: 'scope',
                title: t('token.scope'),
                cell: (k) => <Tag>{t(k.read_only ? 'token.readOnly' : 'token.full')}</Tag>,
                tight: true,
              },
              {
                key: 'used',
                title: t('token.used'),
                cell: (k) => (k.used_at ? dateTime(k.used_at) : t('token.never')),
                tight: true,
              },
              { key: 'until', title: t('token.until'), cell: (k) => civilDate(k.expires_at), tight: true },
              {
                key: 'acts',
                title: t('table.acts'),
                tight: true,
                cell: (k) => (
                  <Button size="small" danger onClick={() => revoke.mutate(k.id)} disabled={revoke.isPending}>
                    {t('token.revoke')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </PageState>
      <NewTokenDialog ref={dialog} />
    </Sheet>
  );
}
