// Package credential is what a registrar hands over and anybody can check: a registration certificate, or a search
// certificate that says which liens a certificate carries, or that it carries none.
//
// A [Credential] is one JSON document that carries its own evidence:
//
//   - facts of the registry's state map with their proofs, among them the certificate itself, its holder, its
//     registrar, the registrar's key, and the presence or proven absence of an encumbrance;
//   - the log entry by which the certificate was issued, with its inclusion proof;
//   - the signed checkpoint that both lead to: H(log root ‖ map root) of one log size;
//   - optionally the registered form in plain text, bound by the salted commitment that the registry holds;
//   - the registrar's signature over all of it.
//
// [Verify] needs nothing else: no network, no database, only the document and a verifier key the reader trusts. It
// returns a [Report] of what was checked, step by step; the first step that fails ends it. A document with any byte
// changed fails.
//
// What it cannot say: what happened after the checkpoint. The report therefore always names the checkpoint's size, and
// a reader who needs the present asks the registry for a new search certificate, or gives a later checkpoint.
//
// Sizes: 4–8 kB with a form; proofs grow by 32 bytes per doubling of the registry.
//
// testdata/ is published: documents of a ledger with fixed keys, and in vectors.json what a verifier must say to
// each, whole and tampered with. The verifier of the web interface reads the same files.
//
// This package imports nothing of the application, so other systems can read certificates with it. It knows the facts'
// JSON by the fields it needs and ignores fields that later versions add.
package credential
