package books

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/money"
)

// model is what the books should hold, kept the plain way.
type model struct {
	net     map[pot]money.Fen
	refs    map[string]Entry
	order   []string
	undone  map[string]bool
	entries int
}

func (m *model) accepts(e Entry) bool {
	if was, ok := m.refs[e.Ref]; ok {
		return same(was, e)
	}
	var sum money.Fen
	after := map[pot]money.Fen{}
	for _, l := range e.Lines {
		if (l.Debit == 0) == (l.Credit == 0) || l.Debit < 0 || l.Credit < 0 {
			return false
		}
		k := pot{l.Account, l.Contract}
		if _, ok := after[k]; !ok {
			after[k] = m.net[k]
		}
		info, _ := Chart.Find(l.Account)
		after[k] += info.net(l.Debit, l.Credit)
		sum += l.Debit - l.Credit
	}
	for k, n := range after {
		if info, _ := Chart.Find(k.account); info.Guarded && n < 0 {
			return false
		}
	}
	if e.Reverses != "" && (m.undone[e.Reverses] || m.refs[e.Reverses].Kind == KindReversal) {
		return false
	}
	return sum == 0 && len(e.Lines) >= 2
}

func (m *model) post(e Entry) {
	if _, again := m.refs[e.Ref]; again {
		return
	}
	m.refs[e.Ref], m.order, m.entries = e, append(m.order, e.Ref), m.entries+1
	if e.Reverses != "" {
		m.undone[e.Reverses] = true
	}
	for _, l := range e.Lines {
		info, _ := Chart.Find(l.Account)
		m.net[pot{l.Account, l.Contract}] += info.net(l.Debit, l.Credit)
	}
}

// anyEntry draws an entry of any recipe, now and then bent so that it must be refused, or one posted before.
func (m *model) anyEntry(t *rapid.T, org string) Entry {
	amount := func(name string) money.Fen { return money.Fen(rapid.Int64Range(0, 50).Draw(t, name)) }
	h := Head{Org: org, Contract: rapid.SampledFrom([]string{"L-1", "L-2"}).Draw(t, "contract"),
		Ref: fmt.Sprint("r", rapid.IntRange(0, 400).Draw(t, "ref")), Date: day("2026-01-01").AddDays(rapid.IntRange(0, 30).Draw(t, "day")), Time: 1}
	s := Split{Fees: amount("fees"), Penalty: amount("penalty"), Interest: amount("interest"), Principal: amount("principal"), Surplus: amount("surplus")}
	var e Entry
	switch rapid.IntRange(0, 11).Draw(t, "recipe") {
	case 0, 1:
		e = Disbursement(h, s.Principal*10)
	case 2, 3:
		e = Accrual(h, s.Interest*3, s.Penalty*3)
	case 4:
		e = Repayment(h, s)
	case 5:
		e = AdvanceApplied(h, s)
	case 6:
		e = Refund(h, s.Surplus)
	case 7:
		e = MarginDeposit(h, s.Principal*10)
	case 8:
		e = MarginRelease(h, s.Principal)
	case 9:
		e = MarginApplied(h, s)
	default:
		if len(m.order) == 0 {
			return Disbursement(h, 1000)
		}
		old := m.refs[rapid.SampledFrom(m.order).Draw(t, "old")]
		if rapid.Bool().Draw(t, "again") {
			return old
		}
		h.Contract = ""
		e = Reversal(h, old)
	}
	if len(e.Lines) > 0 && rapid.IntRange(0, 5).Draw(t, "bend") == 0 {
		e.Lines[0].Debit++
	}
	return e
}

func TestBooksBalanceAfterEverySequenceOfPostings(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		run := 0
		rapid.Check(t, func(t *rapid.T) {
			run++
			org := fmt.Sprint("org-", run)
			m := &model{net: map[pot]money.Fen{}, refs: map[string]Entry{}, undone: map[string]bool{}}
			steps := rapid.IntRange(1, 30).Draw(t, "steps")
			err := d.Tx(ctx, func(tx *db.Tx) error {
				for range steps {
					e := m.anyEntry(t, org)
					want := m.accepts(e)
					err := Post(ctx, tx, e)
					if (err == nil) != want {
						return fmt.Errorf("%+v: got %w, want accepted = %v", e, err, want)
					}
					if want {
						m.post(e)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			err = d.View(ctx, func(tx *db.Tx) error {
				for k, want := range m.net {
					got, err := Net(ctx, tx, Query{Org: org, Account: k.account, Contract: k.contract})
					if err != nil || got != want {
						return fmt.Errorf("%v holds %s, want %s (%w)", k, got, want, err)
					}
				}
				for _, asOf := range []daycount.Date{{}, day("2026-01-01").AddDays(rapid.IntRange(0, 30).Draw(t, "as of"))} {
					if _, err := TrialBalance(ctx, tx, org, asOf); err != nil {
						return err
					}
				}
				n, err := Verify(ctx, tx, org)
				if err == nil && n != uint64(m.entries) {
					err = errors.New("entries are missing")
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	})
}
