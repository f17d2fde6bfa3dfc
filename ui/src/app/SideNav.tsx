import { LogOut } from 'lucide-react';
import { NavLink } from 'react-router';
import type { Me } from '../api/types';
import { useT } from '../i18n';
import { useName } from '../session/session';
import type { Desk } from './desks';
import css from './SideNav.module.css';

/** Whether other lines of the menu lie below a page: it is then current only itself. */
const isRootOf = (path: string, desk: Desk) => desk.pages.some((p) => p.nav && p.path.startsWith(`${path}/`));

/** The menu of one user: their desks by role, then what is shared, then who they are. */
export function SideNav({ me, desks, onSignOut }: { me: Me; desks: readonly Desk[]; onSignOut: () => void }) {
  const t = useT();
  const name = useName();
  return (
    <>
      <nav className={css.nav} aria-label={t('shell.nav')}>
        {desks
          .filter((d) => d.pages.some((p) => p.nav))
          .map((desk) => (
            <section key={desk.role}>
              {desk.role !== 'shared' && <h2 className={css.desk}>{t(`role.${desk.role}`)}</h2>}
              <ul className={desk.role === 'shared' ? css.shared : undefined}>
                {desk.pages.map(
                  (p) =>
                    p.nav && (
                      <li key={p.path}>
                        <NavLink to={p.path} end={isRootOf(p.path, desk)} className={css.item}>
                          {t(p.nav)}
                        </NavLink>
                      </li>
                    ),
                )}
              </ul>
            </section>
          ))}
      </nav>
      <section className={css.who} aria-label={t('shell.account')}>
        <div className={css.names}>
          <p className={css.org}>{name(me.organisation) || t('role.admin')}</p>
          <p className={css.user}>{me.name}</p>
        </div>
        <button
          type="button"
          className={css.out}
          aria-label={t('shell.signOut')}
          title={t('shell.signOut')}
          onClick={onSignOut}
        >
          <LogOut size={16} aria-hidden />
        </button>
      </section>
    </>
  );
}
