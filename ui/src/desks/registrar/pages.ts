import type { Desk } from '../../app/desks';

export const registrar: Desk = {
  role: 'registrar',
  pages: [
    { path: '/registrar', nav: 'case.work', action: 'case.read', load: () => import('../registration/WorkPage') },
    {
      path: '/registrar/cases',
      nav: 'case.list',
      action: 'case.read',
      load: () => import('../registration/CasesPage'),
    },
    {
      path: '/registrar/objections',
      nav: 'stranger.title',
      action: 'case.handle',
      load: () => import('./StrangersPage'),
    },
    { path: '/registrar/imports', nav: 'import.title', action: 'import.carry', load: () => import('./ImportsPage') },
    { path: '/registrar/imports/:id', action: 'import.carry', load: () => import('./ImportPage') },
    { path: '/registrar/regimes', nav: 'regime.title', action: 'profile.adopt', load: () => import('./RegimesPage') },
    { path: '/registrar/persons', nav: 'person.title', action: 'person.admit', load: () => import('./PersonsPage') },
  ],
};
