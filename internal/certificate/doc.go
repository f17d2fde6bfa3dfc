// Package certificate hands out what the registry holds: certificates, searches, status proofs and chains of title as
// signed JSON with evidence (package credential), as PDF (package document) and as SD-JWT, and the log with its proofs for
// whoever checks us. Of an unpublished registration a stranger gets no more than its existence (access.go), whatever was
// asked for.
//
// Data flow: one consistent snapshot of the ledger gives the facts, their state proofs, the log entry of the issue
// with its inclusion proof, and the checkpoint; the registrar's form comes from its desk; the document is signed with
// the registrar's key, then verified again with the public verifier before it leaves: what we hand over is what a
// stranger will find good. A certificate whose registrar is hosted elsewhere cannot be signed here.
//
// Costs: about ten map proofs and one log proof, 2–5 ms, 6–12 kB; a PDF with the document attached 30 ms more. A search by
// holder is 5 map proofs and 5 kB a certificate, up to 1,024 facts.
package certificate
