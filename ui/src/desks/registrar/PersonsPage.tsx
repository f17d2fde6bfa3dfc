import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useRef } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Dialog } from '../../components/Dialog';
import { Digest } from '../../components/Digest';
import { useFormProblem } from '../../components/formProblem';
import { Page, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { dateTime } from '../../format/date';
import { provinceChoices } from '../../format/region';
import { useLanguage, useT } from '../../i18n';
import { useMe } from '../../session/session';
import { useDeed } from '../deeds/Deeds';
import type { Deed } from '../deeds/deed';
import { ReadPerson } from './ReadPerson';

const eraseDeed = (person: string): Deed => ({
  name: `erase ${person}`,
  title: 'person.erase',
  note: 'person.erase.note',
  action: 'person.read',
  danger: true,
  fields: [],
  send: (_, key) =>
    body(
      api.POST('/api/v1/persons/{person}/erase', { params: { path: { person }, header: { 'Idempotency-Key': key } } }),
    ),
});

/** Natural persons that we admitted. The list has numbers only: particulars are read one by one, with a purpose, and logged. */
export default function PersonsPage() {
  const t = useT();
  const me = useMe();
  const cursor = useCursor();
  const admit = useRef<HTMLDialogElement>(null);
  const { open, dialog } = useDeed();
  const query = useQuery({
    queryKey: ['persons', cursor.current],
    queryFn: () => body(api.GET('/api/v1/persons', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('person.title')}
      lead={t('person.lead')}
      acts={
        <Button type="primary" onClick={() => admit.current?.showModal()}>
          {t('person.admit')}
        </Button>
      }
    >
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('person.title')}
              rows={page.items}
              rowKey={(p) => p.id}
              empty={<Empty title={t('person.empty')} />}
              columns={[
                { key: 'id', title: t('person.number'), cell: (p) => <code>{p.id}</code> },
                { key: 'at', title: t('notice.at'), cell: (p) => dateTime(p.created_at), tight: true },
                { key: 'identity', title: t('person.identity'), cell: (p) => <Digest value={p.identity} /> },
                {
                  key: 'acts',
                  title: '',
                  tight: true,
                  cell: (p) =>
                    p.erased_at ? (
                      <Tag>{t('paper.erased')}</Tag>
                    ) : (
                      me.actions.includes('person.read') && (
                        <span style={{ display: 'inline-flex', gap: 6 }}>
                          <ReadPerson id={p.id} />
                          <Button size="small" danger onClick={() => open(eraseDeed(p.id))}>
                            {t('paper.erase')}
                          </Button>
                        </span>
                      )
                    ),
                },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
      {dialog}
      <Dialog ref={admit} title={t('person.admit')}>
        <AdmitForm onDone={() => admit.current?.close()} />
      </Dialog>
    </Page>
  );
}

interface Values {
  name: string;
  id_number: string;
  province: string;
  phone?: string;
}

function AdmitForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const lang = useLanguage();
  const [form] = Form.useForm<Values>();
  const act = useAct({
    run: (v: Values) => body(api.POST('/api/v1/persons', { body: v })),
    onDone: () => {
      form.resetFields();
      onDone();
    },
  });
  useFormProblem(form, act.error);
  const required = [{ required: true, message: t('form.required') }];
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} disabled={act.isPending}>
      <p style={{ marginBottom: 12 }}>{t('person.admitWhy')}</p>
      <Form.Item name="name" label={t('person.name')} rules={required}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="id_number"
        label={t('person.idNumber')}
        rules={[...required, { pattern: /^\d{17}[\dX]$/, message: t('person.idNumberBad') }]}
      >
        <Input maxLength={18} autoComplete="off" />
      </Form.Item>
      <Form.Item name="province" label={t('person.province')} extra={t('person.provinceWhy')} rules={required}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={provinceChoices(lang)} />
      </Form.Item>
      <Form.Item name="phone" label={`${t('form.phone')} ${t('deed.optional')}`}>
        <Input maxLength={20} autoComplete="off" inputMode="tel" />
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {t('person.admit')}
      </Button>
    </Form>
  );
}
