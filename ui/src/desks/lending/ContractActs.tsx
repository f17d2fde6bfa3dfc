import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { api, body } from '../../api/client';
import { useT } from '../../i18n';
import { ConfirmDialog } from './ConfirmDialog';
import type { Contract } from './types';

const shown = ['sign', 'disburse', 'void'] as const;
type Act = (typeof shown)[number];

/** Signing, paying out, voiding: what the node says may be done with a contract now, unless it waits for a colleague. */
export function ContractActs({ c, lends }: { c: Contract; lends: boolean }) {
  const t = useT();
  const [act, setAct] = useState<Act>('sign');
  const dialog = useRef<HTMLDialogElement>(null);
  const application = c.document.application;
  const course = useQuery({
    queryKey: ['application', application],
    queryFn: () => body(api.GET('/api/v1/applications/{application}', { params: { path: { application } } })),
  });
  const waits = (a: Act) => course.data?.pending.some((p) => p.kind.endsWith(`.${a}`)) ?? false;
  const run = (key: string) => {
    const call = { params: { path: { contract: c.id }, header: { 'Idempotency-Key': key } } };
    if (act === 'sign') return body(api.POST('/api/v1/contracts/{contract}/sign', call));
    if (act === 'disburse') return body(api.POST('/api/v1/contracts/{contract}/disburse', call));
    return body(api.POST('/api/v1/contracts/{contract}/void', call));
  };
  const note = { sign: 'contract.signNote', disburse: 'contract.disburseNote', void: 'contract.voidNote' } as const;
  return (
    <>
      {shown
        .filter((a) => c.acts.includes(a) && !waits(a) && (lends || a === 'sign'))
        .map((a) => (
          <Button
            key={a}
            type={a === 'void' ? 'default' : 'primary'}
            onClick={() => {
              setAct(a);
              dialog.current?.showModal();
            }}
          >
            {t(`creditAct.${a}`)}
          </Button>
        ))}
      <ConfirmDialog
        ref={dialog}
        title={t(`creditAct.${act}`)}
        note={t(note[act])}
        submit={act === 'void' ? t('creditAct.void') : t('terms.submit')}
        danger={act === 'void'}
        run={run}
      />
    </>
  );
}
