import type { CaseForm } from '../../api/types';
import { Facts } from '../../components/Page';
import { count } from '../../format/money';
import { regionName } from '../../format/region';
import { useLanguage, useT, useWord } from '../../i18n';
import css from './Form.module.css';

/** The members of a form that are shown; the public part of a form has fewer of them. */
type Shown = Partial<
  Omit<CaseForm, 'region_scope' | 'structure' | 'update_frequency' | 'shapes'> & {
    region_scope: string;
    structure: string;
    update_frequency: string;
    shapes: string[];
  }
>;

/** The form of Guide annex 1 as a page of facts. What is empty is left out. */
export function CaseFormFacts({ form: f }: { form: Shown }) {
  const t = useT();
  const lang = useLanguage();
  const word = useWord();
  const limits = Object.entries(f.restrictions ?? {}).filter(([, v]) => v);
  const choice = (v: string | undefined) => (v ? word('choice', v) : '');
  return (
    <>
      {f.summary && <p className={css.summary}>{f.summary}</p>}
      <Facts
        items={[
          f.industry !== undefined && [t('form.industry'), f.industry],
          f.region !== undefined && [t('form.region'), regionName(f.region, lang)],
          [t('form.scope'), choice(f.region_scope)],
          f.span_from !== undefined && [t('form.span'), `${f.span_from} – ${f.span_to ?? ''}`],
          [t('form.frequency'), choice(f.update_frequency)],
          f.records ? [t('form.records'), count(f.records)] : null,
          f.bytes ? [t('form.bytes'), count(f.bytes)] : null,
          f.shapes && [t('form.shapes'), f.shapes.map(choice).join(t('policy.comma'))],
          [t('form.structure'), choice(f.structure)],
          f.grade !== undefined && [t('form.grade'), choice(f.grade)],
          f.public_registry ? [t('form.publicRegistry'), f.public_registry] : null,
          [
            t('form.restrictions'),
            limits.length > 0
              ? limits.map(([k, v]) => `${t(`form.limit.${k as 'users'}`)}: ${v}`).join('; ')
              : t('form.noRestrictions'),
          ],
          f.contact?.name ? [t('form.contact'), `${f.contact.name} ${f.contact.phone}`] : null,
        ]}
      />
      {(
        [
          ['form.sourceNote', f.source_note],
          ['form.description', f.description],
          ['form.sample', f.sample],
          ['form.business', f.business],
        ] as const
      ).map(([key, text]) =>
        text ? (
          <section key={key} className={css.text}>
            <h3>{t(key)}</h3>
            <p>{text}</p>
          </section>
        ) : null,
      )}
    </>
  );
}
