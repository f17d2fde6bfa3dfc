import { Button } from 'antd';
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { useAct } from '../../api/act';
import { Dialog } from '../../components/Dialog';
import { ProblemNote } from '../../components/ProblemNote';

interface Props {
  ref: Ref<HTMLDialogElement>;
  title: string;
  note: ReactNode;
  submit: string;
  danger?: boolean;
  /** Carries the act out under the idempotency key. */
  run: (key: string) => Promise<unknown>;
}

/** Says what an act brings about, and does it. */
export function ConfirmDialog({ ref, title, note, submit, danger = false, run }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDialogElement);
  const act = useAct({ run: (_: string, key) => run(key), onDone: () => box.current?.close() });
  return (
    <Dialog ref={box} title={title} onClose={act.reset}>
      <p>{note}</p>
      <ProblemNote error={act.error} />
      <Button type="primary" danger={danger} loading={act.isPending} onClick={() => act.mutate(title)}>
        {submit}
      </Button>
    </Dialog>
  );
}
