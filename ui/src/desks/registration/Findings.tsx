import { Link } from 'react-router';
import type { Case } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Sheet, Tag } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';

/** The way to the whole measurement, for those whom the node shows it: parties and the registrar. */
export function ToMeasurement({ c }: { c: Case }) {
  const t = useT();
  const me = useMe();
  const mine = [c.applicant.uscc, c.registrar.uscc].includes(me.organisation?.uscc ?? '');
  return mine && c.form ? <Link to={`/cases/${c.id}/measurement`}>{t('measure.open')}</Link> : null;
}

/** Registrations of similar content, found by sketch: to investigate and disclose, not to refuse. The registrar only. */
export function Findings({ c }: { c: Case }) {
  const t = useT();
  const word = useWord();
  if (c.findings.length === 0) return null;
  const share = (point: number, low: number, high: number) => (
    <span className="number" title={`${qualityText(low)} – ${qualityText(high)}`}>
      {qualityText(point)}
    </span>
  );
  return (
    <Sheet title={t('case.similar')} aside={t('case.similarWhy')} flush>
      <DataTable
        label={t('case.similar')}
        rows={c.findings}
        rowKey={(f) => f.case}
        to={(f) => `/cases/${c.id}/findings/${f.case}`}
        tone={(f) => (f.grade === 'red' ? 'seal' : 'warn')}
        columns={[
          { key: 'title', title: t('case.title'), cell: (f) => f.title },
          { key: 'applicant', title: t('case.applicant'), cell: (f) => f.applicant_name },
          {
            key: 'here',
            title: t('case.hereInThere'),
            end: true,
            cell: (f) => share(f.here_in_there_ppm, f.here_in_there_low_ppm, f.here_in_there_high_ppm),
          },
          {
            key: 'there',
            title: t('case.thereInHere'),
            end: true,
            cell: (f) => share(f.there_in_here_ppm, f.there_in_here_low_ppm, f.there_in_here_high_ppm),
          },
          {
            key: 'grade',
            title: t('similar.grade'),
            cell: (f) => <Tag tone={f.grade === 'red' ? 'seal' : 'warn'}>{word('similarGrade', f.grade)}</Tag>,
            tight: true,
          },
          { key: 'columns', title: t('case.columns'), cell: (f) => f.columns.length, end: true },
          {
            key: 'said',
            title: t('case.determination'),
            cell: (f) => {
              const said = c.review?.similar.find((s) => s.case === f.case);
              return said ? <Tag tone="good">✓</Tag> : '';
            },
            tight: true,
          },
        ]}
      />
      {c.review?.similar.map((s) => (
        <p key={s.case}>
          <Link to={`/cases/${s.case}`}>{s.case}</Link>: {s.determination.text}
        </p>
      ))}
    </Sheet>
  );
}
