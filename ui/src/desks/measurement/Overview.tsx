import { useState } from 'react';
import type { MeasurementDetail } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Columns, Facts, Figure, Figures, Sheet, Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { ppmOf } from './figures';
import { Growth } from './Growth';
import css from './Measure.module.css';
import type { View } from './MeasurementView';
import { Note } from './Note';
import type { Profile } from './profile';

interface Props {
  m: MeasurementDetail;
  p: Profile;
  onColumn: (name: string) => void;
  onView: (view: View) => void;
}

const first = 8;
const growthShown = 4;

/** What a reader wants to know first: size, quality, personal data, and what calls for attention. */
export function Overview({ m, p, onColumn, onView }: Props) {
  const t = useT();
  const cells = p.rows * p.columns.length;
  const missing = p.columns.reduce((sum, c) => sum + c.missing, 0);
  const growing = p.columns.filter((c) => (c.time?.growth ?? []).length > 1);
  return (
    <>
      <Figures>
        <Figure name={t('measured.rows')} note={t('measure.byColumns', { columns: count(p.columns.length) })}>
          {count(p.rows)}
        </Figure>
        <Figure
          name={t('measured.quality')}
          note={m.quality ? t('measure.gradeOf', { grade: m.quality.grade }) : undefined}
        >
          {qualityText(m.quality_ppm)}
        </Figure>
        <Figure name={t('measure.missingCells')} note={t('measure.ofCells', { cells: count(cells) })}>
          {qualityText(ppmOf(missing, cells))}
        </Figure>
        <Figure
          name={t('measure.repeatedRows')}
          note={p.duplicates?.exact === false ? t('measure.estimated') : undefined}
        >
          {count(p.duplicates?.rows ?? 0)}
        </Figure>
      </Figures>
      <Columns>
        <div>
          <Alerts p={p} onColumn={onColumn} />
          {growing.length > 0 && (
            <Sheet
              title={t('measure.growth')}
              aside={growing.length > growthShown ? <More onClick={() => onView('relations')} /> : undefined}
            >
              <div className={css.pair}>
                {growing.slice(0, growthShown).map((c) => (
                  <Growth key={c.name} column={c} onColumn={onColumn} />
                ))}
              </div>
            </Sheet>
          )}
        </div>
        <div>
          <Types p={p} />
          <ScanBrief m={m} onView={onView} />
        </div>
      </Columns>
    </>
  );
}

function More({ onClick }: { onClick: () => void }) {
  const t = useT();
  return (
    <button type="button" className={css.plain} onClick={onClick}>
      {t('measure.all')}
    </button>
  );
}

function Alerts({ p, onColumn }: { p: Profile; onColumn: (name: string) => void }) {
  const t = useT();
  const text = useText();
  const [all, setAll] = useState(false);
  const list = p.alerts ?? [];
  return (
    <Sheet title={t('measure.alerts')} aside={list.length > 0 ? count(list.length) : undefined}>
      {list.length === 0 ? (
        <Empty title={t('measure.noAlerts')} />
      ) : (
        <ul className={css.notes}>
          {(all ? list : list.slice(0, first)).map((a) => (
            <Note
              key={`${a.code} ${a.column ?? ''}`}
              severity={a.severity}
              to={
                a.column && (
                  <button type="button" className={css.plain} onClick={() => a.column && onColumn(a.column)}>
                    {t('measure.look')}
                    <span className="visually-hidden"> {a.column}</span>
                  </button>
                )
              }
            >
              {text(a)}
            </Note>
          ))}
        </ul>
      )}
      {list.length > first && !all && (
        <button type="button" className={css.plain} onClick={() => setAll(true)}>
          {t('measure.moreAlerts', { count: list.length - first })}
        </button>
      )}
    </Sheet>
  );
}

function Types({ p }: { p: Profile }) {
  const t = useT();
  const word = useWord();
  const by = new Map<string, number>();
  for (const c of p.columns) by.set(c.type, (by.get(c.type) ?? 0) + 1);
  return (
    <Sheet title={t('measure.types')}>
      <Facts items={[...by].sort((a, b) => b[1] - a[1]).map(([type, n]) => [word('columnType', type), count(n)])} />
      {p.sample_rows !== undefined && p.sample_rows < p.rows && (
        <p className={css.fine}>{t('measure.sampled', { rows: count(p.sample_rows) })}</p>
      )}
    </Sheet>
  );
}

function ScanBrief({ m, onView }: { m: MeasurementDetail; onView: (view: View) => void }) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const tone = m.personal_data === 'none' ? 'good' : m.personal_data === 'sensitive' ? 'seal' : 'warn';
  return (
    <Sheet title={t('measured.personal')} aside={m.scan && <More onClick={() => onView('scan')} />}>
      <Tag tone={tone}>{word('personal', m.personal_data)}</Tag>
      {m.scan && <p className={css.lede}>{text(m.scan.proposal.text)}</p>}
      {m.scan && m.scan.blocks.length > 0 && <p>{t('scan.blocking', { count: m.scan.blocks.length })}</p>}
    </Sheet>
  );
}
