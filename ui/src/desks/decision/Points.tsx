import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Money } from '../../components/Money';
import { Facts, Sheet } from '../../components/Page';
import { percent } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useOrgNames } from '../registration/organisations';
import { type Point, type PointName, pointsOf } from './points';

/** The figures and terms of a request, in the reader's words. */
export function Points({ payload }: { payload: unknown }) {
  const t = useT();
  const word = useWord();
  const names = useOrgNames();
  const show = (name: PointName, v: Point['value']): ReactNode => {
    if (name.endsWith('_fen') && typeof v === 'number') return <Money fen={v} />;
    if (name.endsWith('_bp') && typeof v === 'number') return percent(v);
    if (name === 'certificate') return <Link to={`/certificates/${v}`}>{String(v)}</Link>;
    if (name === 'to' || name === 'licensee') return names.get(String(v)) ?? String(v);
    if (name === 'act') return word('consentAct', String(v));
    if (name === 'behind' || name === 'over') return <Link to={`/liens/${v}/register`}>{String(v)}</Link>;
    if (name === 'months') return t('decision.months', { count: Number(v) });
    if (name === 'method') return word('method', String(v));
    if (typeof v === 'boolean') return t(v ? 'point.yes' : 'point.no');
    if (name === 'rate' && /^0\.\d+$/.test(String(v))) return `${(Number(v) * 100).toFixed(4).replace(/\.?0+$/, '')}%`;
    return String(v);
  };
  const points = pointsOf(payload);
  if (points.length === 0) return null;
  return (
    <Sheet title={t('decision.figures')}>
      <Facts items={points.map(([name, v]) => [t(`point.${name}`), show(name, v)] as const)} />
    </Sheet>
  );
}
