import type { components } from './schema';

/** Short names for what the node sends. */
type S = components['schemas'];
export type Me = S['BaseMe'];
export type Node = S['BaseNode'];
export type User = S['AuthUser'];
export type Organisation = S['AuthOrganisation'];
export type Token = S['AuthToken'];
export type OpenSession = S['AuthSession'];
export type Link = S['AuthLink'];
export type ApprovalItem = S['ApprovalItem'];
export type AuditRow = S['AuditRow'];
export type PolicyRule = S['BasePolicyRule'];
