import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { PublicKey } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { Digest } from '../../components/Digest';
import { Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { AgentKeyForm } from './AgentKeyForm';
import { AgentSteps } from './AgentSteps';
import { KeyTable } from './KeyTable';

/** My organisation's keys: the one it signs by, those of its agents, and how an agent comes to send heartbeats. */
export default function KeysPage() {
  const t = useT();
  const me = useMe();
  const uscc = me.organisation?.uscc ?? '';
  const dialog = useRef<HTMLDialogElement>(null);
  const [revoking, setRevoking] = useState<PublicKey | null>(null);
  const query = useQuery({
    queryKey: ['organisation', uscc],
    queryFn: () => body(api.GET('/api/v1/organisations/{uscc}', { params: { path: { uscc } } })),
    enabled: uscc !== '',
  });
  const revoke = useAct({
    run: (id: string, key) =>
      body(
        api.POST('/api/v1/keys/{key}/revoke', { params: { path: { key: id }, header: { 'Idempotency-Key': key } } }),
      ),
    onDone: () => dialog.current?.close(),
  });
  return (
    <Page title={t('key.mine')} lead={t('key.mineLead')}>
      <PageState query={query}>
        {(o) => (
          <Sheet title={t('key.list')} flush>
            <KeyTable
              keys={o.keys}
              onRevoke={(k) => {
                setRevoking(k);
                dialog.current?.showModal();
              }}
            />
          </Sheet>
        )}
      </PageState>
      {me.roles.includes('enterprise') && (
        <Sheet title={t('agent.install')} aside={t('agent.installWhy')}>
          <AgentSteps form={<AgentKeyForm />} uscc={uscc} />
        </Sheet>
      )}
      <Dialog ref={dialog} title={t('key.revoke')} onClose={() => revoke.reset()}>
        <p>
          <Digest value={revoking?.id ?? ''} name={t('key.id')} />
        </p>
        <p>{t('key.revokeWhat')}</p>
        <ProblemNote error={revoke.error} />
        <Button danger loading={revoke.isPending} onClick={() => revoking && revoke.mutate(revoking.id)}>
          {t('key.revoke')}
        </Button>
      </Dialog>
    </Page>
  );
}
