import { Menu, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { Me } from '../api/types';
import { useT } from '../i18n';
import { Brand } from './Brand';
import css from './DeskLayout.module.css';
import type { Desk } from './desks';
import { NodeDate } from './NodeDate';
import { Preferences } from './Preferences';
import { SideNav } from './SideNav';

interface Props {
  me: Me;
  desks: readonly Desk[];
  onSignOut: () => void;
  children: ReactNode;
}

/** The frame of every desk: menu at the side (a drawer when narrow), the node's date and preferences above. */
export function DeskLayout({ me, desks, onSignOut, children }: Props) {
  const t = useT();
  const drawer = useRef<HTMLDialogElement>(null);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);

  // A new page begins at its top, for eyes and for readers of the screen alike.
  useEffect(() => {
    drawer.current?.close();
    if (shown.current === pathname) return;
    shown.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  const nav = <SideNav me={me} desks={desks} onSignOut={onSignOut} />;
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t('shell.skip')}
      </a>
      <aside className={`${css.side} no-print`}>
        <Link to="/" className={css.brand} title={t('shell.home')}>
          <Brand />
        </Link>
        {nav}
      </aside>
      <header className={`${css.head} no-print`}>
        <button
          type="button"
          className={css.menu}
          aria-label={t('shell.menu')}
          onClick={() => drawer.current?.showModal()}
        >
          <Menu size={20} aria-hidden />
        </button>
        <Link to="/" className={css.headBrand} title={t('shell.home')}>
          <Brand />
        </Link>
        <NodeDate />
        <Preferences />
      </header>
      <dialog ref={drawer} className={css.drawer} aria-label={t('shell.nav')}>
        <button
          type="button"
          className={css.close}
          aria-label={t('shell.closeMenu')}
          onClick={() => drawer.current?.close()}
        >
          <X size={20} aria-hidden />
        </button>
        {nav}
      </dialog>
      <main id="main" ref={main} tabIndex={-1} className={css.main}>
        {children}
      </main>
    </div>
  );
}
