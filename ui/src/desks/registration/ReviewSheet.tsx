import type { Case } from '../../api/types';
import { Sheet, Tag } from '../../components/Page';
import { useT } from '../../i18n';
import css from './Form.module.css';

/** The conclusion of the review by its three heads (Guide Art. 18). */
export function ReviewSheet({ c }: { c: Case }) {
  const t = useT();
  const r = c.review;
  if (!r) return null;
  const heads = [
    ['review.accuracy', r.accuracy],
    ['review.legality', r.compliance],
    ['review.clarity', r.clarity],
  ] as const;
  return (
    <Sheet title={t('case.review')} aside={r.late ? `${r.on} · ${t('case.late')}` : r.on}>
      {r.opinion.text && <p className={css.summary}>{r.opinion.text}</p>}
      {heads.map(([key, head]) => (
        <div key={key} className={css.head}>
          <span>{t(key)}</span>
          <Tag tone={head.passed ? 'good' : 'seal'}>{t(head.passed ? 'case.passed' : 'case.notPassed')}</Tag>
          <span className="faint">{head.note}</span>
        </div>
      ))}
    </Sheet>
  );
}
