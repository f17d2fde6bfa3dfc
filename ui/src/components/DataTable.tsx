import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { Link, useNavigate } from 'react-router';
import { useT } from '../i18n';
import css from './DataTable.module.css';

export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** Numbers and money stand at the end of their column. */
  end?: boolean;
  /** Shrinks to its content. */
  tight?: boolean;
}

interface Props<T> {
  /** Names the table for those who do not see it. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Where a row leads. The first column becomes the link; the whole row follows a click. */
  to?: (row: T) => string;
  /** For rows that open in place instead: a dialog. */
  onOpen?: (row: T) => void;
  /** Marks rows that need attention now. */
  tone?: (row: T) => 'warn' | 'seal' | undefined;
  empty?: ReactNode;
}

/** Moves the focus to the link of a neighbouring row. Links stay in the tab order: this only adds a faster way. */
function move(e: KeyboardEvent<HTMLElement>) {
  if (e.altKey || e.ctrlKey || e.metaKey) return;
  const links = [...e.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')];
  const i = links.indexOf(document.activeElement as HTMLElement);
  if (i < 0) return;
  const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: links.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}

/** Whether what the element holds is wider than it: then the keyboard must reach it to scroll. */
function useScrolls(frame: RefObject<HTMLDivElement | null>, filled: boolean): boolean {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const box = frame.current;
    if (!filled || !box || typeof ResizeObserver === 'undefined') return;
    const watch = new ResizeObserver(() => setScrolls(box.scrollWidth > box.clientWidth));
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
    return () => watch.disconnect();
  }, [frame, filled]);
  return scrolls;
}

/** Rows of records. A real table at any width: below 860 px each row is laid out as a small list, still a row. */
export function DataTable<T>({ label, columns, rows, rowKey, to, onOpen, tone, empty }: Props<T>) {
  const t = useT();
  const navigate = useNavigate();
  const hint = useId();
  const frame = useRef<HTMLDivElement>(null);
  const scrolls = useScrolls(frame, rows.length > 0);
  const opens = Boolean(to || onOpen);
  const follow = (e: MouseEvent<HTMLElement>, row: T, href: string | undefined) => {
    const target = e.target as HTMLElement;
    if (e.defaultPrevented || target.closest('a,button,input,label') || window.getSelection()?.toString()) return;
    if (href) navigate(href);
    else onOpen?.(row);
  };
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside
    <div ref={frame} className={css.frame} onKeyDown={move} tabIndex={scrolls ? 0 : undefined}>
      <table className={css.table} aria-label={label} aria-describedby={opens ? hint : undefined}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" className={c.end ? css.end : undefined}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const href = to?.(row);
            return (
              <tr
                key={rowKey(row)}
                data-tone={tone?.(row)}
                data-open={opens || undefined}
                onClick={opens ? (e) => follow(e, row, href) : undefined}
              >
                {columns.map((c, i) => (
                  <td
                    key={c.key}
                    data-label={c.title}
                    className={`${c.end ? css.end : ''} ${c.tight ? css.tight : ''}`}
                  >
                    {i === 0 && href ? (
                      <Link to={href} data-row-link className={css.link}>
                        {c.cell(row)}
                      </Link>
                    ) : i === 0 && onOpen ? (
                      <button type="button" data-row-link className={css.link} onClick={() => onOpen(row)}>
                        {c.cell(row)}
                      </button>
                    ) : (
                      c.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {opens && (
        <p id={hint} className="visually-hidden">
          {t('table.keys')}
        </p>
      )}
    </div>
  );
}
