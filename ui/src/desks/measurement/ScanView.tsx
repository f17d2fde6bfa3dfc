import type { ScanResult } from '../../api/types';
import { Columns, Sheet, Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Measure.module.css';
import scanCss from './Scan.module.css';
import { FindingTable, InTextTable } from './ScanTables';

interface Props {
  scan: ScanResult | undefined;
  onColumn: (name: string) => void;
}

/** Personal data and secrets: what stands in the way of registration, what cures it, and what grade is left then. */
export function ScanView({ scan: s, onColumn }: Props) {
  const t = useT();
  const text = useText();
  if (!s) return <Empty title={t('scan.notThere')} />;
  return (
    <>
      <BeforeAfter s={s} />
      <Sheet title={t('scan.blocks')}>
        {s.blocks.length === 0 ? (
          <Empty title={t('scan.noBlocks')} />
        ) : (
          <ul className={css.notes}>
            {s.blocks.map((b) => (
              <li key={b.code} className={css.note}>
                <Tag tone="seal">{t(b.absolute ? 'scan.absolute' : 'scan.conditional')}</Tag>
                <span>
                  {text(b.text)} <span className="faint">{b.columns.join(t('list.comma'))}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet
        title={t('scan.findings')}
        aside={s.sample_rows < s.rows ? t('measure.sampled', { rows: count(s.sample_rows) }) : undefined}
        flush
      >
        <FindingTable findings={s.findings} onColumn={onColumn} />
      </Sheet>
      {s.in_text.length > 0 && (
        <Sheet title={t('scan.inText')} aside={t('scan.inTextWhy')} flush>
          <InTextTable list={s.in_text} onColumn={onColumn} />
        </Sheet>
      )}
    </>
  );
}

const tones = { none: 'good', personal: 'warn', sensitive: 'seal' } as const;

function BeforeAfter({ s }: { s: ScanResult }) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const p = s.proposal;
  const grade = (g: string) => <Tag tone={tones[g as keyof typeof tones]}>{word('personal', g)}</Tag>;
  const cures = s.grade !== p.after.grade || p.general !== p.after.general;
  return (
    <Columns even>
      <Sheet title={t('scan.now')}>
        <p>{grade(s.grade)}</p>
        <p className={css.lede}>{text(p.text)}</p>
        {s.persons > 0 && (
          <p className={css.fine}>{t('scan.persons', { n: count(s.persons), by: s.persons_by ?? '' })}</p>
        )}
        {p.impacts.length > 0 && (
          <ul className={scanCss.reasons}>
            {p.impacts.map((i) => (
              <li key={`${i.object} ${i.reason.zh}`}>
                <b>{word('impact', i.object)}</b> · {word('degree', i.degree)}: {text(i.reason)}
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet title={t('scan.afterCure')}>
        {cures ? (
          <>
            <p>{grade(p.after.grade)}</p>
            <p className={css.lede}>{text(p.after.text)}</p>
            <p className={css.fine}>{t('scan.cureWhy')}</p>
          </>
        ) : (
          <p>{t('scan.nothingToCure')}</p>
        )}
      </Sheet>
    </Columns>
  );
}
