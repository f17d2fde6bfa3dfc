// Package sdjwt is the registration certificate as an SD-JWT verifiable credential (RFC 9901 and its profile for
// credentials, media type dc+sd-jwt), signed with EdDSA so that common tools verify it.
//
//	<header>.<payload>.<signature>~<disclosure>~<disclosure>~…~
//
// In the clear stand the code, the parties, the rights and the term. Everything on the registered form (title, summary,
// volume, restrictions, allocation, …) and the evidence are selectively disclosable: the payload holds the digest of a
// salted disclosure for each, and whoever presents the certificate leaves out the disclosures it keeps to itself
// ([Token.Present]). What is left still verifies.
//
// The claim evidence is the certificate's proof (credential.Evidence): facts, the log entry and the checkpoint. With it the
// token is checked offline against the log's key alone, since the signing key is among the facts. Without it a reader needs
// the issuer's keys, from <iss>/.well-known/jwt-vc-issuer.
//
// There is no cnf: the certificate is an extract of a public register, which proves the register's state and not who
// holds it out.
//
// In the flattened JSON form (RFC 9901 §8) an SM2-with-SM3 signature over the same signing input stands beside, in the
// unprotected header: {"payload","protected","signature","header":{"disclosures":[…],"sm2":{…}}}.
//
// Reading is strict: bounded, one base64url text per value, no disclosure without its digest, none twice. Sizes: 6–12 kB
// with evidence, 1–2 kB without. A check costs what credential.VerifyEvidence costs, 1 ms.
package sdjwt
