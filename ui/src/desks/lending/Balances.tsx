import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Empty } from '../../components/PageState';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Journal.module.css';
import type { Balance } from './types';

interface Props {
  rows: readonly Balance[];
  /** What all debits and all credits come to: the same, or the books are wrong. */
  total?: { debit_fen: number; credit_fen: number };
}

/** Accounts with their turnover and balance, in the order of the chart. */
export function Balances({ rows, total }: Props) {
  const t = useT();
  const text = useText();
  return (
    <>
      <DataTable
        label={t('book.balances')}
        rows={rows}
        rowKey={(b) => `${b.account} ${b.contract ?? ''}`}
        empty={<Empty title={t('book.noEntries')} />}
        columns={[
          { key: 'name', title: t('book.account'), cell: (b) => text(b.name) },
          { key: 'code', title: t('problem.code'), cell: (b) => <code>{b.account}</code>, tight: true },
          { key: 'debit', title: t('book.debit'), cell: (b) => <Money fen={b.debit_fen} bare />, end: true },
          { key: 'credit', title: t('book.credit'), cell: (b) => <Money fen={b.credit_fen} bare />, end: true },
          { key: 'net', title: t('book.net'), cell: (b) => <Money fen={b.net_fen} bare />, end: true },
        ]}
      />
      {total && (
        <p className={css.total}>
          <strong>{t('books.total')}</strong>
          <span>
            {t('book.debit')} <Money fen={total.debit_fen} />
          </span>
          <span>
            {t('book.credit')} <Money fen={total.credit_fen} />
          </span>
        </p>
      )}
    </>
  );
}
