package node

import (
	"context"
	"path/filepath"

	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/sketch"
)

// similarityKeys is the folder of the keys under which sketches are sealed.
const similarityKeys = "similarity"

// openSimilarity opens the similarity service on the data directory: similarity/ has its keys, which are part of a backup,
// similarity-index/ the index, which is not, since the log builds it again.
func (n *Node) openSimilarity(ctx context.Context) (*similarity.Service, error) {
	keys, err := similarity.OpenKeys(filepath.Join(n.cfg.DataDir, similarityKeys), n.cfg.Origin)
	if err != nil {
		return nil, err
	}
	tickets, err := similarity.TicketKey(filepath.Join(n.cfg.DataDir, similarityKeys))
	if err != nil {
		return nil, err
	}
	return similarity.New(ctx, similarity.Options{
		Store: n.store, Ledger: n.Ledger, Clock: n.Clock, Log: n.log, Keys: keys,
		IndexDir: filepath.Join(n.cfg.DataDir, "similarity-index"),
		Holders:  n.cfg.ShareHolders, Tickets: tickets,
	})
}

// joinSimilarity hands the registrar's desk and the similarity service what each knows for the other.
func (n *Node) joinSimilarity() {
	s, desk := n.Similarity, n.Registrar
	s.Sketch, s.Dataset, s.Lends = desk.SketchOf, desk.OwnerOf, n.lends
	public := n.cfg.PublicSketches || n.cfg.Example
	desk.Admits = func(ctx context.Context, domain string) error { return s.Admits(ctx, domain, public) }
	s.At(desk.Desk)
	desk.Similar = func(ctx context.Context, mine *sketch.Sketch, below uint64) ([]registrar.Candidate, error) {
		found, err := s.Candidates(ctx, mine, below)
		out := make([]registrar.Candidate, len(found))
		for i, c := range found {
			out[i] = registrar.Candidate{Case: c.Case, AmberOnly: c.AmberOnly}
		}
		return out, err
	}
	s.Findings = func(ctx context.Context, id string) ([]similarity.Finding, bool, error) {
		found, done, err := desk.Compared(ctx, id)
		out := make([]similarity.Finding, len(found))
		for i, f := range found {
			out[i] = similarity.Finding{
				Case: f.Case, Certificates: []string{}, Grade: f.Grade, HereInThere: f.HereInThere, ThereInHere: f.ThereInHere,
				HereLow: f.HereLow, HereHigh: f.HereHigh, ThereLow: f.ThereLow, ThereHigh: f.ThereHigh,
				Basis: f.Basis, RowsMatched: f.RowsMatched, Columns: f.Columns,
			}
			row, err := n.Directory.Case(ctx, f.Case)
			if err != nil {
				return nil, false, err
			}
			if row != nil {
				out[i].Certificates = append(out[i].Certificates, row.Fact.Certificates...)
			}
		}
		return out, done, err
	}
}

// lends reports whether an organisation holds a lien of another's, or is deciding about credit to it.
func (n *Node) lends(ctx context.Context, lender, borrower string) (bool, error) {
	liens, err := n.Directory.Liens(ctx, directory.LienFilter{Pledgor: borrower, Pledgee: lender, Statuses: []registry.LienStatus{
		registry.LienProposed, registry.LienAccepted, registry.LienEffective, registry.LienEnforcing,
	}}, directory.Page{Limit: 1})
	if err != nil || len(liens) > 0 {
		return len(liens) > 0, err
	}
	return n.Credit.Deals(ctx, lender, borrower)
}
