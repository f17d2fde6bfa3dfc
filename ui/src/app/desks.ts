import type { ComponentType } from 'react';
import type { MessageKey } from '../i18n';

/** What an organisation is admitted as, and `admin`: whoever administers this node. In the order of the menu. */
export const roles = [
  'enterprise',
  'registrar',
  'appraiser',
  'bank',
  'guarantor',
  'exchange',
  'plan_manager',
  'investor',
  'regulator',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/** One page of the interface. Its code is loaded when it is opened. */
export interface PageDef {
  /** Absolute route: /bank/cases/:id. */
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  /** Its line in the side menu; pages that belong to a record have none. */
  nav?: MessageKey;
  /** The action of the node's policy that the page needs; without it the page is not there. */
  action?: string;
}

/** The pages of one role, its landing page first. `shared` pages are everyone's. */
export interface Desk {
  role: Role | 'shared';
  pages: readonly PageDef[];
}

/** The desks of a user in the order of `roles`, then what is shared; without the pages they may not open. */
export function desksOf(desks: readonly Desk[], mine: readonly Role[], actions: readonly string[]): Desk[] {
  const order = (d: Desk) => (d.role === 'shared' ? roles.length : roles.indexOf(d.role));
  return desks
    .filter((d) => d.role === 'shared' || mine.includes(d.role))
    .map((d) => ({ ...d, pages: d.pages.filter((p) => !p.action || actions.includes(p.action)) }))
    .filter((d) => d.pages.length > 0)
    .sort((a, b) => order(a) - order(b));
}

/** Where a user lands: the first line of their menu. */
export function landing(mine: readonly Desk[]): string | undefined {
  return mine.flatMap((d) => d.pages).find((p) => p.nav)?.path;
}
