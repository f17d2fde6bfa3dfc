import type { Desk } from '../../app/desks';
import { valuationPages } from '../appraiser/pages';
import { lienPages } from '../liens/pages';
import { measurementPages } from '../measurement/pages';
import { recordPages } from '../records/pages';
import { counterPages } from '../registration/pages';
import { sanctionPages } from '../regulator/pages';
import { searchPages } from '../search/pages';

/** What everybody has, whatever their role. */
export const shared: Desk = {
  role: 'shared',
  pages: [
    { path: '/approvals', nav: 'nav.approvals', load: () => import('./ApprovalsPage') },
    { path: '/approvals/:id', load: () => import('./ApprovalPage') },
    {
      path: '/certificates',
      nav: 'certificate.list',
      action: 'certificate.read',
      load: () => import('../certificates/CertificatesPage'),
    },
    { path: '/certificates/:code', action: 'certificate.read', load: () => import('../certificates/CertificatePage') },
    ...searchPages,
    ...lienPages,
    ...valuationPages,
    ...sanctionPages,
    { path: '/cases/:id', action: 'certificate.read', load: () => import('../registration/CasePage') },
    ...counterPages,
    ...measurementPages,
    ...recordPages,
    { path: '/log', nav: 'log.title', action: 'log.read', load: () => import('../log/LogPage') },
    { path: '/log/fact', action: 'log.read', load: () => import('../log/FactPage') },
    { path: '/log/:index', action: 'log.read', load: () => import('../log/EntryPage') },
    {
      path: '/organisations',
      nav: 'org.list',
      action: 'org.read',
      load: () => import('../organisations/OrganisationsPage'),
    },
    { path: '/organisations/new', action: 'org.admit', load: () => import('../organisations/AdmitPage') },
    { path: '/organisations/:uscc', action: 'org.read', load: () => import('../organisations/OrganisationPage') },
    { path: '/keys', nav: 'key.mine', action: 'command.submit', load: () => import('../organisations/KeysPage') },
    { path: '/audit', nav: 'nav.audit', action: 'audit.read', load: () => import('./AuditPage') },
    { path: '/policy', nav: 'nav.policy', load: () => import('./PolicyPage') },
    { path: '/account', nav: 'nav.account', load: () => import('./AccountPage') },
  ],
};
