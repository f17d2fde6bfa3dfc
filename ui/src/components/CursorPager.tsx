import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import css from './CursorPager.module.css';

/** Pages of a list by the node's cursors: the way back is remembered, the way on is what the last answer said. */
export interface Cursor {
  /** Cursor of the page shown; undefined is the first. */
  current: string | undefined;
  page: number;
  next: (cursor: string) => void;
  prev: () => void;
  reset: () => void;
}

export function useCursor(): Cursor {
  const [trail, setTrail] = useState<readonly string[]>([]);
  return {
    current: trail[trail.length - 1],
    page: trail.length + 1,
    next: (cursor) => setTrail((was) => [...was, cursor]),
    prev: () => setTrail((was) => was.slice(0, -1)),
    reset: () => setTrail([]),
  };
}

/** Nothing at all when there is only one page. */
export function CursorPager({ cursor, next }: { cursor: Cursor; next: string | null | undefined }) {
  const t = useT();
  if (cursor.page === 1 && !next) return null;
  return (
    <nav className={css.pager} aria-label={t('table.pages')}>
      <Button size="small" disabled={cursor.page === 1} onClick={cursor.prev}>
        {t('table.prev')}
      </Button>
      <span aria-current="page">{t('table.page', { page: cursor.page })}</span>
      <Button size="small" disabled={!next} onClick={() => next && cursor.next(next)}>
        {t('table.next')}
      </Button>
    </nav>
  );
}
