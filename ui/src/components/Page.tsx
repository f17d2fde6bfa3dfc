import { type ReactNode, useEffect } from 'react';
import { useT } from '../i18n';
import css from './Page.module.css';

interface PageProps {
  title: string;
  /** One line under the title: code, organisation, state. */
  lead?: ReactNode;
  /** The acts of the page; the first is the next one. */
  acts?: ReactNode;
  children: ReactNode;
}

/** A page of a desk: its title (also the tab's), its acts, its sheets. */
export function Page({ title, lead, acts, children }: PageProps) {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · ${t('brand.name')}`;
  }, [title, t]);
  return (
    <article className={css.page}>
      <header className={css.head}>
        <div>
          <h1>{title}</h1>
          {lead && <div className={css.lead}>{lead}</div>}
        </div>
        {acts && <div className={`${css.acts} no-print`}>{acts}</div>}
      </header>
      {children}
    </article>
  );
}

/** One part of a page under its own heading. `flush` lets a table reach the edges. */
export function Sheet({
  title,
  aside,
  flush,
  children,
}: {
  title: string;
  aside?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={css.sheet}>
      <header className={css.sheetHead}>
        <h2>{title}</h2>
        {aside && <div className={css.aside}>{aside}</div>}
      </header>
      <div className={flush ? undefined : css.body}>{children}</div>
    </section>
  );
}

/**
 * Columns that stack when there is no room: the main one twice as wide. With `weave` their sheets then stand in one row of
 * their own, so that one of them can come first.
 */
export function Columns({ children, even, weave }: { children: ReactNode; even?: boolean; weave?: boolean }) {
  return <div className={`${even ? css.even : css.columns} ${weave ? css.weave : ''}`}>{children}</div>;
}

/** Names and their values. A value that does not exist is left out by its caller, never shown as a dash. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode] | false | null | undefined)[] }) {
  return (
    <dl className={css.facts}>
      {items.map((item) =>
        item ? (
          <div key={item[0]}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** A figure with its name: two to four stand at the head of a page. */
export function Figure({ name, children, note }: { name: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className={css.figure}>
      <p className={css.figureName}>{name}</p>
      <p className={css.figureValue}>{children}</p>
      {note && <p className={css.figureNote}>{note}</p>}
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <div className={css.figures}>{children}</div>;
}

/** A word of state. The word carries the meaning; the tone only helps. */
export function Tag({ tone, children }: { tone?: 'good' | 'warn' | 'seal' | 'primary'; children: ReactNode }) {
  return (
    <span className={css.tag} data-tone={tone}>
      {children}
    </span>
  );
}
