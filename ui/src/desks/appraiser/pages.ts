import type { Desk, PageDef } from '../../app/desks';

/** The appraiser's desk: what waits, then everything commissioned. */
export const appraiser: Desk = {
  role: 'appraiser',
  pages: [{ path: '/appraiser', nav: 'nav.worklist', load: () => import('./WorkPage') }],
};

/** Commissions and reports belong to all who asked, wrote or were handed them. */
export const valuationPages: readonly PageDef[] = [
  { path: '/commissions', nav: 'nav.commissions', action: 'valuation.read', load: () => import('./CommissionsPage') },
  { path: '/commissions/new', action: 'valuation.commission', load: () => import('./NewCommissionPage') },
  { path: '/commissions/:id', action: 'valuation.read', load: () => import('./CommissionPage') },
  { path: '/reports', nav: 'nav.reports', action: 'valuation.read', load: () => import('./ReportsPage') },
  { path: '/reports/:id/with/:other', action: 'valuation.read', load: () => import('../valuation/ComparePage') },
  { path: '/standard', nav: 'nav.standard', action: 'valuation.read', load: () => import('../valuation/StandardPage') },
  { path: '/reports/:id', action: 'valuation.read', load: () => import('./ReportPage') },
];
