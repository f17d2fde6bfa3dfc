package oprf

import (
	"bytes"
	"crypto"
	"runtime"
	"slices"
	"sync"

	circl "github.com/cloudflare/circl/oprf"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/zk/dleq"
)

const (
	// Suite is the name of the suite in RFC 9497.
	Suite = "ristretto255-SHA512"
	// ElementSize and ProofSize are sizes on the wire, in bytes.
	ElementSize = 32
	ProofSize   = 64
	// MaxBatch bounds the elements of one request. A sketch has some 1,200; evaluating this many takes 0.4 s of a core.
	MaxBatch = 4096
	// MaxInput bounds a value, in bytes. The RFC allows 65,535; what is sealed are hashes and short texts.
	MaxInput = 1024
	// TagSize is how much of the RFC's 64-byte output a tag keeps: 2⁻⁶⁴ a pair for a chance match.
	TagSize = 8
)

var suite = circl.SuiteRistretto255

// params are those of the RFC's proofs in mode VOPRF (0x01) with contextString "OPRFV1-" ‖ mode ‖ "-" ‖ suite.
func params() dleq.Params {
	return dleq.Params{G: suite.Group(), H: crypto.SHA512, DST: []byte("OPRFV1-\x01-" + Suite)}
}

// parseElement reads one element. It takes only the one canonical encoding, and not the identity.
func parseElement(b []byte) (group.Element, bool) {
	if len(b) != ElementSize {
		return nil, false
	}
	e := suite.Group().NewElement()
	if e.UnmarshalBinary(b) != nil || e.IsIdentity() {
		return nil, false
	}
	return e, bytes.Equal(encode(e), b)
}

func parseElements(all [][]byte) ([]group.Element, error) {
	if len(all) == 0 || len(all) > MaxBatch {
		return nil, ErrBatch.With("n", len(all), "max", MaxBatch)
	}
	out := make([]group.Element, len(all))
	valid := make([]bool, len(all))
	each(len(all), func(i int) { out[i], valid[i] = parseElement(all[i]) })
	if i := slices.Index(valid, false); i >= 0 {
		return nil, ErrElement.With("n", i+1)
	}
	return out, nil
}

// encode returns an element's canonical bytes; the library cannot fail at it for this group.
func encode(e group.Element) []byte {
	b, err := e.MarshalBinaryCompress()
	if err != nil {
		return nil
	}
	return b
}

func encodeAll(all []group.Element) [][]byte {
	out := make([][]byte, len(all))
	each(len(all), func(i int) { out[i] = encode(all[i]) })
	return out
}

// each calls f for 0…n−1 on all cores, and returns when all are done.
func each(n int, f func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				f(i)
			}
		})
	}
	wg.Wait()
}
