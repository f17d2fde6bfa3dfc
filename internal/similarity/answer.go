package similarity

import (
	"context"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/sketch"
)

// Finding is a registration that a case's data is similar to, as its registrar found it.
type Finding struct {
	Case         string               `json:"case"`
	Certificates []string             `json:"certificates" doc:"of that registration, if it has come so far"`
	Grade        sketch.Grade         `json:"grade" enum:"amber,red"`
	HereInThere  int64                `json:"here_in_there_ppm" doc:"share of this data found in the other"`
	ThereInHere  int64                `json:"there_in_here_ppm" doc:"share of the other found in this data"`
	HereLow      int64                `json:"here_in_there_low_ppm" doc:"95 % interval"`
	HereHigh     int64                `json:"here_in_there_high_ppm"`
	ThereLow     int64                `json:"there_in_here_low_ppm"`
	ThereHigh    int64                `json:"there_in_here_high_ppm"`
	Basis        sketch.Basis         `json:"basis" enum:"rows,columns"`
	RowsMatched  int                  `json:"rows_matched" doc:"sampled rows found in both"`
	Columns      []sketch.ColumnMatch `json:"columns" doc:"corresponding columns; the registrar only"`
}

// Answer says what is similar to a registration, as much of it as the caller may know.
type Answer struct {
	Case        string       `json:"case"`
	As          string       `json:"as" enum:"applicant,registrar,lender" doc:"why the caller is answered, and so how much"`
	State       string       `json:"state" enum:"compared,waiting" doc:"waiting: not compared yet, or filed on another node"`
	Grade       sketch.Grade `json:"grade" enum:"none,amber,red" doc:"the highest that rings"`
	DisclosedTo []string     `json:"disclosed_to" enum:"registrar,lender,search" doc:"who else learns of it"`
	Findings    []Finding    `json:"findings" doc:"not for the applicant"`
}

// OfCase answers for a case.
func (s *Service) OfCase(ctx context.Context, id string) (*Answer, error) {
	p, err := auth.Check(ctx, auth.SimilarityRead)
	if err != nil {
		return nil, err
	}
	c, err := sequence.Find[registry.Case](ctx, s.ledger, registry.PrefixCase+id)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, ErrNotFound.At("path.case")
	}
	as, err := s.standing(ctx, p.Org, c)
	if err != nil {
		return nil, err
	}
	if as == "" {
		return nil, ErrNotFound.At("path.case")
	}
	return s.answer(ctx, c, as)
}

// OfCertificate answers for the case that a certificate came of.
func (s *Service) OfCertificate(ctx context.Context, code string) (*Answer, error) {
	cert, err := sequence.Find[registry.Certificate](ctx, s.ledger, registry.PrefixCertificate+code)
	if err != nil {
		return nil, err
	}
	if cert == nil {
		return nil, ErrNotFound.At("path.code")
	}
	return s.OfCase(ctx, cert.Case)
}

// standing is what an organisation is to a case, empty if nothing.
func (s *Service) standing(ctx context.Context, org string, c *registry.Case) (string, error) {
	switch {
	case org == "":
		return "", nil
	case org == c.Registrar:
		return "registrar", nil
	case org == c.Applicant:
		return "applicant", nil
	case s.Lends == nil:
		return "", nil
	}
	lends, err := s.Lends(ctx, org, c.Applicant)
	if err != nil || !lends {
		return "", err
	}
	return "lender", nil
}

func (s *Service) answer(ctx context.Context, c *registry.Case, as string) (*Answer, error) {
	out := &Answer{
		Case: c.ID, As: as, State: "waiting", Grade: sketch.None,
		DisclosedTo: []string{}, Findings: []Finding{},
	}
	if s.Findings == nil {
		return out, nil
	}
	found, done, err := s.Findings(ctx, c.ID)
	if err != nil || !done {
		return out, err
	}
	out.State = "compared"
	for _, f := range found {
		if f.Grade == sketch.Red || out.Grade == sketch.None {
			out.Grade = f.Grade
		}
	}
	if out.Grade != sketch.None {
		out.DisclosedTo = []string{"registrar", "lender", "search"}
	}
	switch as {
	case "registrar":
		out.Findings = append(out.Findings, found...)
	case "lender":
		for _, f := range found {
			f.Columns = []sketch.ColumnMatch{}
			out.Findings = append(out.Findings, f)
		}
	}
	return out, nil
}
