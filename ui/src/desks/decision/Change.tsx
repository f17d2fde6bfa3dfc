import { ArrowRight } from 'lucide-react';
import { Link } from 'react-router';
import type { ApprovalItem } from '../../api/types';
import { Sheet } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import css from './Decision.module.css';
import { member, subjectPath } from './points';

/** Which way a request of two outcomes goes. */
function outcome(item: ApprovalItem): string {
  const { kind, payload } = item;
  if (kind === 'objection.resolve' && member(payload, 'command', 'upheld') === true) return `${kind}.upheld`;
  const heads = ['accuracy', 'compliance', 'clarity'].map((h) => member(payload, 'command', h));
  if (kind === 'case.review' && heads.some((h) => h === false)) return `${kind}.failed`;
  return kind;
}

/** How the subject stands now, and how it will once a second person agrees. */
export function Change({ item }: { item: ApprovalItem }) {
  const t = useT();
  const word = useWord();
  const to = subjectPath(item.subject);
  return (
    <Sheet
      title={t('decision.change')}
      aside={
        <>
          <code>{item.subject}</code> {to && <Link to={to}>{t('decision.open')}</Link>}
        </>
      }
      flush
    >
      <div className={css.change}>
        <div className={css.side}>
          <p className={css.sideName}>{t('decision.before')}</p>
          <p className={css.sideState}>{word('now', item.kind)}</p>
        </div>
        <span className={css.arrow}>
          <ArrowRight size={16} aria-hidden />
        </span>
        <div className={css.side} data-after>
          <p className={css.sideName}>{t('decision.after')}</p>
          <p className={css.sideState}>{word('then', outcome(item))}</p>
        </div>
      </div>
    </Sheet>
  );
}
