import { Money } from '../../components/Money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import type { Approach } from '../appraiser/types';
import css from './Pictures.module.css';
import { type Step, stepsOf } from './steps';

/** How an approach's value is put together: what each year, payment or cost adds, and what is left to factors beyond the sum. */
export function Waterfall({ approach: a }: { approach: Approach }) {
  const t = useT();
  const text = useText();
  const steps = stepsOf(a);
  if (steps.length < 2) return null;
  const ends = [0, a.value_fen, ...steps.flatMap((s) => [s.from, s.from + s.fen])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const at = (fen: number) => (high === low ? 0 : ((fen - low) / (high - low)) * 100);
  const bar = (s: Step) => ({
    left: `${at(Math.min(s.from, s.from + s.fen))}%`,
    width: `${at(Math.max(s.from, s.from + s.fen)) - at(Math.min(s.from, s.from + s.fen))}%`,
  });
  return (
    <table className={css.picture} aria-label={`${t('picture.waterfall')} ${text(a.title)}`}>
      <tbody>
        {steps.map((s) => (
          <tr key={s.key}>
            <th scope="row">{s.label ? text(s.label) : t('picture.rest')}</th>
            <td className={css.end}>
              <Money fen={s.fen} bare />
            </td>
            <td className={css.scale} aria-hidden="true">
              <span className={css.track}>
                <i data-kind={s.fen < 0 ? 'minus' : 'plus'} style={bar(s)} />
              </span>
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">{text(a.title)}</th>
          <td className={css.end}>
            <Money fen={a.value_fen} bare />
          </td>
          <td className={css.scale} aria-hidden="true">
            <span className={css.track}>
              <i data-kind="total" style={bar({ key: 'total', from: 0, fen: a.value_fen })} />
            </span>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
