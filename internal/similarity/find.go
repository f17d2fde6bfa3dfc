package similarity

import (
	"context"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity/index"
	"shurong.org/shurong/sketch"
)

// Candidate is a registration that may share content with a sketch.
type Candidate struct {
	Case      string
	Index     uint64 // log position at which it was entered
	Rare      int    // tags in common that few hold
	Common    int    // other tags in common
	AmberOnly bool   // found by common tags alone: amber at most, whatever a comparison says
}

// Candidates returns the registrations filed below a log position whose sketches have tags in common with one, the most
// telling first, each case once. It returns when all entries below the position were looked at; see the package comment.
func (s *Service) Candidates(ctx context.Context, sk *sketch.Sketch, below uint64) ([]Candidate, error) {
	if err := s.Wait(ctx, below); err != nil {
		return nil, err
	}
	var out []Candidate
	for _, h := range s.index.Query(sk.Tags(), below).Hits {
		a, err := s.asset(ctx, h.Position)
		if err != nil {
			return nil, err
		}
		if a.of == "" || slices.ContainsFunc(out, func(c Candidate) bool { return c.Case == a.of }) {
			continue
		}
		out = append(out, Candidate{Case: a.of, Index: h.Position, Rare: h.Rare, Common: h.Common, AmberOnly: h.AmberOnly()})
	}
	return out, nil
}

// asset tells what was entered at a log position.
type asset struct{ of, certificate string }

// asset reads an entry that brought postings.
func (s *Service) asset(ctx context.Context, position uint64) (a asset, err error) {
	raw, err := s.ledger.Entries(ctx, position, 1)
	if err != nil || len(raw) != 1 || raw[0].Index != position {
		return a, err
	}
	e, err := entry(&raw[0])
	if err != nil {
		return a, err
	}
	for i := range e.Events {
		switch event := &e.Events[i]; event.Kind {
		case filed:
			var c registry.Case
			err := canon.Unmarshal(event.Body, &c)
			return asset{of: c.ID}, err
		case beat:
			var h registry.Heartbeat
			if err := canon.Unmarshal(event.Body, &h); err != nil {
				return a, err
			}
			c, err := sequence.Find[registry.Certificate](ctx, s.ledger, registry.PrefixCertificate+h.Certificate)
			if err != nil || c == nil {
				return a, err
			}
			return asset{of: c.Case, certificate: c.Code}, nil
		}
	}
	return a, nil
}

// Stats tells how large the index is, and how far it has come.
func (s *Service) Stats() (index.Stats, uint64) {
	size, _ := s.index.Cursor()
	return s.index.Stats(), size
}
