// Package credential is what a registrar hands over and anybody can check: a registration certificate; a search that says
// which liens and annotations a certificate carries, or that it carries none; a status proof; a chain of title; a search by
// asset or holder that is provably complete; the proof that an unpublished registration exists. [Kind] lists them.
//
// A [Credential] is one JSON document that carries its own evidence:
//
//   - facts of the registry's state map with their proofs, among them the certificate itself, its holder, its
//     registrar, the registrar's key, and the presence or proven absence of an encumbrance;
//   - the log entry by which the certificate was issued, with its inclusion proof;
//   - the signed checkpoint that both lead to: H(log root ‖ map root) of one log size;
//   - optionally the registered form in plain text, bound by the salted commitment that the registry holds;
//   - the registrar's signature over all of it, by Ed25519 and, where it has such a key, by SM2 ([SM2Signature]).
//
// Completeness rests on lists that the register itself keeps as facts: encumbrance/ and notes/ of a certificate, asset/ and
// holder/ for the certificates. A list is proven whole or absent, and every item on it must be in the document, so leaving
// one out is noticed. A fact may be shown by its hash alone: it exists, and what it says is withheld.
//
// Other files hold the same: package sdjwt is the certificate as SD-JWT, package attached takes it out of a PDF, package file
// verifies whatever came.
//
// [Verify] needs nothing else: no network, no database, only the document and a verifier key the reader trusts. It
// returns a [Report] of what was checked, step by step; the first step that fails ends it. A document with any byte
// changed fails.
//
// What it cannot say: what happened after the checkpoint. The report therefore always names the checkpoint's size, and
// a reader who needs the present asks the registry for a new search certificate, or gives a later checkpoint.
//
// Sizes: 5–10 kB with a form, 5 kB a certificate in a search by holder; proofs grow by 32 bytes per doubling of the registry.
// A check takes 0.2–0.6 ms.
//
// testdata/ is published: documents of a ledger with fixed keys, and in vectors.json what a verifier must say to
// each, whole and tampered with. The verifier of the web interface reads the same files.
//
// This package imports nothing of the application, so other systems can read certificates with it. It knows the facts'
// JSON by the fields it needs and ignores fields that later versions add.
package credential
