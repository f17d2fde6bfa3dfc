import { useT, useWord } from '../i18n';
import { Tag } from './Page';
import css from './Rights.module.css';

/** Registered rights in the Guide's order. The right to operate is the one that can be pledged. */
export function Rights({ rights }: { rights: readonly { right: string; until?: string | undefined }[] }) {
  const t = useT();
  const word = useWord();
  return (
    <span className={css.rights}>
      {rights.map((r) => (
        <Tag key={r.right} tone={r.right === 'operating' ? 'primary' : undefined}>
          {word('right', r.right)}
          {r.until && ` ${t('certificate.validUntil')} ${r.until}`}
        </Tag>
      ))}
    </span>
  );
}
