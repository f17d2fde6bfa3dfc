import type { ReactNode } from 'react';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useNode } from '../../session/session';
import { daysBetween, inOrder, nearDays, type WorkItem } from './due';

/**
 * What waits for the reader, the nearest deadline first. The row opens the thing itself, where the act is. When nothing
 * waits, `next` says what the reader can do of their own accord.
 */
export function WorkList({ items, label, next }: { items: readonly WorkItem[]; label: string; next?: ReactNode }) {
  const t = useT();
  const node = useNode();
  const today = node ? civilDate(node.now) : '';
  const left = (due: string) => (today ? daysBetween(today, due) : 0);
  const leftText = (n: number) =>
    n < 0 ? t('work.late', { count: -n }) : n === 0 ? t('work.dueToday') : t('work.left', { count: n });
  return (
    <DataTable
      label={label}
      rows={inOrder(items)}
      rowKey={(i) => i.key}
      to={(i) => i.to}
      tone={(i) =>
        i.urgent || (i.due && left(i.due) < 0) ? 'seal' : i.due && left(i.due) <= nearDays ? 'warn' : undefined
      }
      empty={<Empty title={t('worklist.empty')}>{next}</Empty>}
      columns={[
        { key: 'title', title: t('work.what'), cell: (i) => i.title },
        {
          key: 'kind',
          title: t('work.act'),
          cell: (i) => <Tag tone={i.urgent ? 'seal' : 'primary'}>{i.kind}</Tag>,
          tight: true,
        },
        { key: 'who', title: t('work.who'), cell: (i) => i.who ?? '' },
        {
          key: 'due',
          title: t('work.due'),
          tight: true,
          cell: (i) =>
            i.due ? (
              <span>
                {i.due} <span className="faint small">{leftText(left(i.due))}</span>
              </span>
            ) : i.since ? (
              <span className="faint">{t('work.since', { date: i.since })}</span>
            ) : (
              ''
            ),
        },
        ...(items.some((i) => i.note)
          ? [{ key: 'note', title: t('work.note'), cell: (i: WorkItem) => i.note ?? '' }]
          : []),
        ...(items.some((i) => i.amountFen)
          ? [
              {
                key: 'amount',
                title: t('loan.amount'),
                cell: (i: WorkItem) => (i.amountFen ? <Money fen={i.amountFen} /> : ''),
                end: true,
              },
            ]
          : []),
      ]}
    />
  );
}
