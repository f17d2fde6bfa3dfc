import type { PageDef } from '../../app/desks';

/** Looking things up in the register, as whoever the reader is: a stranger, an authorised reader, a holder. */
export const searchPages: readonly PageDef[] = [
  { path: '/search', nav: 'search.title', action: 'certificate.read', load: () => import('./SearchPage') },
];
