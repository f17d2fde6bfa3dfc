// Package certificate hands out what the registry holds: registration certificates and search certificates as signed
// JSON with evidence (package credential) and as PDF (package document), and the log with its proofs for whoever checks
// us.
//
// Data flow: one consistent snapshot of the ledger gives the facts, their state proofs, the log entry of the issue
// with its inclusion proof, and the checkpoint; the registrar's form comes from its desk; the document is signed with
// the registrar's key, then verified again with the public verifier before it leaves: what we hand over is what a
// stranger will find good. A certificate whose registrar is hosted elsewhere cannot be signed here.
//
// Costs: about ten map proofs and one log proof, 2–5 ms, 6–12 kB; a PDF with the document attached 30 ms more.
package certificate
