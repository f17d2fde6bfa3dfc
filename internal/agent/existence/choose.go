package existence

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"shurong.org/shurong/proof"
)

// The loss that a challenge finds, and the probability with which it does, in parts per million.
const (
	DefaultLossPPM       = 10_000  // 1 %
	DefaultConfidencePPM = 990_000 // 99 %
)

// SampleSize is the least number of blocks, drawn without return from n, that meet at least one of the lost ones with the
// given probability if a share of lossPPM is lost (at least one block).
func SampleSize(n, lossPPM, confidencePPM int64) int {
	if n <= 0 {
		return 0
	}
	lost := (n*lossPPM + 999_999) / 1_000_000
	lost = min(max(lost, 1), n)
	allowed := 1 - float64(confidencePPM)/1e6
	missed := 1.0
	for k := int64(0); k < n; k++ {
		if missed <= allowed {
			return int(k)
		}
		missed *= float64(max(0, n-lost-k)) / float64(n-k)
	}
	return int(n)
}

// choose draws k of n places by a nonce, without return, in ascending order. Everybody who knows the nonce draws the
// same.
func choose(nonce proof.Hash, k int, n int64) []int64 {
	if int64(k) >= n {
		all := make([]int64, n)
		for i := range all {
			all[i] = int64(i)
		}
		return all
	}
	// Of few places most: draw those left out, so that the draws do not repeat themselves without end.
	if n < int64(1)<<32 && 2*int64(k) > n {
		out := draw(nonce, int(n)-k, n)
		kept := make([]int64, 0, k)
		for i := range n {
			if _, left := slices.BinarySearch(out, i); !left {
				kept = append(kept, i)
			}
		}
		return kept
	}
	return draw(nonce, k, n)
}

// draw takes numbers below n from SHA-256(text ‖ nonce ‖ counter), passing over those that would favour some places.
func draw(nonce proof.Hash, k int, n int64) []int64 {
	buf := append([]byte("shurong existence choice v1\n"), nonce[:]...)
	at := len(buf)
	buf = append(buf, make([]byte, 8)...)
	limit := ^uint64(0) - ^uint64(0)%uint64(n)
	seen := make(map[int64]bool, k)
	out := make([]int64, 0, k)
	for counter := uint64(0); len(out) < k; counter++ {
		binary.BigEndian.PutUint64(buf[at:], counter)
		sum := sha256.Sum256(buf)
		for w := 0; w < len(sum) && len(out) < k; w += 8 {
			v := binary.BigEndian.Uint64(sum[w:])
			if v >= limit {
				continue
			}
			if i := int64(v % uint64(n)); !seen[i] {
				seen[i] = true
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return out
}
