import type { ReactNode } from 'react';
import { DataTable } from '../../components/DataTable';
import { Tag } from '../../components/Page';
import { Party } from '../../components/Party';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import type { Commission } from './types';

export const stateTone: Record<Commission['state'], 'good' | 'warn' | 'seal' | 'primary' | undefined> = {
  open: 'primary',
  submitted: 'warn',
  reported: 'good',
  declined: 'seal',
  cancelled: undefined,
};

/** Commissions as a list; the appraiser sees who asked, everybody else who appraises. */
export function CommissionTable({ rows, empty }: { rows: readonly Commission[]; empty: ReactNode }) {
  const t = useT();
  const works = useMe().roles.includes('appraiser');
  return (
    <DataTable
      label={t('nav.commissions')}
      rows={rows}
      rowKey={(c) => c.id}
      to={(c) => `/commissions/${c.id}`}
      empty={empty}
      columns={[
        { key: 'title', title: t('case.title'), cell: (c) => c.title || c.certificate },
        { key: 'code', title: t('term.certificateCode'), cell: (c) => <code>{c.certificate}</code>, tight: true },
        works
          ? { key: 'client', title: t('commission.client'), cell: (c) => <Party party={c.client} /> }
          : { key: 'appraiser', title: t('commission.appraiser'), cell: (c) => <Party party={c.appraiser} /> },
        { key: 'purpose', title: t('commission.purpose'), cell: (c) => t(`purpose.${c.purpose}`), tight: true },
        { key: 'since', title: t('commission.since'), cell: (c) => civilDate(c.created_at), tight: true },
        {
          key: 'state',
          title: t('case.status'),
          cell: (c) => <Tag tone={stateTone[c.state]}>{t(`commissionState.${c.state}`)}</Tag>,
          tight: true,
        },
      ]}
    />
  );
}
