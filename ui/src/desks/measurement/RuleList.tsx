import { useState } from 'react';
import type { QualityResult } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Sheet } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { Pager } from './Pager';

type Rule = QualityResult['rules'][number];

const pageSize = 20;

/** The rules that do not hold everywhere, the worst first. */
export function RuleList({ rules }: { rules: readonly Rule[] }) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const [page, setPage] = useState(0);
  if (rules.length === 0) return null;
  const broken = rules.filter((r) => r.a < r.b).sort((a, b) => a.ppm - b.ppm);
  const kept = t('quality.kept', { kept: count(rules.length - broken.length), of: count(rules.length) });
  return (
    <Sheet title={t('quality.broken')} aside={kept} flush>
      <DataTable<Rule>
        label={t('quality.broken')}
        rows={broken.slice(page * pageSize, (page + 1) * pageSize)}
        rowKey={(r) => `${r.check} ${r.columns.join('\n')} ${r.zh}`}
        empty={<Empty title={t('quality.noneBroken')} />}
        columns={[
          { key: 'rule', title: t('quality.rule'), cell: (r) => text(r) },
          { key: 'scope', title: t('quality.scope'), cell: (r) => word('scope', r.scope), tight: true },
          { key: 'a', title: t('quality.holds'), cell: (r) => count(r.a), end: true },
          { key: 'b', title: t('quality.checked'), cell: (r) => count(r.b), end: true },
          { key: 'x', title: 'A / B', cell: (r) => qualityText(r.ppm), end: true },
        ]}
      />
      <Pager page={page} pages={Math.ceil(broken.length / pageSize)} onPage={setPage} />
    </Sheet>
  );
}
