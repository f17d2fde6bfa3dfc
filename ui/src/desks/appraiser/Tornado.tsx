import { Money } from '../../components/Money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Tornado.module.css';
import type { Valuation } from './types';

/** Share of the scale at which an amount stands, in percent. */
function place(fen: number, low: number, high: number): number {
  return high === low ? 50 : ((fen - low) / (high - low)) * 100;
}

/**
 * Which input moves the value most: a bar from the value at the lower input to the value at the higher, around the value as
 * it is. Hollow is the input lower, full the input higher. The figures stand beside each bar.
 */
export function Tornado({ valuation: v }: { valuation: Valuation }) {
  const t = useT();
  const text = useText();
  if (v.sensitivity.length === 0) return <p className="faint">{t('tornado.none')}</p>;
  const ends = v.sensitivity.flatMap((s) => [s.down_fen, s.up_fen]);
  const low = Math.min(v.value_fen, ...ends);
  const high = Math.max(v.value_fen, ...ends);
  const bar = (fen: number) => {
    const [a, b] = [place(Math.min(fen, v.value_fen), low, high), place(Math.max(fen, v.value_fen), low, high)];
    return { left: `${a}%`, width: `${b - a}%` };
  };
  return (
    <div className={css.tornado}>
      <p className={css.legend} aria-hidden="true">
        <span>
          <i data-way="down" /> {t('tornado.down')}
        </span>
        <span>
          <i data-way="up" /> {t('tornado.up')}
        </span>
      </p>
      <table className={css.table} aria-label={t('tornado.title')}>
        <thead>
          <tr>
            <th scope="col">{t('tornado.driver')}</th>
            <th scope="col" className={css.end}>
              {t('tornado.down')}
            </th>
            <td />
            <th scope="col" className={css.end}>
              {t('tornado.up')}
            </th>
          </tr>
        </thead>
        <tbody>
          {v.sensitivity.map((s) => (
            <tr key={`${s.approach} ${s.driver}`}>
              <th scope="row">
                {text(s.label)}
                <span className={css.moves}>
                  {s.down} / {s.base} / {s.up}
                </span>
              </th>
              <td className={css.end} data-label={t('tornado.down')}>
                <Money fen={s.down_fen} bare />
              </td>
              <td className={css.scale} aria-hidden="true">
                <span className={css.track}>
                  <span className={css.bar} data-way="down" style={bar(s.down_fen)} />
                  <span className={css.bar} data-way="up" style={bar(s.up_fen)} />
                  <span className={css.centre} style={{ left: `${place(v.value_fen, low, high)}%` }} />
                </span>
              </td>
              <td className={css.end} data-label={t('tornado.up')}>
                <Money fen={s.up_fen} bare />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
