package existence

import (
	"crypto/sha256"
	"math/bits"

	"shurong.org/shurong/proof"
)

func node(left, right proof.Hash) proof.Hash {
	var b [65]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[33:], right[:])
	return sha256.Sum256(b[:])
}

// tower computes an RFC 6962 root of leaf hashes that come one by one, in memory for the logarithm of their number.
type tower struct {
	n     uint64
	peaks []proof.Hash // roots of full subtrees, the largest first
}

func (t *tower) add(h proof.Hash) {
	for i := t.n; i&1 == 1; i >>= 1 {
		h = node(t.peaks[len(t.peaks)-1], h)
		t.peaks = t.peaks[:len(t.peaks)-1]
	}
	t.peaks = append(t.peaks, h)
	t.n++
}

func (t *tower) root() proof.Hash {
	if t.n == 0 {
		return proof.EmptyLog()
	}
	h := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		h = node(t.peaks[i], h)
	}
	return h
}

// root of a list of leaf hashes.
func root(leaves []proof.Hash) proof.Hash {
	var t tower
	for _, h := range leaves {
		t.add(h)
	}
	return t.root()
}

// half is the largest power of two below n ≥ 2.
func half(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

// path is the audit path of leaf i, nearest sibling first (RFC 6962 §2.1.1).
func path(leaves []proof.Hash, i int) []proof.Hash {
	if len(leaves) < 2 {
		return nil
	}
	k := half(len(leaves))
	if i < k {
		return append(path(leaves[:k], i), root(leaves[k:]))
	}
	return append(path(leaves[k:], i-k), root(leaves[:k]))
}

// consistency proves that a tree begins with its first m leaves (RFC 6962 §2.1.2).
func consistency(leaves []proof.Hash, m int) []proof.Hash {
	if m <= 0 || m >= len(leaves) {
		return nil
	}
	return subproof(leaves, m, true)
}

func subproof(leaves []proof.Hash, m int, whole bool) []proof.Hash {
	if m == len(leaves) {
		if whole {
			return nil
		}
		return []proof.Hash{root(leaves)}
	}
	k := half(len(leaves))
	if m <= k {
		return append(subproof(leaves[:k], m, whole), root(leaves[k:]))
	}
	return append(subproof(leaves[k:], m-k, false), root(leaves[:k]))
}
