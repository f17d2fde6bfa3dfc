import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { MeasurementDetail, QualityPoint } from '../../api/types';
import { Empty } from '../../components/PageState';
import { Tabs } from '../../components/Tabs';
import { useT } from '../../i18n';
import { Changes } from './Changes';
import { ColumnsView } from './ColumnsView';
import { alertsByColumn } from './figures';
import { Overview } from './Overview';
import { readProfile } from './profile';
import { QualityView } from './QualityView';
import { RelationsView } from './RelationsView';
import { ScanView } from './ScanView';

const views = ['overview', 'columns', 'quality', 'scan', 'relations', 'changes'] as const;
export type View = (typeof views)[number];

interface Props {
  m: MeasurementDetail;
  /** All measurements of the data set, oldest first, where the reader may see them. */
  points?: readonly QualityPoint[];
  owner?: boolean;
}

/** What one pass over the data found, in views that have an address each: ?view=columns&column=3. */
export function MeasurementView({ m, points = [], owner = false }: Props) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const p = useMemo(() => readProfile(m.profile), [m.profile]);
  const alerts = useMemo(() => alertsByColumn(p?.alerts ?? []), [p]);
  const asked = views.find((v) => v === params.get('view')) ?? 'overview';
  const open = (view: View, column?: number) => {
    setParams(column === undefined ? { view } : { view, column: String(column) });
  };
  const openColumn = (name: string) => {
    const index = p?.columns.findIndex((c) => c.name === name) ?? -1;
    if (index >= 0) open('columns', index);
  };
  const shown = views.filter((v) => v !== 'changes' || (owner && points.length > 1));
  const active = shown.includes(asked) ? asked : 'overview';
  const needsProfile = active === 'columns' || active === 'relations' || active === 'overview';
  return (
    <>
      <Tabs
        label={t('measure.views')}
        tabs={shown.map((key) => ({ key, name: t(`measure.view.${key}`) }))}
        active={active}
        onChange={(v) => open(v)}
      />
      {needsProfile && !p && <Empty title={t('measure.noProfile')} />}
      {active === 'overview' && p && <Overview m={m} p={p} onColumn={openColumn} onView={open} />}
      {active === 'columns' && p && (
        <ColumnsView
          p={p}
          alerts={alerts}
          findings={m.scan?.findings ?? []}
          chosen={params.has('column') ? Number(params.get('column')) : null}
          onChoose={(i) => open('columns', i ?? undefined)}
        />
      )}
      {active === 'quality' && <QualityView quality={m.quality} points={points} n={m.n} />}
      {active === 'scan' && <ScanView scan={m.scan} onColumn={openColumn} />}
      {active === 'relations' && p && <RelationsView p={p} onColumn={openColumn} />}
      {active === 'changes' && <Changes dataset={m.dataset} n={m.n} points={points} onColumn={openColumn} />}
    </>
  );
}
