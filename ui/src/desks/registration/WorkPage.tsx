import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { api, body } from '../../api/client';
import type { CaseItem } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { Figure, Figures, Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { useT, useWord, type Vocabulary } from '../../i18n';
import { useApprovalWork } from '../work/useApprovalWork';
import { WorkList } from '../work/WorkList';
import { useCaseColumns } from './caseColumns';
import css from './Form.module.css';
import { filterQueue, type QueueFilter, queueFigures, valuesOf } from './queue';
import { termTone } from './TermCell';

/** The officer's queue by legal clock: what is overdue first, then by working days left; then what waits for others. */
export default function WorkPage() {
  const t = useT();
  const columns = useCaseColumns();
  const approvals = useApprovalWork();
  const [filter, setFilter] = useState<QueueFilter>({});
  const query = useQuery({ queryKey: ['work', 'cases'], queryFn: () => body(api.GET('/api/v1/work/cases')) });
  const table = (label: string, rows: readonly CaseItem[], empty?: string) => (
    <DataTable
      label={label}
      rows={rows}
      rowKey={(c) => c.id}
      to={(c) => `/cases/${c.id}`}
      tone={(c) => termTone(c.term)}
      columns={columns}
      empty={empty && <Empty title={empty} />}
    />
  );
  return (
    <Page title={t('case.work')}>
      {approvals.items.length > 0 && (
        <Sheet title={t('work.approvals')} aside={approvals.items.length} flush>
          <WorkList label={t('work.approvals')} items={approvals.items} />
        </Sheet>
      )}
      <PageState query={query}>
        {(work) => {
          const mine = filterQueue(work.items, filter);
          const other = filterQueue(work.other, filter);
          const figures = queueFigures(work.items);
          return (
            <>
              <Figures>
                <Figure name={t('queue.overdue')}>{figures.overdue}</Figure>
                <Figure name={t('queue.soon')}>{figures.soon}</Figure>
                <Figure name={t('queue.mine')}>{work.items.length}</Figure>
                <Figure name={t('queue.deemed')} note={t('case.article', { n: 17 })}>
                  {figures.deemed}
                </Figure>
              </Figures>
              <Filters all={[...work.items, ...work.other]} filter={filter} onFilter={setFilter} />
              <Sheet title={t('case.mine')} aside={mine.length} flush>
                {table(t('case.mine'), mine, t(work.items.length > 0 ? 'queue.noneSuch' : 'case.workEmpty'))}
              </Sheet>
              {other.length > 0 && (
                <Sheet title={t('case.others')} aside={other.length} flush>
                  {table(t('case.others'), other)}
                </Sheet>
              )}
            </>
          );
        }}
      </PageState>
    </Page>
  );
}

const filters: readonly {
  name: keyof QueueFilter;
  label: 'queue.clock' | 'queue.type' | 'queue.regime';
  words: Vocabulary;
}[] = [
  { name: 'clock', label: 'queue.clock', words: 'clockName' },
  { name: 'type', label: 'queue.type', words: 'caseType' },
  { name: 'regime', label: 'queue.regime', words: 'regimeName' },
];

/** Choices that narrow the queue; a choice that would leave all as it is is not offered. */
function Filters({
  all,
  filter,
  onFilter,
}: {
  all: readonly CaseItem[];
  filter: QueueFilter;
  onFilter: (f: QueueFilter) => void;
}) {
  const t = useT();
  const word = useWord();
  const shown = filters.filter((f) => filter[f.name] !== undefined || valuesOf(all, f.name).length > 1);
  if (shown.length === 0) return null;
  return (
    <div className={css.filters}>
      {shown.map((f) => (
        <Select
          key={f.name}
          aria-label={t(f.label)}
          value={filter[f.name] ?? ''}
          style={{ minWidth: 170 }}
          onChange={(v: string) => onFilter({ ...filter, [f.name]: v || undefined })}
          options={[
            { value: '', label: t('queue.filter', { name: t(f.label), value: t('queue.all') }) },
            ...valuesOf(all, f.name).map((v) => ({ value: v, label: word(f.words, v) })),
          ]}
        />
      ))}
    </div>
  );
}
