import type { Desk, PageDef } from '../../app/desks';

/** The regulator's desk: the field in numbers, then the list. */
export const regulator: Desk = {
  role: 'regulator',
  pages: [
    { path: '/regulator', nav: 'nav.overview', action: 'oversight.read', load: () => import('./OverviewPage') },
    {
      path: '/regulator/disputes',
      nav: 'oversight.disputes',
      action: 'oversight.read',
      load: () => import('./DisputesPage'),
    },
    {
      path: '/regulator/heartbeats',
      nav: 'oversight.beats',
      action: 'oversight.read',
      load: () => import('./BeatsPage'),
    },
  ],
};

/** The list is public among organisations: a lender looks at it before it lends. */
export const sanctionPages: readonly PageDef[] = [
  { path: '/sanctions', nav: 'nav.sanctions', action: 'org.read', load: () => import('./SanctionsPage') },
];
