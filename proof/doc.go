// Package proof is all that a stranger needs to check what a Shurong registry says, without trusting it and offline.
//
// A registry commits to two things at once. The log is every accepted command in order, an RFC 6962 Merkle tree. The
// map is every fact that holds now, a sparse Merkle tree over hashed keys. A signed [Checkpoint] names the root of both
// for one log size, so three questions can be answered with a few hundred bytes:
//
//	is this entry in the log?                      [VerifyInclusion]    leaf + path       -> Checkpoint.Root
//	has the log only grown since I last looked?    [VerifyConsistency]  two roots + path
//	does this fact hold, or does it not exist?     [VerifyMap]          key, value + path -> Checkpoint.State
//
// Begin with [ParseCheckpoint] and the registry's verifier key, obtained where you trust it; everything else is
// measured against what it returns.
//
// # The log
//
// Leaf hash SHA-256(0x00 ‖ leaf), node hash SHA-256(0x01 ‖ left ‖ right), empty log SHA-256(""): RFC 6962 §2.1, so
// public tools for Certificate Transparency check the same paths.
//
// # The map
//
// A key's place is its SHA-256, read bit by bit from the most significant. Hashes are kept apart from those of the log
// by their first byte:
//
//	leaf   SHA-256(0x02 ‖ SHA-256(key) ‖ SHA-256(value))
//	node   SHA-256(0x03 ‖ left ‖ right)
//	empty  32 zero bytes
//
// A subtree that holds one leaf is that leaf: it floats up until it meets another, so that a path is about log2 of the
// number of facts long, not 256. A leaf names its whole key hash, therefore a floating leaf proves the absence of
// every other key that would live in its subtree. What a set of facts hashes to does not depend on the order in which
// they came.
//
// For one root and one key there is exactly one place where the path ends, so nobody can hold both a proof of presence
// and a proof of absence without a collision of SHA-256.
//
// # Costs
//
// With a million facts a map proof has about 20 hashes, 1 kB of JSON, and verifies in 5 µs; an inclusion path has 20.
// Nothing here allocates by what the input claims; every size is bounded before it is used.
//
// testdata/vectors.json is the published test suite for other implementations: valid proofs, and altered ones that
// must fail.
package proof
