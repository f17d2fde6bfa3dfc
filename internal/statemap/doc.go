// Package statemap keeps the Merkle map of current facts in tiles.
//
// The map itself is defined in package proof: a sparse Merkle tree over SHA-256(key), in which a lone leaf floats up to
// where it meets another. Its root is a function of the set of facts alone. This package answers how to change a few
// hundred facts of millions without touching more than a few rows each, and how to prove one fact, or its absence.
//
// # Tiles
//
// The tree is cut into tiles of [Span] levels. A tile lists what lies at its lower edge, one item for a place that is
// not empty:
//
//	a lone leaf      key hash and value hash, 64 bytes
//	a larger subtree its hash, 32 bytes; the subtree has a tile of its own
//
// so a tile exists exactly where two or more leaves share a prefix of a multiple of Span bits (and at the top, as soon
// as there is one leaf). The bytes of every tile are a function of the set of facts, like the root: a checker rebuilds
// all tiles and compares bytes.
//
// # Data flow
//
// [Update] takes changes of a batch, reads the tiles on their paths level by level, one round trip each, computes from the
// bottom up, and returns the new root and the tiles to write. It keeps no state, so a batch that is not committed
// leaves nothing to undo. [Prove] reads one path.
//
// # Sizes and costs
//
// An inner tile is about 1 kB, a bottom one 0.3 to 2 kB, chosen so that few tiles span a database page. A batch of 200
// changed keys in a map of a million writes under three tiles a key; a batch of one writes four or five, which is
// where keys that share a prefix of 64 bits, found by deliberate search, cost eight more. BenchmarkUpdate measures it.
package statemap
