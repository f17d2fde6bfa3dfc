package books

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/money"
)

// Margin of one contract, kept the plain way: what is there, and what each open hold reserves.
type plainMargin struct {
	there, most money.Fen
	held        map[string]money.Fen
	ended       map[string]bool
}

func (m *plainMargin) free() money.Fen {
	free := m.there
	for _, n := range m.held {
		free -= n
	}
	return free
}

func TestHoldsClosesAndBoundsFollowAPlainModel(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		run := 0
		rapid.Check(t, func(t *rapid.T) {
			run++
			ctx, org := context.Background(), fmt.Sprint("org-", run)
			m := &plainMargin{most: Unbounded, held: map[string]money.Fen{}, ended: map[string]bool{}}
			on := day("2026-03-01")
			last := on.AddDays(20)
			act := func(want bool, fn func(tx *db.Tx) error) {
				err := d.Tx(ctx, func(tx *db.Tx) error { return fn(tx) })
				if (err == nil) != want {
					t.Fatalf("got %v, want accepted = %v; %+v", err, want, m)
				}
			}
			for step := range rapid.IntRange(1, 20).Draw(t, "steps") {
				n := money.Fen(rapid.Int64Range(1, 50).Draw(t, "amount"))
				ref := fmt.Sprint("h", rapid.IntRange(0, 4).Draw(t, "hold"))
				h := Head{Org: org, Contract: "L-1", Ref: fmt.Sprint("p", step), Date: on, Time: 1}
				reserved, open := m.held[ref]
				switch rapid.IntRange(0, 7).Draw(t, "act") {
				case 0, 1:
					ok := m.most < 0 || m.there+n <= m.most
					act(ok, func(tx *db.Tx) error { return Post(ctx, tx, MarginDeposit(h, n)) })
					if ok {
						m.there += n
					}
				case 2:
					ok := n <= m.free()
					act(ok, func(tx *db.Tx) error { return Post(ctx, tx, MarginRelease(h, n)) })
					if ok {
						m.there -= n
					}
				case 3:
					if open || m.ended[ref] {
						continue
					}
					h.Ref = ref
					ok := n <= m.free()
					act(ok, func(tx *db.Tx) error { return Hold(ctx, tx, MarginRelease(h, n), last) })
					if ok {
						m.held[ref] = n
					}
				case 4:
					if m.ended[ref] {
						continue
					}
					part := min(n, reserved)
					act(open && !on.After(last), func(tx *db.Tx) error {
						return PostHold(ctx, tx, org, ref, on, 1, MarginRelease(Head{Contract: "L-1"}, max(part, 1)).Lines...)
					})
					if open && !on.After(last) {
						m.there, m.ended[ref] = m.there-part, true
						delete(m.held, ref)
					}
				case 5:
					if m.ended[ref] {
						continue
					}
					act(open, func(tx *db.Tx) error { return VoidHold(ctx, tx, org, ref, on, 1) })
					if open {
						m.ended[ref] = true
						delete(m.held, ref)
					}
				case 6:
					m.most = money.Fen(rapid.Int64Range(-1, 100).Draw(t, "most"))
					act(true, func(tx *db.Tx) error { return Bound(ctx, tx, org, MarginDeposits, "L-1", m.most) })
				case 7:
					act(true, func(tx *db.Tx) error {
						_, err := Close(ctx, tx, org, on, 1, Tie{MarginDeposits, "L-1", m.there})
						return err
					})
					on = on.AddDays(rapid.IntRange(1, 6).Draw(t, "days"))
				}
			}
			err := d.View(ctx, func(tx *db.Tx) error {
				have, err := Net(ctx, tx, Query{Org: org, Account: MarginDeposits})
				if err == nil && have != m.there {
					err = errors.New("margin differs")
				}
				if err == nil {
					_, err = Verify(ctx, tx, org)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	})
}

// Many random operations end balanced: 20,000, or as many as SHURONG_BOOKS_OPERATIONS says.
func TestManyRandomOperationsEndBalanced(t *testing.T) {
	total := 20_000
	if n, err := strconv.Atoi(os.Getenv("SHURONG_BOOKS_OPERATIONS")); err == nil {
		total = n
	}
	d := dbtest.Node(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	posted := 0
	for done := 0; done < total; {
		groups := make([][]Entry, min(16384, total-done))
		for i := range groups {
			h := Head{Org: bank, Contract: fmt.Sprint("L-", rnd.IntN(1000)), Ref: fmt.Sprint("r", done+i), Date: day("2026-03-01"), Time: 1}
			n := money.Fen(1 + rnd.IntN(1000))
			entries := []Entry{Disbursement(h, n), Accrual(h, n, n/2), Repayment(h, Split{Principal: n}), MarginDeposit(h, n), MarginRelease(h, n)}
			groups[i] = []Entry{entries[rnd.IntN(len(entries))]}
		}
		done += len(groups)
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			errs, err := Batch(t.Context(), tx, groups)
			for _, e := range errs {
				if e == nil {
					posted++
				} else if !errors.Is(e, ErrWrongSide) {
					return e
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	trial := view(t, d, func(ctx context.Context, tx *db.Tx) (Trial, error) { return TrialBalance(ctx, tx, bank, daycount.Date{}) })
	if trial.Debit != trial.Credit || trial.Debit == 0 {
		t.Error(trial.Debit, trial.Credit)
	}
	if n := verified(t, d); n != uint64(posted) {
		t.Error(n, posted)
	}
}
