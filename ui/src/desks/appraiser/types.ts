import type { components } from '../../api/schema';

type S = components['schemas'];
export type Commission = S['AppraisalCommission'];
export type Draft = S['AppraisalDraft'];
export type DraftProblem = S['AppraisalProblem'];
export type Report = S['AppraisalReport'];
export type ReportItem = S['AppraisalReportItem'];
export type NewCommission = S['AppraisalNewCommission'];
/** What a valuation file leads to. */
export type Valuation = S['ValuationReport'];
export type Approach = S['ValuationApproachReport'];
export type DerivationRow = S['ValuationRow'];
export type Sensitivity = S['ValuationSensitivity'];
