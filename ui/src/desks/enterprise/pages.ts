import type { Desk } from '../../app/desks';

export const enterprise: Desk = {
  role: 'enterprise',
  pages: [
    { path: '/enterprise/assets', nav: 'asset.list', action: 'asset.read', load: () => import('./AssetsPage') },
    { path: '/enterprise/assets/new', action: 'asset.describe', load: () => import('./NewAssetPage') },
    { path: '/enterprise/assets/:id', action: 'asset.read', load: () => import('./AssetPage') },
    { path: '/enterprise/assets/:id/file', action: 'case.file', load: () => import('./FilePage') },
    {
      path: '/enterprise/cases',
      nav: 'case.list',
      action: 'case.read',
      load: () => import('../registration/CasesPage'),
    },
    { path: '/enterprise/cases/:id/resubmit', action: 'case.file', load: () => import('./ResubmitPage') },
  ],
};
