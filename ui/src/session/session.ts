import type { Role } from '../app/desks';

/** Who is signed in, for which organisation, and what the node is. */
export interface Session {
  user: string;
  name: string;
  org: string;
  orgName: string;
  roles: readonly Role[];
  /** The node's instant; `example` when its clock is moved by hand. */
  now: string;
  example: boolean;
}
