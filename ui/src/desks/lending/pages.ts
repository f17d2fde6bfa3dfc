import type { Desk, PageDef } from '../../app/desks';

/** What both sides of a loan see of it. */
export const lendingPages: readonly PageDef[] = [
  { path: '/loans', nav: 'nav.loans', action: 'credit.read', load: () => import('./LoansPage') },
  { path: '/loans/:id', action: 'credit.read', load: () => import('./LoanPage') },
  { path: '/loans/:id/statement', action: 'books.read', load: () => import('./StatementPage') },
];

/** A bank's desk. */
export const bank: Desk = {
  role: 'bank',
  pages: [...lendingPages],
};
