import { Money } from '../../components/Money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import type { Approach } from '../appraiser/types';
import css from './Pictures.module.css';
import { fenOf } from './steps';

/** Corrected prices of the comparables on one scale, and the value they lead to. */
export function Comparables({ approach: a }: { approach: Approach }) {
  const t = useT();
  const text = useText();
  const rows = a.rows.filter((r) => r.key === 'comparable');
  if (rows.length === 0) return null;
  const fens = [...rows.map(fenOf), a.value_fen];
  const [low, high] = [Math.min(...fens), Math.max(...fens)];
  const at = (fen: number) => `${high === low ? 50 : 4 + ((fen - low) / (high - low)) * 92}%`;
  return (
    <table className={css.picture} aria-label={t('picture.comparables')}>
      <tbody>
        {rows.map((r) => (
          <tr key={r.label.zh}>
            <th scope="row">{text(r.label)}</th>
            <td className={css.end}>
              <Money fen={fenOf(r)} bare />
            </td>
            <td className={css.scale} aria-hidden="true">
              <span className={css.track}>
                <b style={{ left: at(a.value_fen) }} />
                <i data-kind="dot" style={{ left: at(fenOf(r)) }} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
