import { Tag } from '../../components/Page';
import { useT } from '../../i18n';
import css from './Form.module.css';

type Head = { passed: boolean; note?: string };

/** A review's opinion by its three heads (Guide Art. 18). */
export function HeadList({
  opinion: o,
}: {
  opinion: { text?: string } & Record<'accuracy' | 'compliance' | 'clarity', Head>;
}) {
  const t = useT();
  const heads = [
    ['review.accuracy', o.accuracy],
    ['review.legality', o.compliance],
    ['review.clarity', o.clarity],
  ] as const;
  return (
    <>
      {o.text && <p className={css.summary}>{o.text}</p>}
      {heads.map(([key, head]) => (
        <div key={key} className={css.head}>
          <span>{t(key)}</span>
          <Tag tone={head.passed ? 'good' : 'seal'}>{t(head.passed ? 'case.passed' : 'case.notPassed')}</Tag>
          <span className="faint">{head.note}</span>
        </div>
      ))}
    </>
  );
}
