package protocol

import (
	"bytes"
	"context"
	"slices"

	"shurong.org/shurong/sketch"
)

// Memory is what the inputs of a site's last sketch were sealed to. With it only what is new is asked for: data that grows
// by a hundredth costs a hundredth of an evaluation. It stays at the site, as the inputs do.
type Memory struct {
	Domain string `json:"domain"`
	Pairs  []byte `json:"pairs"` // input, 16 bytes, and tag, 8 bytes, ascending

	asked int
}

const inputSize, pairSize = 16, 24

// known is the memory as a map from input to tag; other domains' are worth nothing.
func (m *Memory) known(domain string) map[string][]byte {
	out := map[string][]byte{}
	if m.Domain != domain || len(m.Pairs)%pairSize != 0 {
		return out
	}
	for p := m.Pairs; len(p) > 0; p = p[pairSize:] {
		out[string(p[:inputSize])] = p[inputSize:pairSize]
	}
	return out
}

// Asked is how many elements left the site, blinded, for the last sketch.
func (m *Memory) Asked() int { return m.asked }

// Through is a function that asks only for what is not known. Once a sketch was sealed with it, the memory is of that
// sketch; it is the caller's to store.
func (m *Memory) Through(ask sketch.PRF, domain string) sketch.PRF {
	known := m.known(domain)
	return func(ctx context.Context, inputs [][]byte) ([][]byte, error) {
		var fresh [][]byte
		for _, in := range inputs {
			if known[string(in)] == nil {
				fresh = append(fresh, in)
				known[string(in)] = []byte{} // asked for once, however often it occurs
			}
		}
		if len(fresh) > 0 {
			got, err := ask(ctx, fresh)
			if err != nil {
				return nil, err
			}
			for i, in := range fresh {
				known[string(in)] = got[i][:pairSize-inputSize]
			}
		}
		all, pairs := make([][]byte, len(inputs)), make([][]byte, len(inputs))
		for i, in := range inputs {
			all[i] = known[string(in)]
			pairs[i] = append(slices.Clone(in), all[i]...)
		}
		slices.SortFunc(pairs, bytes.Compare)
		m.Domain, m.asked = domain, len(fresh)
		m.Pairs = bytes.Join(slices.CompactFunc(pairs, bytes.Equal), nil)
		return all, nil
	}
}
