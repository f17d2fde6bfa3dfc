import { dateTime } from '../format/date';
import { count, percent } from '../format/money';
import { useT, useWord } from '../i18n';
import { Digest } from './Digest';
import { Facts, Tag } from './Page';

/** A measurement in either form the node sends it: as shared in the log, or as its owner sees it. */
export interface MeasurementFacts {
  measured_at: number | string;
  rows: number;
  columns: number;
  quality_ppm: number;
  stale_days: number;
  personal_data: string;
  file_digest: string;
  schema_digest: string;
  profile_digest: string;
  sketch_digest: string;
  agent_version: string;
}

const ppmPerBp = 100;

export function qualityText(ppm: number): string {
  return percent(ppm / ppmPerBp);
}

/** What the agent measured at the owner's site: figures, the scan for personal data, and the digests that bind them. */
export function Measurement({ m, brief = false }: { m: MeasurementFacts; brief?: boolean }) {
  const t = useT();
  const word = useWord();
  if (!m.file_digest && m.rows === 0) return <p className="faint">{t('measured.none')}</p>;
  const tone = m.personal_data === 'none' ? 'good' : m.personal_data === 'sensitive' ? 'seal' : 'warn';
  const digests = (['file', 'schema', 'profile', 'sketch'] as const).map((name) => {
    const value = m[`${name}_digest`];
    return value ? ([t(`measured.${name}`), <Digest key={name} value={value} />] as const) : null;
  });
  return (
    <Facts
      items={[
        [t('measured.rows'), count(m.rows)],
        [t('measured.columns'), count(m.columns)],
        [t('measured.quality'), qualityText(m.quality_ppm)],
        [t('measured.stale'), t('measured.days', { count: m.stale_days })],
        [
          t('measured.personal'),
          <Tag key="p" tone={tone}>
            {word('personal', m.personal_data)}
          </Tag>,
        ],
        [t('measured.at'), dateTime(m.measured_at)],
        ...(brief ? [] : digests),
        !brief && [t('measured.agent'), m.agent_version],
      ]}
    />
  );
}
