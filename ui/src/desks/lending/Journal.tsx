import { Digest } from '../../components/Digest';
import { Money } from '../../components/Money';
import { Empty } from '../../components/PageState';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Journal.module.css';
import type { Entry } from './types';

/** Entries as a ledger writes them: a head per entry, then its lines, debit before credit, credit set in. */
export function Journal({ entries, names }: { entries: readonly Entry[]; names: ReadonlyMap<string, string> }) {
  const t = useT();
  const text = useText();
  if (entries.length === 0) return <Empty title={t('book.noEntries')} />;
  return (
    <div className={css.frame}>
      <table className={css.journal} aria-label={t('book.journal')}>
        <thead>
          <tr>
            <th scope="col">{t('book.account')}</th>
            <th scope="col" className={css.end}>
              {t('book.debit')}
            </th>
            <th scope="col" className={css.end}>
              {t('book.credit')}
            </th>
          </tr>
        </thead>
        {entries.map((e) => (
          <tbody key={e.seq}>
            <tr className={css.head}>
              <th scope="rowgroup" colSpan={3}>
                <span className={css.date}>{e.date}</span> {text(e.memo)}
                <span className={css.seq}>
                  {t('book.entry', { seq: e.seq })} <Digest value={e.digest} name={t('book.digest')} />
                </span>
              </th>
            </tr>
            {e.lines.map((l, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a posted entry never changes
              <tr key={i}>
                <td className={l.credit_fen ? css.credit : undefined}>
                  {names.get(l.account) ?? ''} <code className="faint">{l.account}</code>
                </td>
                <td className={css.end}>{l.debit_fen ? <Money fen={l.debit_fen} bare /> : ''}</td>
                <td className={css.end}>{l.credit_fen ? <Money fen={l.credit_fen} bare /> : ''}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
