import type { Desk, PageDef } from '../../app/desks';

/** What both sides of a credit see of it, from the application to the released lien. */
export const lendingPages: readonly PageDef[] = [
  {
    path: '/applications',
    nav: 'nav.applications',
    action: 'credit.read',
    load: () => import('./ApplicationsPage'),
  },
  { path: '/applications/new', action: 'application.submit', load: () => import('./NewApplicationPage') },
  { path: '/applications/:id', action: 'credit.read', load: () => import('./ApplicationPage') },
  { path: '/contracts/:id', action: 'credit.read', load: () => import('./ContractPage') },
  { path: '/liens/:id', action: 'credit.read', load: () => import('./LienPage') },
  { path: '/loans', nav: 'nav.loans', action: 'credit.read', load: () => import('./LoansPage') },
  { path: '/loans/:id', action: 'credit.read', load: () => import('./LoanPage') },
  { path: '/books', nav: 'nav.books', action: 'books.read', load: () => import('./BooksPage') },
  { path: '/loans/:id/statement', action: 'books.read', load: () => import('./StatementPage') },
];

/** A bank's desk. */
export const bank: Desk = {
  role: 'bank',
  pages: [
    { path: '/bank', nav: 'nav.worklist', action: 'credit.read', load: () => import('./WorkPage') },
    ...lendingPages,
  ],
};

/** A guarantor's desk: the pledges disclosed to it. */
export const guarantor: Desk = {
  role: 'guarantor',
  pages: [
    { path: '/guarantor', nav: 'nav.worklist', action: 'credit.read', load: () => import('./WorkPage') },
    { path: '/liens/:id', action: 'credit.read', load: () => import('./LienPage') },
  ],
};
