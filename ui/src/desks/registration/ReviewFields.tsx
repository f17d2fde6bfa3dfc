import { Button, Form, Input, Radio } from 'antd';
import type { Case, Finding } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Sheet, Tag } from '../../components/Page';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { useArticle } from './article';
import css from './Verdict.module.css';
import type { Check } from './verdictAid';

const heads = [
  ['accuracy', 'review.accuracy'],
  ['compliance', 'review.legality'],
  ['clarity', 'review.clarity'],
] as const;

interface Props {
  findings: readonly Finding[];
  checklist: readonly Check[];
  secrecy: readonly Check[];
  secret: Case['secret'];
}

/**
 * The review's three heads (Guide Art. 18), each with the checks of the source under it and its conclusion after them;
 * an answer to every likeness that was found; the opinion as a whole.
 */
export function ReviewFields({ findings, checklist, secrecy, secret }: Props) {
  const t = useT();
  const text = useText();
  const required = [{ required: true, message: t('form.required') }];
  return (
    <>
      {heads.map(([name, key]) => (
        <Sheet
          key={name}
          title={t(key)}
          aside={<AllHold checks={checklist.filter((x) => (x.head ?? 'accuracy') === name)} head={t(key)} />}
        >
          {checklist
            .filter((x) => (x.head ?? 'accuracy') === name)
            .map((x) => (
              <CheckRow key={x.code} check={x} />
            ))}
          <div className={css.conclusion}>
            <strong id={`head-${name}`}>{t('review.conclusion')}</strong>
            <Form.Item name={['opinion', name, 'passed']} rules={required} style={{ marginBottom: 0 }}>
              <Radio.Group
                aria-labelledby={`head-${name}`}
                optionType="button"
                buttonStyle="solid"
                options={[
                  { value: true, label: t('case.passed') },
                  { value: false, label: t('case.notPassed') },
                ]}
              />
            </Form.Item>
          </div>
          <Form.Item name={['opinion', name, 'note']} style={{ margin: '8px 0 0' }}>
            <Input aria-label={`${t(key)} ${t('review.note')}`} placeholder={t('review.note')} maxLength={400} />
          </Form.Item>
        </Sheet>
      ))}
      {secrecy.length > 0 && (
        <Sheet title={t('secret.measures')} aside={t('secret.answered')}>
          {secrecy.map((x) => {
            const said = secret?.measures.find((m) => m.code === x.code);
            return (
              <div key={x.code} className={css.check}>
                <span>
                  {text(x)} <span className="faint">{said?.note}</span>
                </span>
                <Tag tone={said?.ok ? 'good' : 'warn'}>{t(said?.ok ? 'secret.yes' : 'secret.no')}</Tag>
              </div>
            );
          })}
        </Sheet>
      )}
      {findings.length > 0 && (
        <Sheet title={t('case.similar')} aside={t('case.similarWhy')}>
          {findings.map((f, i) => (
            <div key={f.case}>
              <Form.Item name={['opinion', 'determinations', i, 'case']} initialValue={f.case} hidden>
                <Input />
              </Form.Item>
              <Form.Item
                name={['opinion', 'determinations', i, 'text']}
                label={`${f.title} (${t('case.hereInThere')} ${qualityText(f.here_in_there_ppm)})`}
                rules={[{ required: true, message: t('review.mustDetermine') }]}
              >
                <Input.TextArea autoSize={{ minRows: 2 }} />
              </Form.Item>
            </div>
          ))}
        </Sheet>
      )}
      <Sheet title={t('review.text')}>
        <Form.Item name={['opinion', 'text']} rules={required} style={{ marginBottom: 0 }}>
          <Input.TextArea aria-label={t('review.text')} autoSize={{ minRows: 3 }} maxLength={4000} />
        </Form.Item>
      </Sheet>
    </>
  );
}

/** Answers at once what was not answered yet. A finding that was noted stays. */
function AllHold({ checks, head }: { checks: readonly Check[]; head: string }) {
  const t = useT();
  const form = Form.useFormInstance();
  const answer = () => {
    for (const x of checks) {
      const name = ['checks', x.code, 'ok'];
      if (form.getFieldValue(name) === undefined) form.setFieldValue(name, true);
    }
  };
  return (
    <Button size="small" onClick={answer} aria-label={`${head}: ${t('review.allHold')}`}>
      {t('review.allHold')}
    </Button>
  );
}

/** One check: whether it holds, and, where it does not, what was found. */
function CheckRow({ check }: { check: Check }) {
  const t = useT();
  const text = useText();
  const article = useArticle();
  const form = Form.useFormInstance();
  const ok = Form.useWatch(['checks', check.code, 'ok'], form) as boolean | undefined;
  return (
    <div className={css.check}>
      <span id={`check-${check.code}`}>
        {text(check)}{' '}
        <span className="faint">
          {check.article && article(check.article)}
          {!check.must && ` · ${t('review.optional')}`}
        </span>
      </span>
      <Form.Item
        name={['checks', check.code, 'ok']}
        rules={check.must ? [{ required: true, message: t('form.required') }] : []}
        style={{ marginBottom: 0 }}
      >
        <Radio.Group
          aria-labelledby={`check-${check.code}`}
          size="small"
          optionType="button"
          buttonStyle="solid"
          options={[
            { value: true, label: t('review.ok') },
            { value: false, label: t('review.notOk') },
          ]}
        />
      </Form.Item>
      {ok === false && (
        <Form.Item
          className="note"
          name={['checks', check.code, 'note']}
          rules={[{ required: true, message: t('form.required') }]}
          style={{ marginBottom: 0 }}
        >
          <Input aria-label={`${text(check)} ${t('review.note')}`} placeholder={t('review.found')} maxLength={400} />
        </Form.Item>
      )}
    </div>
  );
}
