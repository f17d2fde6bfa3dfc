import { Form, Input, Radio } from 'antd';
import type { Finding } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { useT } from '../../i18n';
import css from './Form.module.css';

const heads = [
  ['accuracy', 'review.accuracy'],
  ['compliance', 'review.legality'],
  ['clarity', 'review.clarity'],
] as const;

/** The review's three heads (Guide Art. 18), the opinion as a whole, and an answer to every likeness that was found. */
export function ReviewFields({ findings }: { findings: readonly Finding[] }) {
  const t = useT();
  const required = [{ required: true, message: t('form.required') }];
  return (
    <>
      {heads.map(([name, key]) => (
        <div key={name} className={css.head}>
          <span id={`head-${name}`}>{t(key)}</span>
          <Form.Item name={['opinion', name, 'passed']} rules={required} noStyle>
            <Radio.Group
              aria-labelledby={`head-${name}`}
              optionType="button"
              options={[
                { value: true, label: t('case.passed') },
                { value: false, label: t('case.notPassed') },
              ]}
            />
          </Form.Item>
          <Form.Item name={['opinion', name, 'note']} noStyle>
            <Input aria-label={`${t(key)} ${t('review.note')}`} placeholder={t('review.note')} maxLength={400} />
          </Form.Item>
        </div>
      ))}
      {findings.map((f, i) => (
        <div key={f.case}>
          <Form.Item name={['opinion', 'determinations', i, 'case']} initialValue={f.case} hidden>
            <Input />
          </Form.Item>
          <Form.Item
            name={['opinion', 'determinations', i, 'text']}
            label={`${t('case.determination')}: ${f.title} (${t('case.hereInThere')} ${qualityText(f.here_in_there_ppm)})`}
            rules={[{ required: true, message: t('review.mustDetermine') }]}
          >
            <Input.TextArea autoSize={{ minRows: 2 }} />
          </Form.Item>
        </div>
      ))}
      <Form.Item name={['opinion', 'text']} label={t('review.text')} rules={required}>
        <Input.TextArea autoSize={{ minRows: 3 }} />
      </Form.Item>
    </>
  );
}
