// Package appraisal is the appraiser's desk: commissions, valuation files in the making, reports.
//
// A holder or a bank commissions an appraiser with a certificate and a purpose. The appraiser writes a valuation
// file (package valuation; YAML, or JSON, which is YAML), saves it as often as it likes, sees what it leads to
// ([Service.Preview]), and submits it. A submission computes the report once more, puts the latest measurement of
// the data beside it, commits to the whole, and asks a second person of the appraiser to have the value recorded.
// What the log holds is the value, its range, and the commitment; the report itself lies here, whole, under that
// commitment.
//
// Who reads a report: the holder, who asked for it, the appraiser, and whom the holder handed it to ([Grant]), as
// an applicant for credit does. Others see the value in the log.
//
// Invariants: a report on record never changes; a draft is nobody's but the appraiser's; one commission leads to at
// most one report; the registry, not this package, decides whether the appraiser is independent and the certificate
// live.
//
// The measurement beside a report ([Base]) is what later heartbeats are compared with (valuation.Follow): the
// latest heartbeat when the report was submitted or, before the first, the measurement at registration.
//
// Sizes: a file is at most 256 KiB, usually 3; a report 10–40 kB.
package appraisal
