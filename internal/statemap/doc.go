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
// [Cache] is the map of a store for its one writer. [Cache.Update] takes the changes of a batch, finds the tiles on their
// paths level by level, in memory or one round trip each, and changes them from the bottom up; [Cache.Writes] are the rows to
// store, in the order of their names, so that neighbours share a page. After [Cache.Committed] the changed tiles are the
// hot ones; if the transaction failed, [Cache.Clear] forgets all. [Prove] reads one path from the store.
//
// # Sizes and costs
//
// A stored inner tile is about 1 kB, a bottom one 0.3 to 2 kB, chosen so that few tiles span a database page; in memory, with
// its inner hashes, about 3 kB. A changed key costs five hashes in each of its tiles, not all sixty of a full one, where
// the tile is hot. A batch of 200 changed keys in a map of a million writes under three tiles a key; a batch of one writes
// four or five, which is where keys that share a prefix of 64 bits, found by deliberate search, cost eight more.
// BenchmarkUpdate measures it with tiles that are all cold.
package statemap
