import type { Desk } from '../app/desks';

/** Every desk, each described in its own folder. A new page is a line in its desk's pages.ts. */
export const desks: readonly Desk[] = [];
