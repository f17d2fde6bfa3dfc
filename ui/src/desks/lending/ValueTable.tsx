import { Link } from 'react-router';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Sheet } from '../../components/Page';
import { percent, ratio } from '../../format/money';
import { useT, useWord } from '../../i18n';
import type { Point } from './types';

/** What moved the value, the latest first; what came from the log leads to its entry. */
export function ValueTable({ points }: { points: readonly Point[] }) {
  const t = useT();
  const word = useWord();
  return (
    <Sheet title={t('loan.valueTable')} flush>
      <DataTable
        label={t('loan.valueTable')}
        rows={[...points].reverse().slice(0, 30)}
        rowKey={(p) => String(p.n)}
        tone={(p) => (p.call ? 'warn' : undefined)}
        columns={[
          { key: 'date', title: t('loan.date'), cell: (p) => p.date, tight: true },
          {
            key: 'source',
            title: t('loan.source'),
            cell: (p) => (
              <span>
                {p.index ? (
                  <Link to={`/log/${p.index}`}>{word('pointSource', p.source)}</Link>
                ) : (
                  word('pointSource', p.source)
                )}{' '}
                {p.factors && (
                  <span className="faint small">
                    {t('loan.factors', {
                      rows: ratio(p.factors.rows_ppm),
                      quality: ratio(p.factors.quality_ppm),
                      time: ratio(p.factors.timeliness_ppm),
                    })}
                  </span>
                )}
              </span>
            ),
          },
          { key: 'value', title: t('loan.value'), cell: (p) => <Money fen={p.value_fen} bare />, end: true },
          { key: 'balance', title: t('loan.balance'), cell: (p) => <Money fen={p.balance_fen} bare />, end: true },
          {
            key: 'ltv',
            title: t('term.ltv'),
            cell: (p) => <span className="number">{percent(p.ltv_bp)}</span>,
            end: true,
          },
        ]}
      />
    </Sheet>
  );
}
