import type { Desk } from '../app/desks';
import { admin } from './admin/pages';
import { appraiser } from './appraiser/pages';
import { enterprise } from './enterprise/pages';
import { homes } from './home/pages';
import { bank, guarantor } from './lending/pages';
import { registrar } from './registrar/pages';
import { regulator } from './regulator/pages';
import { shared } from './shared/pages';

/** Every desk, each described in its own folder. A new page is a line in its desk's pages.ts. */
export const desks: readonly Desk[] = [
  enterprise,
  registrar,
  appraiser,
  bank,
  guarantor,
  regulator,
  ...homes,
  admin,
  shared,
];
