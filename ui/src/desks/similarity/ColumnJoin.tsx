import { useState } from 'react';
import { qualityText } from '../../components/Measurement';
import { useT } from '../../i18n';
import { joinColumns, type Pair } from './join';
import css from './Similarity.module.css';

const row = 30;

interface Props {
  here: { title: string; columns: readonly string[] };
  there: { title: string; columns: readonly string[] };
  pairs: readonly Pair[];
}

/** Two lists of columns, joined by a line for each pair that corresponds; a column under the pointer shows its line alone. */
export function ColumnJoin({ here, there, pairs }: Props) {
  const t = useT();
  const [active, setActive] = useState<string | null>(null);
  const j = joinColumns(here.columns, there.columns, pairs);
  const height = Math.max(j.left.length, j.right.length, 1) * row;
  const y = (i: number) => i * row + row / 2;
  const list = (names: string[], side: 'a' | 'b', more: number) => (
    <ul className={css.side} data-side={side}>
      {names.map((n) => {
        const partner = pairs.find((p) => p[side] === n);
        return (
          <li
            key={n}
            title={n}
            data-paired={partner ? true : undefined}
            onPointerEnter={() => setActive(partner ? `${side}${n}` : null)}
            onPointerLeave={() => setActive(null)}
          >
            {n}
          </li>
        );
      })}
      {more > 0 && <li className={css.more}>{t('similar.moreColumns', { count: more })}</li>}
    </ul>
  );
  return (
    <div className={css.join}>
      <p className={css.name}>{here.title}</p>
      <span />
      <p className={css.name}>{there.title}</p>
      {list(j.left, 'a', j.leftMore)}
      <svg
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        style={{ height }}
        role="img"
        aria-label={t('similar.joinSays', { count: pairs.length })}
      >
        {j.lines.map((l) => {
          const on = active === `a${l.pair.a}` || active === `b${l.pair.b}`;
          return (
            <path
              key={`${l.pair.a}\n${l.pair.b}`}
              d={`M0 ${y(l.from)}C45 ${y(l.from)} 55 ${y(l.to)} 100 ${y(l.to)}`}
              data-proof={l.proof || undefined}
              data-dim={(active !== null && !on) || undefined}
            >
              <title>{`${l.pair.a} – ${l.pair.b}: ${qualityText(l.pair.containment_ab_ppm)}`}</title>
            </path>
          );
        })}
      </svg>
      {list(j.right, 'b', j.rightMore)}
    </div>
  );
}
