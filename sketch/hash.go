package sketch

import "shurong.org/shurong/internal/traits"

// hashText is the hash of a normal form, XXH3 with a seed of the project's own. 0 means no value.
func hashText(b []byte) uint64 { return traits.Hash(b) }
