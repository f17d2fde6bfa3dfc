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

export type CertificateItem = S['CertificateItem'];
export type CertificateDetail = S['CertificateDetail'];
export type LienItem = S['CertificateLienItem'];
export type HeartbeatItem = S['CertificateBeat'];
export type Party = S['CertificateParty'];
export type Case = S['RegistrarCase'];
export type CaseItem = S['RegistrarCaseItem'];
export type CaseForm = S['RegistrarForm'];
export type Dataset = S['RegistrarDataset'];
export type DatasetDetail = S['RegistrarDatasetDetail'];
export type Measured = S['RegistrarMeasured'];
export type Term = S['RegistrarTerm'];
export type Finding = S['RegistrarFindingView'];
export type Opinion = S['RegistrarOpinion'];
export type PublicKey = S['RegistrarPublicKey'];
export type Proposal = S['RegistrarProposalView'];
