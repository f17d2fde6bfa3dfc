// Package similarity answers, for the whole registry: what registered data contains, is contained in, or largely overlaps
// this?
//
//	owner's site                     node                                                        officer, lender
//	sketch, local  ──blinded──►  evaluations: limits, audit, key share
//	               ◄──proved───      (packages oprf, protocol)
//	sketch, sealed ───────────►  data set … case.file ──► log ──► index (package index): postings of every filing
//	                                                       │
//	                             at filing: index below the filing's position ──► candidates ──► full comparison
//	                                                                                 │              (registrar)
//	applicant: "something rings: red"  ◄── answers by grade ◄────────────────────────┴────► findings with certificates
//
// # No filing is missed
//
// The index follows the log, like the directory. Whoever asks for the candidates of a filing names its log position;
// [Service.Candidates] returns only when every entry below it was taken in, and looks at those alone. So of two filings
// at the same moment the later finds the earlier, always and on every node, as if the index were part of the
// registration's own transaction; and a search repeated later gives the same.
//
// Postings are read from the filing's entry. A filing without them (from before they existed, or sealed in the public
// domain, whose hashes do not belong in the log) is entered with those of its sketch where the node keeps it.
//
// # Who learns what
//
// The applicant learns whether something rings, by grade, and that the officer sees it. The officer of the case sees
// which registrations, estimates and columns. A lender of the applicant sees registrations and estimates. Nobody else
// learns that there is anything. Nothing here refuses a registration.
//
// # Invariants
//
//   - An evaluation is counted and in the audit trail before it is made; elements are neither kept nor logged.
//   - Limits are counted in the store, by organisation and by subject, so that a restart forgets nothing.
//   - The index is a cache; on any doubt it is built again from the log.
package similarity
