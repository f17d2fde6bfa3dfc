import type { Desk } from '../../app/desks';

/** What everybody has, whatever their role. */
export const shared: Desk = {
  role: 'shared',
  pages: [
    { path: '/approvals', nav: 'nav.approvals', load: () => import('./ApprovalsPage') },
    { path: '/approvals/:id', load: () => import('./ApprovalPage') },
    { path: '/audit', nav: 'nav.audit', action: 'audit.read', load: () => import('./AuditPage') },
    { path: '/policy', nav: 'nav.policy', load: () => import('./PolicyPage') },
    { path: '/account', nav: 'nav.account', load: () => import('./AccountPage') },
  ],
};
