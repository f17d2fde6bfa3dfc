import { Button, Form } from 'antd';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { Link } from 'react-router';
import { useAct } from '../../api/act';
import type { Case } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { ActFields } from './ActFields';
import { type Act, type ActValues, doAct } from './acts';

interface Props {
  ref: Ref<HTMLDialogElement>;
  c: Case;
  act: Act;
  objection?: string;
}

/** The dialog of one act: what it does, what it needs, and, where it binds, that a second person decides. */
export function ActDialog({ ref, c, act, objection }: Props) {
  const t = useT();
  const box = useRef<HTMLDialogElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDialogElement);
  const [form] = Form.useForm<ActValues>();
  const run = useAct({
    run: (v: ActValues, key) => doAct(act, { case: c.id, objection }, v, key),
    onDone: (out) => !out.approval && box.current?.close(),
  });
  useFormProblem(form, run.error);
  const close = () => {
    run.reset();
    form.resetFields();
  };
  return (
    <Dialog ref={box} title={t(`act.${act}`)} onClose={close}>
      {run.data?.approval ? (
        <p role="status">
          {t('act.proposed')} <Link to={`/approvals/${run.data.approval}`}>{t('act.open')}</Link>
        </p>
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={run.mutate} disabled={run.isPending}>
          <ActFields act={act} c={c} />
          <ProblemNote error={run.error} />
          <Button
            type="primary"
            htmlType="submit"
            loading={run.isPending}
            danger={act === 'decline' || act === 'withdraw'}
          >
            {t(`act.${act}`)}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
