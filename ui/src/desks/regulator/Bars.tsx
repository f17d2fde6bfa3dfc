import { count } from '../../format/money';
import css from './Bars.module.css';

export interface Bar {
  key: string;
  name: string;
  n: number;
}

/** How much of what: a bar per kind with its number beside it, largest first. One hue, since length tells. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map((b) => b.n));
  return (
    <table className={css.bars} aria-label={label}>
      <tbody>
        {[...bars]
          .sort((a, b) => b.n - a.n)
          .map((b) => (
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
