import type { ScanFinding, ScanInText } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Scan.module.css';

const tones = { none: undefined, personal: 'warn', sensitive: 'seal' } as const;
const tone = (grade: string) => tones[grade as keyof typeof tones];

interface OnColumn {
  onColumn: (name: string) => void;
}

/** Each finding with the column it is in, why it is believed, and what becomes of its grade when it is cured. */
export function FindingTable({ findings, onColumn }: { findings: readonly ScanFinding[] } & OnColumn) {
  const t = useT();
  const word = useWord();
  const text = useText();
  return (
    <DataTable<ScanFinding>
      label={t('scan.findings')}
      rows={findings}
      rowKey={(f) => `${f.index} ${f.category}`}
      onOpen={(f) => onColumn(f.column)}
      tone={(f) =>
        f.state === 'plain' && f.grade !== 'none' ? (f.grade === 'sensitive' ? 'seal' : 'warn') : undefined
      }
      empty={<Empty title={t('scan.none')} />}
      columns={[
        {
          key: 'column',
          title: t('asset.column'),
          cell: (f) => <span className={css.name}>{f.column || t('scan.table')}</span>,
        },
        {
          key: 'what',
          title: t('scan.what'),
          cell: (f) => (
            <span className={css.what}>
              {text(f)}
              {f.state !== 'plain' && <Tag tone="good">{word('scanState', f.state)}</Tag>}
              {f.confidence === 'low' && <Tag>{t('scan.unsure')}</Tag>}
            </span>
          ),
        },
        { key: 'share', title: t('scan.share'), cell: (f) => qualityText(f.share_ppm), end: true },
        { key: 'why', title: t('scan.why'), cell: (f) => <span className={css.soft}>{text(f.reason)}</span> },
        { key: 'cure', title: t('scan.cure'), cell: (f) => <span className={css.soft}>{text(f.cure)}</span> },
        {
          key: 'grade',
          title: t('scan.grade'),
          cell: (f) => <Path before={f.grade} after={f.cure.after} level={f.cure.level_after} />,
        },
      ]}
    />
  );
}

/** Grade before → after. */
function Path({ before, after, level }: { before: string; after: string; level: number }) {
  const t = useT();
  const word = useWord();
  return (
    <span className={css.path}>
      <Tag tone={tone(before)}>{word('personal', before)}</Tag>
      <span aria-hidden="true">→</span>
      <span className="visually-hidden">{t('scan.becomes')}</span>
      <Tag tone={after === 'none' ? 'good' : tone(after)}>{word('personal', after)}</Tag>
      <small>{t('scan.level', { level })}</small>
    </span>
  );
}

/** What stands inside longer texts, counted over every cell. */
export function InTextTable({ list, onColumn }: { list: readonly ScanInText[] } & OnColumn) {
  const t = useT();
  const text = useText();
  return (
    <DataTable<ScanInText>
      label={t('scan.inText')}
      rows={list}
      rowKey={(f) => `${f.index} ${f.category} ${f.rule ?? ''}`}
      onOpen={(f) => onColumn(f.column)}
      tone={(f) => (f.grade === 'sensitive' ? 'seal' : f.grade === 'personal' ? 'warn' : undefined)}
      columns={[
        { key: 'column', title: t('asset.column'), cell: (f) => f.column },
        { key: 'what', title: t('scan.what'), cell: (f) => text(f) },
        { key: 'cells', title: t('scan.cells'), cell: (f) => count(f.cells), end: true },
        { key: 'per', title: t('scan.per10k'), cell: (f) => count(f.per_10k), end: true },
        { key: 'cure', title: t('scan.cure'), cell: (f) => <span className={css.soft}>{text(f.cure)}</span> },
        {
          key: 'grade',
          title: t('scan.grade'),
          cell: (f) => <Path before={f.grade} after={f.cure.after} level={f.cure.level_after} />,
        },
      ]}
    />
  );
}
