import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Figure, Figures } from '../../components/Page';
import { percent } from '../../format/money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import type { Valuation } from '../appraiser/types';
import css from './Pictures.module.css';

/** What the simulation says: the spread, its histogram, and which input the spread comes from. */
export function Simulation({ valuation: v }: { valuation: Valuation }) {
  const t = useT();
  const text = useText();
  const u = v.uncertainty;
  if (!u) return null;
  const most = Math.max(1, ...u.histogram.counts);
  const width = (u.histogram.to_fen - u.histogram.from_fen) / u.histogram.counts.length;
  const middle = Math.floor((u.p50_fen - u.histogram.from_fen) / width);
  return (
    <div className={css.stack}>
      <Figures>
        <Figure name="P5">
          <Money fen={u.p5_fen} />
        </Figure>
        <Figure name="P50" note={t('picture.draws', { count: u.draws, seed: u.seed })}>
          <Money fen={u.p50_fen} />
        </Figure>
        <Figure name="P95">
          <Money fen={u.p95_fen} />
        </Figure>
      </Figures>
      <div>
        <div className={css.histogram} role="img" aria-label={t('picture.histogram')}>
          {u.histogram.counts.map((n, i) => (
            <i
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={i}
              data-middle={i === middle || undefined}
              style={{ height: `${(n / most) * 100}%` }}
            />
          ))}
        </div>
        <p className={css.ends}>
          <Money fen={u.histogram.from_fen} />
          <span>{t('picture.histogramWhy')}</span>
          <Money fen={u.histogram.to_fen} />
        </p>
      </div>
      <DataTable
        label={t('picture.inputs')}
        rows={u.inputs}
        rowKey={(i) => i.input}
        columns={[
          { key: 'input', title: t('value.input'), cell: (i) => text(i.label) },
          { key: 'distribution', title: t('picture.distribution'), cell: (i) => text(i.distribution) },
          { key: 'written', title: t('picture.written'), end: true, cell: (i) => i.written },
          { key: 'range', title: 'P5 – P95', end: true, cell: (i) => `${i.p5} – ${i.p95}` },
          { key: 'first', title: t('picture.first'), end: true, cell: (i) => percent(i.first_ppm / 100) },
          { key: 'total', title: t('picture.total'), end: true, cell: (i) => percent(i.total_ppm / 100) },
        ]}
      />
    </div>
  );
}
