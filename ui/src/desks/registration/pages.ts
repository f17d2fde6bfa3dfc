import type { PageDef } from '../../app/desks';

/** Pages of a case and of the tables, for every side of the counter. */
export const counterPages: readonly PageDef[] = [
  { path: '/cases/:id/review', action: 'case.handle', load: () => import('./ReviewPage') },
  { path: '/certificates/:code/change', action: 'case.file', load: () => import('./ChangePage') },
  { path: '/decision-tables', load: () => import('./TablesPage') },
];
