import type { PageDef } from '../../app/desks';

/** What a case was filed with, and what it resembles: both sides of the counter. */
export const measurementPages: readonly PageDef[] = [
  { path: '/cases/:id/measurement', action: 'case.read', load: () => import('./CaseMeasurementPage') },
  { path: '/cases/:id/findings/:other', action: 'case.read', load: () => import('../similarity/ComparisonPage') },
];
