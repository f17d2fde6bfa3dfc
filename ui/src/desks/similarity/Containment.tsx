import { qualityText } from '../../components/Measurement';
import { useT } from '../../i18n';
import css from './Similarity.module.css';

interface Share {
  value: number;
  low: number;
  high: number;
}

/** How much of each is in the other: a bar, its 95 % interval, and both in figures. */
export function Containment({ here, there }: { here: Share; there: Share }) {
  const t = useT();
  const line = (name: string, s: Share) => (
    <div className={css.share}>
      <p>{name}</p>
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
        <rect className={css.track} y="20" width="1000" height="60" />
        <rect y="20" width={s.value / 1000} height="60" />
        <path d={`M${s.low / 1000} 50H${s.high / 1000}M${s.low / 1000} 25V75M${s.high / 1000} 25V75`} />
      </svg>
      <p>
        <strong>{qualityText(s.value)}</strong>{' '}
        <span className="faint">{t('similar.interval', { low: qualityText(s.low), high: qualityText(s.high) })}</span>
      </p>
    </div>
  );
  return (
    <div className={css.shares}>
      {line(t('case.hereInThere'), here)}
      {line(t('case.thereInHere'), there)}
    </div>
  );
}
