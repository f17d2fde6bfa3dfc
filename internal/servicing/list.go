package servicing

import (
	"context"
	"database/sql"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Query narrows a list of loans.
type Query struct {
	As          string // lender, borrower; empty: either
	State       State
	Certificate string
}

// Loans lists the loans of the caller's organisation, newest first.
func (s *Service) Loans(ctx context.Context, q Query, page api.Paging) (api.Page[Item], error) {
	none := api.Page[Item]{Items: []Item{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return none, err
	}
	before, err := page.Before()
	if err != nil {
		return none, err
	}
	cal, err := s.calendar(ctx)
	if err != nil {
		return none, err
	}
	where, args := "(lender = ? OR borrower = ?)", []any{p.Org, p.Org}
	if q.As == "lender" || q.As == "borrower" {
		where, args = q.As+" = ?", []any{p.Org}
	}
	if q.State != "" {
		where, args = where+" AND state = ?", append(args, string(q.State))
	}
	if q.Certificate != "" {
		where, args = where+" AND certificate = ?", append(args, q.Certificate)
	}
	var rows []*Loan
	var calls []*Call
	err = s.store.View(ctx, func(tx *db.Tx) error {
		if rows, err = pick(ctx, tx, where+" AND seq < ?", append(args, before), page.Size()+1); err != nil {
			return err
		}
		calls, err = callsOf(ctx, tx, rows)
		return err
	})
	if err != nil {
		return none, err
	}
	items := make([]Item, len(rows))
	seqs := map[string]int64{}
	for i, l := range rows {
		items[i], seqs[l.ID] = s.item(ctx, l, calls[i], cal), l.seq
	}
	return api.Numbered(items, page.Size(), func(it Item) int64 { return seqs[it.ID] }), nil
}

// callsOf are the latest calls of loans, nil where there is none.
func callsOf(ctx context.Context, tx *db.Tx, loans []*Loan) ([]*Call, error) {
	out := make([]*Call, len(loans))
	for i, l := range loans {
		c, err := lastCall(ctx, tx, l.ID)
		if err != nil {
			return nil, err
		}
		out[i] = c
	}
	return out, nil
}

// Portfolio is a lender's book at a glance.
type Portfolio struct {
	AsOf        daycount.Date `json:"as_of"`
	Loans       int           `json:"loans" doc:"with money out"`
	Outstanding money.Fen     `json:"outstanding_fen"`
	Overdue     money.Fen     `json:"overdue_fen"`
	ByClass     []ClassTotal  `json:"by_class" doc:"the five classes, best first"`
	ByState     []StateTotal  `json:"by_state"`
	CallsOpen   int           `json:"calls_open"`
	CallsFailed int           `json:"calls_failed"`
}

// ClassTotal is a class of loans.
type ClassTotal struct {
	Class       loan.Class `json:"class" enum:"normal,special_mention,substandard,doubtful,loss"`
	ZH          string     `json:"zh"`
	Loans       int        `json:"loans"`
	Outstanding money.Fen  `json:"outstanding_fen"`
}

// StateTotal is a state of loans.
type StateTotal struct {
	State State `json:"state" enum:"signed,active,enforcing,repaid,settled,released,void"`
	Loans int   `json:"loans"`
}

// Portfolio sums up the loans that the caller's organisation gave.
func (s *Service) Portfolio(ctx context.Context) (Portfolio, error) {
	out := Portfolio{AsOf: s.today(), ByClass: []ClassTotal{}, ByState: []StateTotal{}}
	for _, c := range []loan.Class{loan.Normal, loan.SpecialMention, loan.Substandard, loan.Doubtful, loan.Loss} {
		out.ByClass = append(out.ByClass, ClassTotal{Class: c, ZH: c.ZH()})
	}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return out, err
	}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		err := tx.Each(ctx, func(rs *sql.Rows) error {
			var state State
			var class loan.Class
			var n int
			var outstanding, overdue int64
			if err := rs.Scan(&state, &class, &n, &outstanding, &overdue); err != nil {
				return err
			}
			if k := len(out.ByState) - 1; k >= 0 && out.ByState[k].State == state {
				out.ByState[k].Loans += n
			} else {
				out.ByState = append(out.ByState, StateTotal{state, n})
			}
			if !state.owes() {
				return nil
			}
			out.Loans, out.Outstanding, out.Overdue = out.Loans+n, out.Outstanding+money.Fen(outstanding),
				out.Overdue+money.Fen(overdue)
			for i := range out.ByClass {
				if out.ByClass[i].Class == class {
					out.ByClass[i].Loans += n
					out.ByClass[i].Outstanding += money.Fen(outstanding)
				}
			}
			return nil
		}, `SELECT state, class, COUNT(*), CAST(SUM(outstanding) AS BIGINT), CAST(SUM(overdue) AS BIGINT) FROM servicing_loan
			WHERE lender = ? GROUP BY state, class ORDER BY state, class`, p.Org)
		if err != nil {
			return err
		}
		const calls = `SELECT COUNT(*) FROM servicing_call c JOIN servicing_loan l ON l.id = c.loan
			WHERE l.lender = ? AND c.state = ? AND l.state IN ('active', 'enforcing')`
		if err := tx.QueryRow(ctx, calls, p.Org, string(CallOpen)).Scan(&out.CallsOpen); err != nil {
			return err
		}
		return tx.QueryRow(ctx, calls, p.Org, string(CallFailed)).Scan(&out.CallsFailed)
	})
	return out, err
}
