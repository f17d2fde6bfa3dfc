import type { PageDef } from '../../app/desks';

/** Liens as the register holds them. */
export const lienPages: readonly PageDef[] = [
  { path: '/liens', nav: 'lien.list', action: 'credit.read', load: () => import('./LiensPage') },
  { path: '/liens/:id/register', action: 'certificate.read', load: () => import('./LienRegisterPage') },
];
