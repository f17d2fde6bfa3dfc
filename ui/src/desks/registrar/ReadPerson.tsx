import { Button, Form, Input } from 'antd';
import { useRef } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Dialog } from '../../components/Dialog';
import { Facts } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';

/** Reads a person's particulars for a purpose, which stands in the access log; closed, they are gone from the page. */
export function ReadPerson({ id }: { id: string }) {
  const t = useT();
  const box = useRef<HTMLDialogElement>(null);
  const read = useAct({
    run: (purpose: string) =>
      body(api.GET('/api/v1/persons/{person}', { params: { path: { person: id }, query: { purpose } } })),
  });
  const p = read.data?.particulars;
  return (
    <>
      <Button size="small" onClick={() => box.current?.showModal()}>
        {t('person.read')}
      </Button>
      <Dialog ref={box} title={t('person.read')} onClose={read.reset}>
        {p ? (
          <Facts
            items={[
              [t('person.name'), p.name],
              [t('person.idNumber'), p.id_number],
              p.phone ? [t('form.phone'), p.phone] : null,
              p.address ? [t('form.address'), p.address] : null,
            ]}
          />
        ) : (
          <Form
            layout="vertical"
            requiredMark={false}
            onFinish={(v: { purpose: string }) => read.mutate(v.purpose)}
            disabled={read.isPending}
          >
            <Form.Item
              name="purpose"
              label={t('paper.purpose')}
              extra={t('paper.purposeWhy')}
              rules={[{ required: true, min: 4, message: t('form.required') }]}
            >
              <Input maxLength={200} />
            </Form.Item>
            <ProblemNote error={read.error} />
            <Button type="primary" htmlType="submit" loading={read.isPending}>
              {t('person.read')}
            </Button>
          </Form>
        )}
      </Dialog>
    </>
  );
}
