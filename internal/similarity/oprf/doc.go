// Package oprf turns values into tags that only the holders of a key can compute, without showing them the values.
//
// It is the verifiable oblivious pseudorandom function of RFC 9497, mode VOPRF, suite ristretto255-SHA512
// (github.com/cloudflare/circl), with two additions: the key may be split between several bodies, and keys have epochs.
//
//	owner's site                                      body i (holds share kᵢ, published Kᵢ = kᵢ·G)
//	client.Blind(inputs)     B = r·H(input)   ──────►  share.Evaluate(B)
//	                                          ◄──────  Zᵢ = kᵢ·B with one proof for the whole batch
//	pending.Finalize(Z₁, Z₂) every proof checked, Z = Z₁+Z₂, tag = first 8 bytes of the RFC's output
//
// # Splitting
//
// Shares are added: k = k₁ + k₂, K = K₁ + K₂. The output is that of an ordinary VOPRF under k, so a tag does not tell
// whether the key was split, and a share alone evaluates to something else altogether. Each body answers by itself and
// proves its own part, so the client knows which body answered wrongly. A body's public part carries a proof that it
// holds its share ([Part.Possession]): nobody can choose a public part that cancels another's (a rogue key).
//
// # Invariants
//
//   - A client accepts nothing that was not proved against the public key it was made with.
//   - Elements on the wire are canonical encodings of group elements, never the identity.
//   - A batch has at most [MaxBatch] elements, each input at most [MaxInput] bytes.
//   - A secret share has no method that prints it.
//
// # Costs
//
// Per element, processor time measured on two cores that had much else to do: 75 µs to blind, 140 µs to evaluate and prove,
// 230 µs to check a body's proof and finish (BenchmarkSeal). So a sketch of 1,500 tags costs the site half a second and
// each body a fifth; all cores share the work except that of the proofs. On the wire 32 bytes an element each way and 64
// for the proof.
package oprf
