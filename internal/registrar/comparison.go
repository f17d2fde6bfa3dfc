package registrar

import (
	"context"
	"slices"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
)

// ComparedSide is one of two compared data sets.
type ComparedSide struct {
	Case      string     `json:"case"`
	Title     string     `json:"title"`
	Applicant desk.Party `json:"applicant"`
	Rows      int64      `json:"rows"`
	Total     int        `json:"column_count" doc:"columns of the table, also those that the sketch leaves out"`
	Columns   []string   `json:"columns" doc:"columns that were compared, in the order of the table"`
}

// Comparison is a finding with the columns of both data sets, to be looked at side by side.
type Comparison struct {
	Here    ComparedSide `json:"here"`
	There   ComparedSide `json:"there"`
	Finding Finding      `json:"finding"`
}

// Comparison returns a finding of a case with both its sides, for the case's registrar.
func (s *Service) Comparison(ctx context.Context, id, other string) (Comparison, error) {
	none := ErrNotFound.With("what", "finding")
	p, err := auth.Must(ctx)
	if err != nil {
		return Comparison{}, err
	}
	row, err := s.Dir.Case(ctx, id)
	if err != nil {
		return Comparison{}, err
	}
	if row == nil || p.Org == "" || p.Org != row.Fact.Registrar {
		return Comparison{}, none
	}
	found, err := s.findings(ctx, id)
	if err != nil {
		return Comparison{}, err
	}
	i := slices.IndexFunc(found, func(f Finding) bool { return f.Case == other })
	if i < 0 {
		return Comparison{}, none
	}
	there, err := s.Dir.Case(ctx, other)
	if err != nil {
		return Comparison{}, err
	}
	if there == nil {
		return Comparison{}, none
	}
	out := Comparison{Finding: found[i]}
	if out.Here, err = s.side(ctx, &row.Fact); err != nil {
		return Comparison{}, err
	}
	out.There, err = s.side(ctx, &there.Fact)
	return out, err
}

func (s *Service) side(ctx context.Context, c *registry.Case) (ComparedSide, error) {
	out := ComparedSide{Case: c.ID, Title: s.title(ctx, c), Applicant: s.Party(ctx, c.Applicant), Columns: []string{}}
	sk, err := s.sketchOf(ctx, c.FormCommitment)
	if err != nil || sk == nil {
		return out, err
	}
	out.Rows, out.Total, out.Columns = sk.RowCount, sk.ColumnCount, columnNames(sk)
	return out, nil
}
