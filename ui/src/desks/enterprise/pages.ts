import type { Desk } from '../../app/desks';
import { lendingPages } from '../lending/pages';

export const enterprise: Desk = {
  role: 'enterprise',
  pages: [
    { path: '/enterprise/work', nav: 'nav.worklist', action: 'credit.read', load: () => import('../lending/WorkPage') },
    { path: '/enterprise/assets', nav: 'asset.list', action: 'asset.read', load: () => import('./AssetsPage') },
    { path: '/enterprise/assets/new', action: 'asset.describe', load: () => import('./NewAssetPage') },
    { path: '/enterprise/assets/:id', action: 'asset.read', load: () => import('./AssetPage') },
    {
      path: '/enterprise/assets/:id/measurements/:n',
      action: 'asset.read',
      load: () => import('../measurement/MeasurementPage'),
    },
    { path: '/enterprise/assets/:id/file', action: 'case.file', load: () => import('./FilePage') },
    {
      path: '/enterprise/cases',
      nav: 'case.list',
      action: 'case.read',
      load: () => import('../registration/CasesPage'),
    },
    ...lendingPages,
    { path: '/enterprise/cases/:id/resubmit', action: 'case.file', load: () => import('./ResubmitPage') },
  ],
};
