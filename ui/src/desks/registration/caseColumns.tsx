import type { CaseItem } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { Tag } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT, useWord } from '../../i18n';
import { TermCell } from './TermCell';

const tones: Partial<Record<string, 'good' | 'warn' | 'seal' | 'primary'>> = {
  filed: 'primary',
  correcting: 'warn',
  objected: 'seal',
  certified: 'good',
  refused: 'seal',
  not_filed: 'seal',
};

export function CaseStatus({ status }: { status: string }) {
  const word = useWord();
  return <Tag tone={tones[status]}>{word('caseStatus', status)}</Tag>;
}

/** A registration that is over, and on which an objection waits. */
function late(c: CaseItem): boolean {
  return c.status === 'certified' && c.acts.some((a) => ['notify', 'answer', 'resolve'].includes(a));
}

/** The columns by which cases are told apart, in every list of them. */
export function useCaseColumns(): Column<CaseItem>[] {
  const t = useT();
  const word = useWord();
  return [
    { key: 'title', title: t('case.title'), cell: (c) => c.title },
    { key: 'applicant', title: t('case.applicant'), cell: (c) => <Party party={c.applicant} /> },
    { key: 'type', title: t('queue.type'), cell: (c) => word('caseType', c.type), tight: true },
    { key: 'filed', title: t('case.filedOn'), cell: (c) => c.filed_on, tight: true },
    {
      key: 'status',
      title: t('case.status'),
      cell: (c) => (
        <>
          <CaseStatus status={c.status} /> {late(c) && <Tag tone="warn">{t('case.lateOpen')}</Tag>}
        </>
      ),
      tight: true,
    },
    { key: 'term', title: t('case.term'), cell: (c) => <TermCell term={c.term} />, tight: true },
  ];
}
