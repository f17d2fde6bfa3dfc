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
  ],
};
