import { count } from '../../format/money';
import css from './Bars.module.css';

export interface Bar {
  key: string;
  name: string;
  n: number;
}

/** How much of what: a bar per kind with its number beside it, largest first unless the kinds have an order of their own. One hue, since length tells. */
export function Bars({ label, bars, inOrder = false }: { label: string; bars: readonly Bar[]; inOrder?: boolean }) {
  const most = Math.max(1, ...bars.map((b) => b.n));
  const shown = inOrder ? bars : [...bars].sort((a, b) => b.n - a.n);
  return (
    <table className={css.bars} aria-label={label}>
      <tbody>
        {shown.map((b) => (
          <tr key={b.key}>
            <th scope="row">{b.name}</th>
            <td className={css.n}>{count(b.n)}</td>
            <td className={css.track} aria-hidden="true">
              <span style={{ width: `${(b.n / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
