import type { Case } from '../../api/types';
import { Sheet } from '../../components/Page';
import { useT } from '../../i18n';
import { HeadList } from './HeadList';

/** The conclusion of the review by its three heads (Guide Art. 18). */
export function ReviewSheet({ c }: { c: Case }) {
  const t = useT();
  const r = c.review;
  if (!r) return null;
  return (
    <Sheet title={t('case.review')} aside={r.late ? `${r.on} · ${t('case.late')}` : r.on}>
      <HeadList opinion={{ ...r.opinion, accuracy: r.accuracy, compliance: r.compliance, clarity: r.clarity }} />
    </Sheet>
  );
}
