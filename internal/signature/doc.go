// Package signature checks Ed25519 signatures of keys that sign often.
//
// [Keys.Verify] answers exactly as crypto/ed25519 does, for every input, adversarial ones included: replicas that
// check one by one, with this package or with the standard library, agree. A fuzz test holds both together. It is
// faster for what it remembers about a key, never for what it leaves out:
//
//	first signatures   the key's point, decompressed: a square root less
//	from the third on  a table of its multiples: a quarter of the doublings
//
// # The table
//
// A signature (R, s) is good if R has the encoding of sB - kA, where k is a hash of R, A and the message. Written in
// signed digits, a 253-bit scalar takes 252 doublings and an addition a digit. Here it is cut into four pieces of 64
// bits, each with a table of its own multiples of A, 2^64·A, 2^128·A and 2^192·A, that share 63 doublings. This is the
// same point of the curve, whatever the order of A. The base point B has such tables too, with wider digits.
//
// # Why signatures are not checked many at once
//
// Checking a random combination of many signatures is faster still, but answers another question: it must clear the
// cofactor, and so accepts what a single check refuses, or, if it does not clear it, refuses or accepts by chance what
// has a component of small order. Replicas would disagree about who made such a signature, and a proof that one of
// them gave out would not hold before an ordinary verifier.
//
// # Sizes and costs
//
// A table takes 3.8 kB, and about as long to make as it saves in two checks. With it a check takes 0.38 of what it
// takes crypto/ed25519, without it 0.95 (BenchmarkVerify: 26, 64 and 68 µs). A key that is only remembered takes 0.3
// kB.
package signature
