import { Button, Checkbox, Form, Input } from 'antd';
import { useNavigate } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { type Role, roles } from '../../app/desks';
import { useFormProblem } from '../../components/formProblem';
import { Page, Sheet } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { ticked } from '../../components/ticked';
import { regionName } from '../../format/region';
import { useLanguage, useT } from '../../i18n';
import grid from '../registration/Form.module.css';
import { UsccNote } from './UsccNote';
import { readUscc } from './uscc';

type Admission = components['schemas']['RegistrarAdmission'];

const offered = roles.filter((r): r is Exclude<Role, 'admin'> => r !== 'admin');

/** Admits an organisation: its code checked as it is typed, its place taken from the code, its key made here or brought. */
export default function AdmitPage() {
  const t = useT();
  const lang = useLanguage();
  const navigate = useNavigate();
  const [form] = Form.useForm<Admission>();
  const uscc = (Form.useWatch('uscc', form) ?? '') as string;
  const region = (Form.useWatch('region', form) ?? '') as string;
  const registrar = ((Form.useWatch('roles', form) ?? []) as string[]).includes('registrar');
  const act = useAct({
    run: (v: Admission, key) =>
      body(
        api.POST('/api/v1/organisations', {
          // An empty member is an absent one: an empty key would be a wrong key.
          body: Object.fromEntries(Object.entries(v).filter(([, x]) => x)) as unknown as Admission,
          params: { header: { 'Idempotency-Key': key } },
        }),
      ),
    onDone: (o) => navigate(`/organisations/${o.uscc}`),
  });
  useFormProblem(form, act.error);
  const required = { required: true, message: t('form.required') };
  const codeGood = () =>
    readUscc(form.getFieldValue('uscc') ?? '').state === 'good'
      ? Promise.resolve()
      : Promise.reject(new Error(t('uscc.mustBeGood')));
  return (
    <Page title={t('org.admit')} lead={t('org.admitLead')}>
      <Sheet title={t('org.facts')}>
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={act.mutate}
          disabled={act.isPending}
          scrollToFirstError={{ block: 'center', focus: true }}
          onValuesChange={(changed: Partial<Admission>) => {
            if (changed.uscc === undefined) return;
            const r = readUscc(changed.uscc);
            if (r.state === 'good' && !form.isFieldTouched('region')) form.setFieldValue('region', r.region);
          }}
        >
          <div className={grid.grid}>
            <Form.Item
              name="uscc"
              label={t('term.uscc')}
              normalize={(v: string) => v.replace(/\s/g, '').toUpperCase()}
              validateTrigger="onBlur"
              rules={[required, { validator: codeGood }]}
              extra={<UsccNote code={uscc} />}
              className={grid.wide}
            >
              <Input
                maxLength={18}
                autoCapitalize="characters"
                spellCheck={false}
                autoComplete="off"
                className="mono"
              />
            </Form.Item>
            <Form.Item name="name" label={t('org.name')} extra={t('org.nameHint')} rules={[required]}>
              <Input maxLength={100} autoComplete="off" />
            </Form.Item>
            <Form.Item name="name_en" label={t('org.nameEn')} extra={t('org.nameEnHint')}>
              <Input maxLength={100} autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="region"
              label={t('form.region')}
              extra={region.length === 6 ? regionName(region, lang) : t('form.regionHint')}
              rules={[required, { pattern: /^\d{6}$/, message: t('form.regionHint') }]}
            >
              <Input maxLength={6} inputMode="numeric" />
            </Form.Item>
            <Form.Item name="roles" label={t('org.roles')} rules={[ticked(t('form.required'))]} className={grid.wide}>
              <Checkbox.Group options={offered.map((r) => ({ value: r, label: t(`role.${r}`) }))} />
            </Form.Item>
            {registrar && (
              <>
                <Form.Item
                  name="code_region"
                  label={t('org.codeRegion')}
                  extra={t('org.codeHint')}
                  rules={[required, { pattern: /^\d{2}$/, message: t('org.codeRegionRule') }]}
                >
                  <Input maxLength={2} inputMode="numeric" />
                </Form.Item>
                <Form.Item
                  name="code_digit"
                  label={t('org.codeDigit')}
                  rules={[required, { pattern: /^\d$/, message: t('org.codeDigitRule') }]}
                >
                  <Input maxLength={1} inputMode="numeric" />
                </Form.Item>
              </>
            )}
            <Form.Item name="pub" label={t('org.pub')} extra={t('org.pubHint')} className={grid.wide}>
              <Input spellCheck={false} autoComplete="off" className="mono" />
            </Form.Item>
          </div>
          <ProblemNote error={act.error} />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('org.admit')}
          </Button>
        </Form>
      </Sheet>
    </Page>
  );
}
