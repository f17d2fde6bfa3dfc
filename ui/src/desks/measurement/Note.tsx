import type { ReactNode } from 'react';
import { Tag } from '../../components/Page';
import { useT } from '../../i18n';
import css from './Measure.module.css';
import type { Severity } from './profile';

const tones = { serious: 'seal', warning: 'warn', info: undefined } as const;

export function SeverityTag({ severity }: { severity: Severity }) {
  const t = useT();
  return <Tag tone={tones[severity]}>{t(`severity.${severity}`)}</Tag>;
}

/** One sentence with how much it matters in front, and where it leads behind. */
export function Note({ severity, children, to }: { severity: Severity; children: ReactNode; to?: ReactNode }) {
  return (
    <li className={css.note}>
      <SeverityTag severity={severity} />
      <span>
        {children} {to}
      </span>
    </li>
  );
}
