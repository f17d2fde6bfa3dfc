import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { browserName } from './browserName';

/** Where I am signed in; any of them can be ended from here. */
export function SessionList() {
  const t = useT();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => body(api.GET('/api/v1/sessions')) });
  const end = useAct({
    run: (id: string, key) =>
      api.DELETE('/api/v1/sessions/{session}', {
        params: { path: { session: id }, header: { 'Idempotency-Key': key } },
      }),
  });
  return (
    <Sheet title={t('account.sessions')} flush>
      <ProblemNote error={end.error} />
      <PageState query={query}>
        {(list) => (
          <DataTable
            label={t('account.sessions')}
            rows={list.items}
            rowKey={(s) => s.id}
            columns={[
              {
                key: 'agent',
                title: t('account.agent'),
                cell: (s) => <span title={s.agent}>{browserName(s.agent)}</span>,
              },
              { key: 'address', title: t('audit.address'), cell: (s) => s.address, tight: true },
              { key: 'seen', title: t('account.seen'), cell: (s) => dateTime(s.seen_at), tight: true },
              {
                key: 'end',
                title: t('table.acts'),
                tight: true,
                cell: (s) =>
                  s.current ? (
                    <Tag tone="good">{t('account.thisOne')}</Tag>
                  ) : (
                    <Button size="small" onClick={() => end.mutate(s.id)} disabled={end.isPending}>
                      {t('account.end')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </PageState>
    </Sheet>
  );
}
