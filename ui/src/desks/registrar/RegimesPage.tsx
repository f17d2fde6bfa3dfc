import { Button } from 'antd';
import { api, body } from '../../api/client';
import { Page, Sheet, Tag } from '../../components/Page';
import { Skeleton } from '../../components/PageState';
import { type Translate, useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { useDeed } from '../deeds/Deeds';
import type { Deed } from '../deeds/deed';
import css from './Registrar.module.css';
import { type Regime, useRegimes } from './regimes';

const figures = [
  'acceptance_days',
  'review_days',
  'review_extension',
  'publicity_days',
  'objection_days',
  'validity_months',
  'renewal_months',
  'retention_years',
] as const;
const units: Record<(typeof figures)[number], 'regime.days' | 'regime.months' | 'regime.years'> = {
  acceptance_days: 'regime.days',
  review_days: 'regime.days',
  review_extension: 'regime.days',
  publicity_days: 'regime.days',
  objection_days: 'regime.days',
  validity_months: 'regime.months',
  renewal_months: 'regime.months',
  retention_years: 'regime.years',
};

const adoptDeed = (name: string): Deed => ({
  name: `adopt ${name}`,
  title: 'regime.adopt',
  note: 'regime.adopt.note',
  action: 'profile.adopt',
  fields: [],
  send: (_, key) =>
    body(
      api.POST('/api/v1/rule-profiles/{profile}/adopt', {
        params: { path: { profile: name }, header: { 'Idempotency-Key': key } },
      }),
    ),
});

/** The rules a registrar may go by, as data: every figure with where it comes from and how sure that is. */
export default function RegimesPage() {
  const t = useT();
  const regimes = useRegimes();
  const { open, dialog } = useDeed();
  return (
    <Page title={t('regime.title')} lead={t('regime.lead')}>
      {regimes.length === 0 && <Skeleton />}
      <div className={css.cards}>
        {regimes.map((r) => (
          <Card key={r.profile.name} r={r} onAdopt={() => open(adoptDeed(r.profile.name ?? ''))} />
        ))}
      </div>
      {dialog}
    </Page>
  );
}

/** A figure with its unit. A window of renewal is told in days where the rules have it so. */
function term(r: Regime, f: (typeof figures)[number], t: Translate): string {
  if (f === 'renewal_months' && r.profile.no_renewal) return t('regime.noRenewal');
  if (f === 'renewal_months' && r.profile.renewal_days)
    return t('regime.calendarDays', { count: r.profile.renewal_days });
  return t(units[f], { count: r.profile[f] });
}

function Card({ r, onAdopt }: { r: Regime; onAdopt: () => void }) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const basis = (field: string) => r.sources.find((s) => s.field === field);
  const state = r.default ? 'regime.default' : r.adopted > 0 ? 'regime.adopted' : 'regime.notAdopted';
  return (
    <Sheet
      title={text({ zh: r.title, en: r.title_en })}
      aside={<Tag tone={r.default || r.adopted > 0 ? 'good' : undefined}>{t(state)}</Tag>}
    >
      <ul className={css.figures}>
        {figures.map((f) => {
          const b = basis(f);
          return (
            <li key={f}>
              <span>{word('regimeField', f)}</span>
              <span>
                <span className="number">{term(r, f, t)}</span>
                {b && b.sure !== 'read' && <span className="faint"> {word('sure', b.sure)}</span>}
              </span>
            </li>
          );
        })}
        {r.profile.evidence_first && <li>{t('regime.evidenceFirst')}</li>}
        {r.profile.needs_public_no && <li>{t('regime.needsPublicNo')}</li>}
      </ul>
      <details>
        <summary>{t('regime.sources')}</summary>
        {r.sources.map((s) => (
          <p key={s.field}>
            {word('regimeField', s.field)}: <span className="faint">{s.text}</span>
          </p>
        ))}
      </details>
      {!r.default && r.adopted === 0 && (
        <div className={css.foot}>
          <Button onClick={onAdopt}>{t('regime.adopt')}</Button>
        </div>
      )}
    </Sheet>
  );
}
