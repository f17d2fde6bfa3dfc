package registrar

import (
	"context"

	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// Posted returns one case of the publicity board. What is not public, or never was posted, is not found: a stranger does
// not learn which of the two. It needs no caller.
func (s *Service) Posted(ctx context.Context, id string) (Posting, error) {
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return Posting{}, err
	}
	r, err := s.rules(ctx)
	if err != nil {
		return Posting{}, err
	}
	if row == nil {
		return Posting{}, ErrNotFound.With("what", "case")
	}
	if c := row.Fact.AsOf(r.Cal, r.Today, r.Profile); c.Publicity == nil || !public(&c) {
		return Posting{}, ErrNotFound.With("what", "case")
	}
	items, err := s.postings(ctx, []directory.Row[registry.Case]{*row}, r)
	if err != nil {
		return Posting{}, err
	}
	return items[0], nil
}
