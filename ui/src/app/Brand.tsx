import { useT } from '../i18n';
import css from './Brand.module.css';

/** The mark: one record above, two it stands on; the right one is taken as security. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className={css.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" className={css.ground} />
      <g fill="none" stroke="#fff" strokeWidth="2">
        <path d="M16 12v4M16 16H9v4M16 16h7v4" />
        <rect x="13" y="6.5" width="6" height="5.5" />
        <rect x="6" y="20" width="6" height="5.5" />
        <rect x="20" y="20" width="6" height="5.5" fill="#fff" />
      </g>
    </svg>
  );
}

export function Brand() {
  const t = useT();
  return (
    <span className={css.brand}>
      <Mark />
      <span className={css.name}>{t('brand.name')}</span>
    </span>
  );
}
