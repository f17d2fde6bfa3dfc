import type { Desk } from '../../app/desks';

/** Whoever administers this node: users, and nothing of any organisation's business. */
export const admin: Desk = {
  role: 'admin',
  pages: [{ path: '/admin/users', nav: 'nav.users', action: 'user.manage', load: () => import('./UsersPage') }],
};
