package translog

import (
	"golang.org/x/mod/sumdb/tlog"

	"shurong.org/shurong/proof"
)

// Root is the root of the log's first size entries.
func Root(r Reader, size uint64) (proof.Hash, error) {
	if size > proof.MaxSize {
		return proof.Hash{}, proof.ErrRange.With("why", "size over 2^53-1").At("size")
	}
	h, err := tlog.TreeHash(int64(size), nodes{r})
	return proof.Hash(h), err
}

// Inclusion is the path from entry index to the root of the log's first size entries, nearest sibling first.
func Inclusion(r Reader, index, size uint64) ([][32]byte, error) {
	if size > proof.MaxSize || index >= size {
		return nil, proof.ErrRange.With("why", "index at or beyond size").At("index")
	}
	p, err := tlog.ProveRecord(int64(size), int64(index), nodes{r})
	return path(p), err
}

// Consistency shows that the log of size continues the one of old entries.
func Consistency(r Reader, old, size uint64) ([][32]byte, error) {
	if size > proof.MaxSize || old > size {
		return nil, proof.ErrRange.With("why", "the older log is larger").At("old_size")
	}
	if old == 0 {
		return [][32]byte{}, nil
	}
	p, err := tlog.ProveTree(int64(size), int64(old), nodes{r})
	return path(p), err
}

func path[P ~[]tlog.Hash](p P) [][32]byte {
	out := make([][32]byte, len(p))
	for i, h := range p {
		out[i] = h
	}
	return out
}

// nodes finds tree nodes in tiles. It implements tlog.HashReader.
type nodes struct{ r Reader }

// ReadHashes implements tlog.HashReader.
func (n nodes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	bodies := make(map[ID][]byte, 4)
	for i, x := range indexes {
		level, at := tlog.SplitStoredHashIndex(x)
		id, lo, count := locate(level, uint64(at))
		if whole, ok := n.r.(expander); ok {
			if h, ok := whole.node(id, level%height, lo); ok {
				out[i] = h
				continue
			}
		}
		body, ok := bodies[id]
		if !ok {
			var err error
			if body, err = n.r.LogTile(id); err != nil {
				return nil, err
			}
			bodies[id] = body
		}
		if len(body) < (lo+count)*proof.HashSize {
			return nil, ErrDamaged.With("why", "a tile is missing or too short")
		}
		out[i] = tlog.Hash(fold(body[lo*proof.HashSize : (lo+count)*proof.HashSize]))
	}
	return out, nil
}

// locate finds the tile that covers a node, and the hashes of it that lie under the node.
func locate(level int, n uint64) (id ID, lo, count int) {
	up := level % height
	count = 1 << up
	first := n << up // the node's first hash at the tile's level
	return ID{Level: level / height, N: first / width}, int(first % width), count
}

// expander is a Reader that has some full tiles with all their inner hashes at hand.
type expander interface {
	// node is the hash over 1<<up hashes of a tile from lo on.
	node(id ID, up, lo int) (tlog.Hash, bool)
}
