import { barsPath } from './figures';
import css from './Plot.module.css';

interface Props {
  counts: readonly number[];
  /** What the picture shows, in a sentence: for those who do not see it, and under the picture for all. */
  says: string;
  from: string;
  to: string;
  /** Written at the height of the highest bar. */
  top?: string;
}

/** Bars over an axis with its ends written out and the highest bar labelled. */
export function Bars({ counts, says, from, to, top }: Props) {
  return (
    <figure className={css.plot}>
      {top && <p className={css.top}>{top}</p>}
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label={says}>
        <path d={barsPath(counts)} />
      </svg>
      <p className={css.axis}>
        <span>{from}</span>
        <span>{to}</span>
      </p>
      <figcaption>{says}</figcaption>
    </figure>
  );
}

/** The same, small, without words: beside a name in a list. */
export function Mini({ counts }: { counts: readonly number[] }) {
  return (
    <svg className={css.mini} viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={barsPath(counts)} />
    </svg>
  );
}

/** A share as a bar that begins at the left, its number beside it. */
export function ShareBar({ ppm, tone, children }: { ppm: number; tone?: 'missing'; children: string }) {
  return (
    <span className={css.share} data-tone={tone}>
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
        <rect className={css.track} width="1000" height="100" />
        <rect width={ppm > 0 ? Math.max(ppm / 1000, 12) : 0} height="100" />
      </svg>
      <span>{children}</span>
    </span>
  );
}
