import type { ComponentType } from 'react';
import type { MessageKey } from '../i18n';

/** What an organisation is admitted as, and `admin`: whoever administers this node. */
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
}

/** The pages of one role, its landing page first. `shared` pages are everyone's. */
export interface Desk {
  role: Role | 'shared';
  pages: readonly PageDef[];
}

/** What the menu of a user shows: the desks of their roles in the order of `roles`, then what is shared. */
export function desksOf(desks: readonly Desk[], mine: readonly Role[]): Desk[] {
  const order = (d: Desk) => (d.role === 'shared' ? roles.length : roles.indexOf(d.role));
  return desks
    .filter((d) => d.role === 'shared' || mine.includes(d.role))
    .filter((d) => d.pages.some((p) => p.nav))
    .sort((a, b) => order(a) - order(b));
}
