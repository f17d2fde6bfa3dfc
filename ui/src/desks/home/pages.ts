import type { Desk } from '../../app/desks';

/** Roles whose desk is small so far begin on one page: what waits, what is posted, what was issued. */
const begins = ['exchange', 'plan_manager', 'investor'] as const;

export const homes: readonly Desk[] = begins.map((role) => ({
  role,
  pages: [{ path: `/home/${role}`, nav: 'home.title', load: () => import('./HomePage') }],
}));
