import { Button, Checkbox, Form, Input, Radio, Select } from 'antd';
import { ticked } from '../../components/ticked';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { useMe } from '../../session/session';
import { OrganisationSelect } from '../deeds/DeedFields';
import { holders } from '../deeds/deed';
import { PaperInput } from '../deeds/PaperInput';
import { useRegimes } from '../registrar/regimes';
import css from './Form.module.css';
import { rights } from './registrable';
import { useDecisionTables } from './verdictAid';

/** Part five: rules other than the national ones, who applies together, papers, and what a trade secret needs. */
export function FieldsWith() {
  const t = useT();
  const word = useWord();
  const text = useText();
  const me = useMe();
  const form = Form.useFormInstance();
  const registrar = Form.useWatch('registrar', form) as string | undefined;
  const profile = Form.useWatch('profile', form) as string | undefined;
  const grade = Form.useWatch(['form', 'grade'], form) as string | undefined;
  const isSecret = Form.useWatch('isSecret', form) as boolean | undefined;
  const regimes = useRegimes(registrar).filter((r) => r.adopted > 0 || r.default);
  const chosen = regimes.find((r) => r.profile.name === profile);
  const required = [{ required: true, message: t('form.required') }];
  // A trade secret is not published: that part of the form follows.
  const withhold = (secret: boolean) => {
    form.setFieldValue(['form', 'withhold'], secret);
    if (secret && !form.getFieldValue(['form', 'withhold_reason'])) {
      form.setFieldValue(['form', 'withhold_reason'], t('secret.withholdReason'));
    }
  };
  return (
    <div className={css.grid}>
      {regimes.length > 1 && (
        <Form.Item name="profile" label={t('with.profile')} extra={t('with.profileHint')} className={css.wide}>
          <Select
            allowClear
            placeholder={text({
              zh: regimes.find((r) => r.default)?.title ?? '',
              en: regimes.find((r) => r.default)?.title_en ?? '',
            })}
            options={regimes
              .filter((r) => !r.default)
              .map((r) => ({ value: r.profile.name, label: text({ zh: r.title, en: r.title_en }) }))}
          />
        </Form.Item>
      )}
      {chosen?.profile.evidence_first && (
        <div className={css.wide}>
          <h3>{t('with.evidence')}</h3>
          <div className={css.grid}>
            <Form.Item name={['evidenceFirst', 'kind']} label={t('with.evidenceKind')} rules={required}>
              <Select
                options={['notary', 'deposit', 'timestamp'].map((v) => ({ value: v, label: word('evidenceKind', v) }))}
              />
            </Form.Item>
            <Form.Item name={['evidenceFirst', 'on']} label={t('with.evidenceOn')} rules={required}>
              <Input type="date" />
            </Form.Item>
            <Form.Item
              name={['evidenceFirst', 'papers']}
              label={t('with.evidencePaper')}
              rules={required}
              className={css.wide}
            >
              <PaperInput kind="evidence" most={1} />
            </Form.Item>
          </div>
        </div>
      )}
      {grade === 'important' && (
        <Form.Item name="risk" label={t('with.risk')} extra={t('with.riskHint')} rules={required} className={css.wide}>
          <PaperInput kind="report" most={1} />
        </Form.Item>
      )}
      <Form.Item
        name="papers"
        label={`${t('deed.papers')} ${t('deed.optional')}`}
        extra={t('deed.papersHint')}
        className={css.wide}
      >
        <PaperInput kind="source" most={20} />
      </Form.Item>
      <div className={css.wide}>
        <h3>{t('joint.title')}</h3>
        <p className="faint">{t('joint.why')}</p>
        <Form.List name="joint">
          {(fields, { add, remove }) => (
            <>
              {fields.map((f) => (
                <div key={f.key} className={css.joint}>
                  <Form.Item name={[f.name, 'org']} label={t('case.applicant')} rules={required}>
                    <OrganisationSelect except={me.organisation?.uscc} roles={holders} />
                  </Form.Item>
                  <Form.Item name={[f.name, 'rights']} label={t('form.rights')} rules={[ticked(t('form.required'))]}>
                    <Checkbox.Group options={rights.map((r) => ({ value: r, label: word('right', r) }))} />
                  </Form.Item>
                  <Button onClick={() => remove(f.name)}>{t('joint.remove')}</Button>
                </div>
              ))}
              <Button onClick={() => add({ rights: ['holding', 'use', 'operating'] })}>{t('joint.add')}</Button>
            </>
          )}
        </Form.List>
      </div>
      <Form.Item
        name="isSecret"
        valuePropName="checked"
        extra={t('secret.fileWhy')}
        className={css.wide}
        style={{ marginTop: 16 }}
      >
        <Checkbox onChange={(e) => withhold(e.target.checked)}>{t('secret.file')}</Checkbox>
      </Form.Item>
      {isSecret && <SecretFields />}
    </div>
  );
}

/** A trade secret: a descriptor that gives nothing away, the documents to be proved later, the measures that keep it secret. */
function SecretFields() {
  const t = useT();
  const text = useText();
  const required = [{ required: true, message: t('form.required') }];
  const query = useDecisionTables();
  return (
    <>
      <Form.Item
        name={['secret', 'descriptor']}
        label={t('secret.descriptor')}
        extra={t('secret.descriptorHint')}
        rules={required}
        className={css.wide}
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={400} showCount />
      </Form.Item>
      <Form.Item
        name={['secret', 'papers']}
        label={t('secret.papers')}
        extra={t('secret.papersHint')}
        rules={required}
        className={css.wide}
      >
        <PaperInput kind="description" most={20} />
      </Form.Item>
      <div className={css.wide}>
        <h3>{t('secret.measures')}</h3>
        {(query.data?.secrecy ?? []).map((x) => (
          <div key={x.code} className={css.measure}>
            <span id={`measure-${x.code}`}>{text(x)}</span>
            <Form.Item name={['secret', 'measures', x.code]} rules={required} style={{ marginBottom: 0 }}>
              <Radio.Group
                aria-labelledby={`measure-${x.code}`}
                optionType="button"
                buttonStyle="solid"
                size="small"
                options={[
                  { value: true, label: t('secret.yes') },
                  { value: false, label: t('secret.no') },
                ]}
              />
            </Form.Item>
          </div>
        ))}
      </div>
    </>
  );
}
