import type { Desk } from '../app/desks';
import { admin } from './admin/pages';
import { shared } from './shared/pages';

/** Every desk, each described in its own folder. A new page is a line in its desk's pages.ts. */
export const desks: readonly Desk[] = [admin, shared];
