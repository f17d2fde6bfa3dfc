import { Button } from 'antd';
import type { ScanFinding } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Columns, Facts, Sheet, Tag } from '../../components/Page';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { Bars } from './Bars';
import { figure, ppmOf } from './figures';
import { Growth } from './Growth';
import css from './Measure.module.css';
import { Note } from './Note';
import type { Alert, Profile, ProfileColumn } from './profile';
import { Box, Patterns } from './Spread';

interface Props {
  p: Profile;
  index: number;
  column: ProfileColumn;
  alerts: readonly Alert[];
  findings: readonly ScanFinding[];
  before: number | undefined;
  after: number | undefined;
  onChoose: (index: number | null) => void;
}

/** One column: what it holds, how its values are spread and written, and how it grew. */
export function ColumnDetail({ p, index, column: c, alerts, findings, before, after, onChoose }: Props) {
  const t = useT();
  const word = useWord();
  const text = useText();
  return (
    <>
      <nav className={css.steps} aria-label={t('measure.view.columns')}>
        <button type="button" className={css.plain} onClick={() => onChoose(null)}>
          {t('measure.toColumns')}
        </button>
        <span>{t('measure.nthOf', { n: index + 1, of: count(p.columns.length) })}</span>
        <Button size="small" disabled={before === undefined} onClick={() => onChoose(before ?? null)}>
          {t('measure.before')}
        </Button>
        <Button size="small" disabled={after === undefined} onClick={() => onChoose(after ?? null)}>
          {t('measure.after')}
        </Button>
      </nav>
      <header className={css.columnHead}>
        <h2>{c.name}</h2>
        <Tag tone="primary">{word('columnType', c.type)}</Tag>
        {c.key && <Tag>{t(`measure.key.${c.key}`)}</Tag>}
        {c.withheld && <Tag tone="warn">{t('asset.withheld')}</Tag>}
        {findings.map((f) => (
          <Tag key={f.category} tone={f.grade === 'none' ? undefined : f.grade === 'sensitive' ? 'seal' : 'warn'}>
            {text(f)}
          </Tag>
        ))}
      </header>
      {alerts.length > 0 && (
        <ul className={css.notes}>
          {alerts.map((a) => (
            <Note key={a.code} severity={a.severity}>
              {text(a)}
            </Note>
          ))}
        </ul>
      )}
      <Columns even>
        <Sheet title={t('measure.holds')}>
          <ColumnFacts c={c} rows={p.rows} />
        </Sheet>
        <div>
          <Spread c={c} sampleRows={p.sample_rows ?? p.rows} />
        </div>
      </Columns>
      {(c.time?.growth ?? []).length > 1 && (
        <Sheet title={t('measure.growth')}>
          <Growth column={c} />
        </Sheet>
      )}
    </>
  );
}

function Spread({ c, sampleRows }: { c: ProfileColumn; sampleRows: number }) {
  const t = useT();
  const bins = c.histogram?.bins ?? [];
  const first = bins[0];
  const last = bins.at(-1);
  const top = Math.max(0, ...bins.map((b) => b.count));
  const fullest = bins.find((b) => b.count === top);
  const all = bins.reduce((sum, b) => sum + b.count, 0);
  const patterns = c.patterns ?? [];
  return (
    <>
      {first && last && fullest && bins.length > 1 && (
        <Sheet title={t('measure.spread')} aside={c.histogram?.exact ? undefined : t('measure.fromSample')}>
          <Bars
            counts={bins.map((b) => b.count)}
            from={figure(first.from)}
            to={figure(last.to)}
            top={count(top)}
            says={t('measure.spreadSays', {
              share: qualityText(ppmOf(top, all)),
              from: figure(fullest.from),
              to: figure(fullest.to),
            })}
          />
          {c.quantiles && <Box q={c.quantiles} />}
        </Sheet>
      )}
      {patterns.length > 0 && (
        <Sheet title={t('measure.patterns')} aside={t('measure.fromSample')}>
          <Patterns patterns={patterns} of={Math.min(sampleRows, c.values)} />
        </Sheet>
      )}
    </>
  );
}

function ColumnFacts({ c, rows }: { c: ProfileColumn; rows: number }) {
  const t = useT();
  const word = useWord();
  const share = (n: number, of: number) => `${count(n)} (${qualityText(ppmOf(n, of))})`;
  const from = c.number?.min ?? c.time?.earliest;
  const to = c.number?.max ?? c.time?.latest;
  return (
    <Facts
      items={[
        [t('measure.values'), count(c.values)],
        [t('asset.missing'), share(c.missing, rows)],
        c.blank ? [t('measure.blank'), count(c.blank)] : null,
        c.padded ? [t('measure.padded'), share(c.padded, c.values)] : null,
        [t('asset.distinct'), `${c.exact === false ? '≈ ' : ''}${share(c.distinct, c.values)}`],
        c.fitting !== undefined && c.fitting < c.values
          ? [t('measure.unfitting'), share(c.values - c.fitting, c.values)]
          : null,
        from !== undefined && [t('asset.extremes'), `${figure(from)} – ${figure(to)}`],
        !!c.number?.mean && [t('measure.mean'), figure(c.number.mean)],
        !!c.number?.std_dev && [t('measure.stdDev'), figure(c.number.std_dev)],
        !!c.number?.skewness && [t('measure.skewness'), figure(c.number.skewness)],
        !!c.number?.kurtosis && [t('measure.kurtosis'), figure(c.number.kurtosis)],
        !!c.number?.zeros && [t('measure.zeros'), share(c.number.zeros, c.values)],
        !!c.number?.negatives && [t('measure.negatives'), share(c.number.negatives, c.values)],
        !!c.time?.newest && [t('measure.newest'), c.time.newest],
        c.time?.future ? [t('measure.future'), share(c.time.future, c.values)] : null,
        !!c.time?.form && [t('measure.form'), c.time.form],
        !!c.lengths && [t('measure.lengths'), t('measure.lengthsOf', { ...c.lengths, mean: figure(c.lengths.mean) })],
        !!c.monotone && c.monotone !== 'none' && [t('measure.monotone'), word('monotone', c.monotone)],
        !!c.entropy_bits && [t('measure.entropy'), t('measure.bits', { n: figure(c.entropy_bits) })],
      ]}
    />
  );
}
