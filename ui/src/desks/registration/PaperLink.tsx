import { Button, Form, Input } from 'antd';
import { useRef } from 'react';
import { Dialog } from '../../components/Dialog';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';

/** Fetches a paper. Whoever is not its owner says what for, and the owner finds that in its access log. */
export function PaperLink({ paper, owner }: { paper: string; owner: string }) {
  const t = useT();
  const me = useMe();
  const box = useRef<HTMLDialogElement>(null);
  const path = `/api/v1/papers/${paper}/content`;
  if (me.organisation?.uscc === owner) {
    return (
      <Button type="link" size="small" href={path} download>
        {t('paper.download')}
      </Button>
    );
  }
  return (
    <>
      <Button type="link" size="small" onClick={() => box.current?.showModal()}>
        {t('paper.download')}
      </Button>
      <Dialog ref={box} title={t('paper.download')}>
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={({ purpose }: { purpose: string }) => {
            window.location.assign(`${path}?purpose=${encodeURIComponent(purpose)}`);
            box.current?.close();
          }}
        >
          <Form.Item
            name="purpose"
            label={t('paper.purpose')}
            extra={t('paper.purposeWhy')}
            rules={[{ required: true, min: 4, message: t('form.required') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('paper.download')}
          </Button>
        </Form>
      </Dialog>
    </>
  );
}
