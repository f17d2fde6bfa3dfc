import type { components } from '../../api/schema';

type S = components['schemas'];
export type Overview = S['OversightOverview'];
export type Count = S['OversightCount'];
export type Scorecard = S['OversightScorecard'];
export type Sanction = S['OversightSanction'];
export type Listing = S['OversightListing'];
