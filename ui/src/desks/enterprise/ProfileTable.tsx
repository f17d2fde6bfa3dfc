import { DataTable } from '../../components/DataTable';
import { Sheet, Tag } from '../../components/Page';
import { count, percent } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { type ProfileColumn, readProfile } from './profile';

/** The profile's columns: counts and extremes, never a cell. */
export function ProfileTable({ profile }: { profile: unknown }) {
  const t = useT();
  const word = useWord();
  const p = readProfile(profile);
  if (!p) return null;
  const missing = (c: ProfileColumn) => (p.rows > 0 ? percent(Math.round((c.missing * 10_000) / p.rows)) : '');
  return (
    <Sheet title={t('asset.profile')} aside={`${count(p.rows)} × ${p.columns.length}`} flush>
      <DataTable
        label={t('asset.profile')}
        rows={p.columns}
        rowKey={(c) => c.name}
        columns={[
          { key: 'name', title: t('asset.column'), cell: (c) => c.name },
          { key: 'type', title: t('asset.type'), cell: (c) => word('columnType', c.type), tight: true },
          { key: 'missing', title: t('asset.missing'), cell: missing, end: true },
          { key: 'distinct', title: t('asset.distinct'), cell: (c) => count(c.distinct), end: true },
          {
            key: 'range',
            title: t('asset.extremes'),
            cell: (c) => {
              if (c.withheld) return <Tag tone="warn">{t('asset.withheld')}</Tag>;
              const from = c.number?.min ?? c.time?.earliest;
              const to = c.number?.max ?? c.time?.latest;
              return from !== undefined ? `${from} – ${to}` : '';
            },
          },
        ]}
      />
    </Sheet>
  );
}
