import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { useFormProblem } from '../../components/formProblem';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';

type Upload = components['schemas']['RegistrarUpload'];

interface Props {
  /** The data set the measurement belongs to; without one a new data set is taken in stock. */
  dataset?: string;
  onDone: (id: string) => void;
}

/** Takes the file an agent wrote. It is read here and sent as it is; the data itself is nowhere near. */
export function UploadForm({ dataset, onDone }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ name: string }>();
  const [upload, setUpload] = useState<Upload | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const act = useAct({
    run: ({ name, file }: { name: string; file: Upload }, key) => {
      const header = { 'Idempotency-Key': key };
      if (!dataset) return body(api.POST('/api/v1/datasets', { params: { header }, body: { name, ...file } }));
      const params = { header, path: { dataset } };
      return body(api.POST('/api/v1/datasets/{dataset}/measurements', { params, body: file }));
    },
    onDone: (d) => onDone(d.id),
  });
  useFormProblem(form, act.error);

  const read = async (file: File | undefined) => {
    setUpload(null);
    setUnreadable(false);
    if (!file) return;
    try {
      // `shurong profile --json` calls what may be shared `fact`; the API calls it `measurement`.
      const result = JSON.parse(await file.text()) as Upload & { fact?: Upload['measurement'] };
      const measurement = result.fact ?? result.measurement;
      const { sketch, profile, scan, quality } = result;
      if (!measurement) throw new Error('no measurement');
      setUpload({ measurement, sketch, profile, scan, quality });
    } catch {
      setUnreadable(true);
    }
  };

  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={act.isPending}
      onFinish={({ name }) => upload && act.mutate({ name, file: upload })}
    >
      {!dataset && (
        <Form.Item name="name" label={t('asset.name')} rules={[{ required: true, message: t('form.required') }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      <Form.Item
        label={t('asset.resultFile')}
        htmlFor="upload-file"
        validateStatus={unreadable ? 'error' : undefined}
        help={unreadable ? t('asset.notResult') : undefined}
      >
        <input
          id="upload-file"
          type="file"
          accept=".json,application/json"
          onChange={(e) => void read(e.target.files?.[0])}
        />
      </Form.Item>
      <ProblemNote error={act.error} />
      <Button type="primary" htmlType="submit" loading={act.isPending} disabled={!upload}>
        {t(dataset ? 'asset.addMeasurement' : 'asset.add')}
      </Button>
    </Form>
  );
}
