import { Checkbox, Form, Input, Radio } from 'antd';
import type { Case } from '../../api/types';
import { useT } from '../../i18n';
import type { Act } from './acts';

/** What each act needs to be told. Acts without fields say what they bring about. */
export function ActFields({ act, c }: { act: Act; c: Case }) {
  const t = useT();
  const required = [{ required: true, message: t('form.required') }];
  const note = (text: string) => <p style={{ marginBottom: 12 }}>{text}</p>;
  switch (act) {
    case 'accept':
    case 'deposit':
    case 'withdraw':
    case 'consent':
    case 'conclude':
    case 'notify':
      return note(t(`act.${act}.note`));
    case 'correct':
      return (
        <Form.Item name="items" label={t('act.correct.items')} extra={t('act.correct.note')} rules={required}>
          <Input.TextArea autoSize={{ minRows: 4 }} />
        </Form.Item>
      );
    case 'decline':
    case 'extend':
      return (
        <Form.Item
          name="reasons"
          label={t('act.reasons')}
          extra={act === 'extend' ? t('act.extend.note') : undefined}
          rules={required}
        >
          <Input.TextArea autoSize={{ minRows: 3 }} />
        </Form.Item>
      );
    case 'post':
      return (
        <>
          {note(t('act.post.note'))}
          {c.withhold && (
            <Form.Item name="withheld" valuePropName="checked">
              <Checkbox>{t('act.post.withheld')}</Checkbox>
            </Form.Item>
          )}
        </>
      );
    case 'object':
      return (
        <Form.Item name="grounds" label={t('act.object.grounds')} extra={t('act.object.note')} rules={required}>
          <Input.TextArea autoSize={{ minRows: 4 }} />
        </Form.Item>
      );
    case 'issue':
      return (
        <Form.Item name="valid_until" label={t('act.issue.until')} extra={t('act.issue.note')}>
          <Input type="date" style={{ width: 200 }} />
        </Form.Item>
      );
    case 'answer':
      return (
        <>
          {note(t('act.answer.note'))}
          <Form.Item name="agreed" label={t('act.answer.stand')} rules={required}>
            <Radio.Group
              options={[
                { value: true, label: t('objection.agreed') },
                { value: false, label: t('objection.contested') },
              ]}
            />
          </Form.Item>
          <Form.Item name="reasons" label={t('act.answer.statement')} rules={required}>
            <Input.TextArea autoSize={{ minRows: 3 }} maxLength={4000} />
          </Form.Item>
        </>
      );
    case 'resolve':
      return (
        <>
          <Form.Item name="upheld" valuePropName="checked">
            <Checkbox>{t('act.resolve.upheld')}</Checkbox>
          </Form.Item>
          <Form.Item name="reasons" label={t('act.resolve.opinion')} rules={required}>
            <Input.TextArea autoSize={{ minRows: 4 }} />
          </Form.Item>
        </>
      );
    default:
      return null;
  }
}
