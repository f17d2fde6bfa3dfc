// Package witness is both sides of C2SP tlog-witness: a witness for others' logs, and the feeder by which a node has its own
// checkpoints cosigned.
//
// A witness remembers, of each log it watches, the latest checkpoint it cosigned. A log sends a newer one with a proof that
// it continues the remembered one; the witness checks signature and proof, remembers, and answers with its cosignature. So a
// log that shows two people different histories needs every witness to help it.
//
//	POST /add-checkpoint        old <size>                     200  — <witness> <cosignature>
//	                            <consistency proof, base64>    409  <size the witness has>
//	                                                           404 403 422 400  unknown log, signature, proof, form
//	                            <checkpoint>
//
// # Invariants
//
//   - What was cosigned is on the disk before the answer leaves: comparison and replacement are one synced transaction, so
//     that also two processes on one directory cannot cosign two histories.
//   - The remembered size never falls; the same size is cosigned again only for the same root.
//   - A checkpoint is cosigned only under the key its log was configured with.
//
// The [Feeder] sends a node's latest checkpoint to every configured witness, some seconds after the log grew, and keeps the
// cosignatures of the last one each witness took. [Feeder.Published] is the newest checkpoint that more than half of the
// witnesses cosigned: what tlog-tiles clients read.
//
// Costs: a submission is two signatures checked, one made and one synced row, 1 ms; a log takes a row of 500 bytes.
package witness
