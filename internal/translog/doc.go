// Package translog is the Merkle log of a registry's entries: RFC 6962 hashes in tiles.
//
// Tiles are those of C2SP tlog-tiles: tile n of level l holds up to 256 consecutive hashes of height 8·l. Level 0 are
// leaf hashes; each full tile is one hash of the level above. Hashes between are recomputed when needed (255 for a
// whole tile, 25 µs) and never stored, so the log costs 32.13 bytes an entry.
//
// # Data flow
//
// [Edge] is the right edge of the tree: the unfinished tile of each level, at most 7 × 8 kB. Appending touches nothing
// else, so the one writer never reads; [Edge.Take] returns the tiles that changed since the last batch, one or two a
// level. [Inclusion], [Consistency] and [Root] read tiles of any earlier size as well: the hashes of a smaller log are
// a prefix of each tile.
//
// # Invariants
//
//   - A tile's bytes only ever grow; a full tile never changes, which makes it cacheable for ever ([Full]).
//   - Tiles are a function of the leaves; batch boundaries leave no trace.
//
// The arithmetic of paths is golang.org/x/mod/sumdb/tlog's.
package translog
