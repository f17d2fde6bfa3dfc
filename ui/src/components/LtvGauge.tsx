import { money as formatMoney, percent, ratioBp } from '../format/money';
import { useUnit } from '../format/unit';
import { useLanguage, useT } from '../i18n';
import css from './LtvGauge.module.css';

interface Props {
  loanFen: number;
  valueFen: number;
  /** Cap of the product at disbursement, and the line at which margin is called, in basis points. */
  capBp: number;
  triggerBp: number;
}

/** State of a loan against its collateral. Equal to a line is within it. */
export function ltvState(ltv: number, cap: number, trigger: number): 'within' | 'over' | 'breach' {
  return ltv > trigger ? 'breach' : ltv > cap ? 'over' : 'within';
}

/** Full scale of the gauge: round, and with room beyond both the line and the present ratio. */
export function gaugeScale(ltv: number, trigger: number): number {
  const need = Math.max(ltv, trigger) * 1.15;
  return Math.max(2_500, Math.ceil(need / 2_500) * 2_500);
}

/** Loan to value on a ruled scale: where it is, the cap, the line. A straight scale, since two positions on it compare. */
export function LtvGauge({ loanFen, valueFen, capBp, triggerBp }: Props) {
  const t = useT();
  const lang = useLanguage();
  const unit = useUnit();
  const ltv = ratioBp(loanFen, valueFen);
  const state = ltvState(ltv, capBp, triggerBp);
  const scale = gaugeScale(ltv, triggerBp);
  const w = 640;
  const x = (bp: number) => (Math.min(bp, scale) / scale) * w;
  const ticks = Array.from({ length: scale / 500 + 1 }, (_, i) => i * 500);
  const every = scale > 10_000 ? 2_500 : scale > 5_000 ? 1_000 : 500;
  const label = t('gauge.sentence', {
    loan: formatMoney(loanFen, lang, unit),
    value: formatMoney(valueFen, lang, unit),
    pct: percent(ltv),
    state: t(`gauge.${state}`),
  });
  return (
    <figure className={css.gauge} data-state={state}>
      <figcaption className={css.caption}>
        <span className={css.big}>{percent(ltv)}</span>
        <span className={css.state}>{t(`gauge.${state}`)}</span>
        <span className={css.marks}>
          <span>
            <i className={css.capKey} aria-hidden="true" /> {t('gauge.cap', { pct: percent(capBp) })}
          </span>
          <span>
            <i className={css.triggerKey} aria-hidden="true" /> {t('gauge.trigger', { pct: percent(triggerBp) })}
          </span>
        </span>
      </figcaption>
      <svg viewBox={`-14 0 ${w + 28} 58`} role="img" aria-label={label} preserveAspectRatio="none">
        <rect className={css.track} x="0" y="8" width={w} height="20" />
        <rect className={css.fill} x="0" y="8" width={x(ltv)} height="20" />
        {ticks.map((bp) => (
          <line key={bp} className={css.tick} x1={x(bp)} x2={x(bp)} y1="28" y2={bp % every === 0 ? 36 : 32} />
        ))}
        <line className={css.cap} x1={x(capBp)} x2={x(capBp)} y1="4" y2="32" />
        <line className={css.trigger} x1={x(triggerBp)} x2={x(triggerBp)} y1="0" y2="34" />
      </svg>
      <div className={css.scale} aria-hidden="true">
        {ticks
          .filter((bp) => bp % every === 0)
          .map((bp) => (
            <span key={bp} style={{ left: `${(bp / scale) * 100}%` }}>
              {bp / 100}
            </span>
          ))}
      </div>
    </figure>
  );
}
