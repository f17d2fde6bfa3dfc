import { Button, Form } from 'antd';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { Link } from 'react-router';
import { useAct } from '../../api/act';
import { Dialog } from '../../components/Dialog';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import css from './Deed.module.css';
import { DeedFields } from './DeedFields';
import type { Deed, DeedValues } from './deed';

/** The dialog of one deed: what it brings about, its questions, and, where it binds, that a second person decides. */
export function DeedDialog({ ref, deed }: { ref: Ref<HTMLDialogElement>; deed: Deed }) {
  const t = useT();
  const box = useRef<HTMLDialogElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDialogElement);
  const [form] = Form.useForm<DeedValues>();
  const run = useAct({
    run: async (v: DeedValues, key) => ((await deed.send(v, key)) ?? {}) as { approval?: string },
    onDone: (out) => !out.approval && box.current?.close(),
  });
  useFormProblem(form, run.error);
  const close = () => {
    run.reset();
    form.resetFields();
  };
  return (
    <Dialog ref={box} title={t(deed.title)} onClose={close}>
      {run.data?.approval ? (
        <p role="status">
          {t('act.proposed')} <Link to={`/approvals/${run.data.approval}`}>{t('act.open')}</Link>
        </p>
      ) : (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={deed.initial}
          onFinish={run.mutate}
          disabled={run.isPending}
        >
          <p className={css.note}>{t(deed.note)}</p>
          <DeedFields fields={deed.fields} />
          <ProblemNote error={run.error} />
          <Button
            className={css.send ?? ''}
            type="primary"
            htmlType="submit"
            loading={run.isPending}
            danger={deed.danger ?? false}
          >
            {t(deed.title)}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
