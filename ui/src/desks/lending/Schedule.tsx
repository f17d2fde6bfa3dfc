import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Tag } from '../../components/Page';
import { useT } from '../../i18n';
import type { Line } from './types';

const tone = { coming: undefined, due: 'warn', part_paid: 'warn', overdue: 'seal', paid: 'good' } as const;

/** Instalments against what was paid of them. */
export function Schedule({ lines }: { lines: readonly Line[] }) {
  const t = useT();
  return (
    <DataTable
      label={t('loan.schedule')}
      rows={lines}
      rowKey={(l) => String(l.no)}
      tone={(l) =>
        l.status === 'overdue' ? 'seal' : l.status === 'due' || l.status === 'part_paid' ? 'warn' : undefined
      }
      columns={[
        { key: 'due', title: t('loan.due'), cell: (l) => `${l.no} · ${l.due}` },
        {
          key: 'principal',
          title: t('loan.principalPart'),
          cell: (l) => <Money fen={l.principal_fen} bare />,
          end: true,
        },
        { key: 'interest', title: t('loan.interest'), cell: (l) => <Money fen={l.interest_fen} bare />, end: true },
        { key: 'payment', title: t('loan.payment'), cell: (l) => <Money fen={l.payment_fen} bare />, end: true },
        {
          key: 'paid',
          title: t('loan.paid'),
          cell: (l) => <Money fen={l.paid_principal_fen + l.paid_interest_fen + l.paid_penalty_fen} bare />,
          end: true,
        },
        {
          key: 'status',
          title: t('loan.state'),
          tight: true,
          cell: (l) => (
            <span>
              <Tag tone={tone[l.status]}>{t(`lineStatus.${l.status}`)}</Tag>{' '}
              {l.unpaid_fen > 0 && (
                <span className="faint small">
                  {t('loan.unpaid')} <Money fen={l.unpaid_fen} bare />
                </span>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}
