import type { PageDef } from '../../app/desks';

/** What an organisation was sent, handed in, and who read it. */
export const recordPages: readonly PageDef[] = [
  { path: '/notices', nav: 'notice.title', action: 'notice.read', load: () => import('./NoticesPage') },
  { path: '/papers', nav: 'paper.title', action: 'paper.read', load: () => import('./PapersPage') },
  { path: '/access-log', nav: 'access.title', action: 'access.read', load: () => import('./AccessPage') },
];
