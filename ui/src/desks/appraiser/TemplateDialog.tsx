import { Button } from 'antd';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import type { ApproachName } from './Bench';

interface Props {
  ref: Ref<HTMLDialogElement>;
  commission: string;
  approach: ApproachName | undefined;
  /** There is a text that would be lost. */
  replaces: boolean;
  onUse: (text: string) => void;
}

/** A file to start from, with what is known of the commission filled in. */
export function TemplateDialog({ ref, commission, approach = 'royalty', replaces, onUse }: Props) {
  const t = useT();
  const box = useRef<HTMLDialogElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDialogElement);
  const act = useAct({
    run: (a: ApproachName) =>
      body(
        api.GET('/api/v1/commissions/{commission}/template', {
          params: { path: { commission }, query: { approach: a } },
        }),
      ),
    onDone: (made) => {
      onUse(made.text);
      box.current?.close();
    },
  });
  return (
    <Dialog ref={box} title={t('editor.replaceDo', { name: t(`editor.${approach}`) })} onClose={act.reset}>
      {replaces && <p>{t('editor.replace')}</p>}
      <ProblemNote error={act.error} />
      <Button type="primary" loading={act.isPending} onClick={() => act.mutate(approach)}>
        {t('editor.replaceDo', { name: t(`editor.${approach}`) })}
      </Button>
    </Dialog>
  );
}
