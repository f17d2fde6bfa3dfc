import type { ReactNode } from 'react';
import { useT } from '../i18n';
import css from './PageState.module.css';
import { ProblemNote } from './ProblemNote';

interface Query<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** The three states of a page that is not yet there: a skeleton, an error that says how to go on, or the content. */
export function PageState<T>({ query, children }: { query: Query<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNote error={query.error} onRetry={() => query.refetch()} />;
  return <Skeleton />;
}

export function Skeleton({ lines = 5 }: { lines?: number }) {
  const t = useT();
  return (
    <div className={css.skeleton} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike
        <span key={i} style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** Nothing here: says so, and what to do next. */
export function Empty({ title, children }: { title?: string; children?: ReactNode }) {
  const t = useT();
  return (
    <div className={css.empty}>
      <p>{title ?? t('state.empty')}</p>
      {children}
    </div>
  );
}
