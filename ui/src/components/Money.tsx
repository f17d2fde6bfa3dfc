import { amount } from '../format/money';
import { useMoney } from '../format/unit';

/** An amount in the reader's unit; the exact yuan stand in the tooltip when the unit rounds. */
export function Money({ fen, bare = false }: { fen: number; bare?: boolean }) {
  const f = useMoney();
  return (
    <span className="number" title={f.unit === 'yuan' ? undefined : `¥ ${amount(fen)}`}>
      {bare ? f.amount(fen) : f.money(fen)}
    </span>
  );
}
