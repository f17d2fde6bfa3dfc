package books

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/money"
)

// write runs fn in a transaction and expects a fault, or none.
func write(t *testing.T, d *db.DB, want *fault.Def, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	err := d.Tx(t.Context(), func(tx *db.Tx) error { return fn(t.Context(), tx) })
	if want == nil && err != nil || want != nil && !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func verified(t *testing.T, d *db.DB) uint64 {
	t.Helper()
	return view(t, d, func(ctx context.Context, tx *db.Tx) (uint64, error) { return Verify(ctx, tx, bank) })
}

func TestAHoldReservesUntilItIsPostedVoidedOrExpired(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		post(t, d, MarginDeposit(head("in", "2026-03-01"), 100))
		last := day("2026-03-31")
		hold := func(ref string, n money.Fen, want *fault.Def) {
			t.Helper()
			write(t, d, want, func(ctx context.Context, tx *db.Tx) error {
				return Hold(ctx, tx, MarginRelease(head(ref, "2026-03-02"), n), last)
			})
		}
		settle := func(ref, on string, want *fault.Def, actual ...Line) {
			t.Helper()
			write(t, d, want, func(ctx context.Context, tx *db.Tx) error {
				return PostHold(ctx, tx, bank, ref, day(on), 9, actual...)
			})
		}
		hold("a", 60, nil)
		hold("a", 60, nil)          // again
		hold("a", 61, ErrRefReused) // other content
		hold("b", 41, ErrWrongSide) // 40 are left
		hold("b", 40, nil)
		write(t, d, ErrWrongSide, func(ctx context.Context, tx *db.Tx) error {
			return Post(ctx, tx, MarginRelease(head("c", "2026-03-03"), 1))
		})
		write(t, d, ErrHeld, func(ctx context.Context, tx *db.Tx) error {
			return Post(ctx, tx, MarginRelease(head("a", "2026-03-02"), 60))
		})
		verified(t, d)
		less := []Line{dr(MarginDeposits, 50), cr(MarginAccount, 50)}
		settle("a", "2026-03-05", ErrHoldLines, dr(MarginDeposits, 61), cr(MarginAccount, 61))
		settle("a", "2026-03-05", nil, less...)
		settle("a", "2026-03-05", nil, less...)
		settle("a", "2026-03-05", ErrRefReused)
		if have := net(t, d, Query{Account: MarginDeposits}); have != 50 {
			t.Fatal("margin is", have)
		}
		settle("b", "2026-04-01", ErrHoldEnded) // its last day has passed
		free := view(t, d, func(ctx context.Context, tx *db.Tx) ([]Held, error) { return OpenHolds(ctx, tx, bank) })
		if len(free) != 1 || free[0].Ref != "b" {
			t.Fatal(free)
		}
		write(t, d, nil, func(ctx context.Context, tx *db.Tx) error {
			n, err := ExpireHolds(ctx, tx, bank, day("2026-04-01"), 9)
			if n != 1 {
				t.Error("expired", n)
			}
			return err
		})
		hold("v", 50, nil)
		for range 2 {
			write(t, d, nil, func(ctx context.Context, tx *db.Tx) error { return VoidHold(ctx, tx, bank, "v", day("2026-03-09"), 9) })
		}
		settle("v", "2026-03-09", ErrHoldEnded)
		post(t, d, MarginRelease(head("z", "2026-03-10"), 50))
		if n := verified(t, d); n != 3 {
			t.Error("entries", n)
		}
	})
}

func TestLinkedEntriesAreAllPostedOrNone(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		good, bad := MarginDeposit(head("in", "2026-03-01"), 100), MarginRelease(head("out", "2026-03-01"), 101)
		other := Disbursement(head("loan", "2026-03-01"), 7)
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			errs, err := Batch(t.Context(), tx, [][]Entry{{good, bad}, {other}, {bad}, {good, Reversal(head("undo", "2026-03-02"), good)}})
			if err == nil && (!errors.Is(errs[0], ErrWrongSide) || errs[1] != nil || !errors.Is(errs[2], ErrWrongSide) || errs[3] != nil) {
				t.Error(errs)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := verified(t, d); n != 3 {
			t.Error("entries", n)
		}
	})
}

func TestABoundIsNotExceededByWhatIsPostedOrHeld(t *testing.T) {
	d := dbtest.Node(t)
	bound := func(most money.Fen) {
		write(t, d, nil, func(ctx context.Context, tx *db.Tx) error { return Bound(ctx, tx, bank, LoanPrincipal, "L-1", most) })
	}
	bound(100)
	verified(t, d)
	lend := func(ref string, n money.Fen, want *fault.Def) {
		t.Helper()
		write(t, d, want, func(ctx context.Context, tx *db.Tx) error {
			return Post(ctx, tx, Disbursement(head(ref, "2026-03-01"), n))
		})
	}
	lend("a", 60, nil)
	write(t, d, nil, func(ctx context.Context, tx *db.Tx) error {
		return Hold(ctx, tx, Disbursement(head("h", "2026-03-01"), 30), day("2026-03-31"))
	})
	lend("b", 11, ErrOverLimit)
	lend("c", 10, nil)
	bound(Unbounded)
	lend("d", 1000, nil)
	verified(t, d)
}

func TestACloseForbidsEarlierBookingDatesAndTiesOut(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		post(t, d, Disbursement(head("a", "2026-03-01"), 100), Disbursement(head("later", "2026-03-09"), 5))
		closeDay := func(on string, want *fault.Def, ties ...Tie) (c Closed) {
			t.Helper()
			write(t, d, want, func(ctx context.Context, tx *db.Tx) (err error) {
				c, err = Close(ctx, tx, bank, day(on), 9, ties...)
				return err
			})
			return c
		}
		closeDay("2026-03-05", ErrTie, Tie{LoanPrincipal, "L-1", 104})
		c := closeDay("2026-03-05", nil, Tie{LoanPrincipal, "L-1", 105}, Tie{LoanPrincipal, "", 105})
		if c.Entries != 1 || len(c.Trial) != 2 || c.Trial[1].Debit != 100 {
			t.Error(c)
		}
		e := Disbursement(head("back", "2026-03-02"), 1)
		e.Booked = day("2026-03-05")
		write(t, d, ErrClosed, func(ctx context.Context, tx *db.Tx) error { return Post(ctx, tx, e) })
		e.Booked = daycount.Date{}
		post(t, d, e, e) // worth from the 2nd, booked on the first open day
		if have := net(t, d, Query{Account: LoanPrincipal, AsOf: day("2026-03-05")}); have != 101 {
			t.Error("by value date", have)
		}
		if have := net(t, d, Query{Account: LoanPrincipal, BookedTo: day("2026-03-05")}); have != 100 {
			t.Error("by booking date", have)
		}
		if c := closeDay("2026-03-09", nil); c.Entries != 2 || c.Trial[1].Debit != 106 {
			t.Error(c)
		}
		if c := closeDay("2026-03-08", nil); len(c.Trial) != 0 {
			t.Error("closed again", c)
		}
		verified(t, d)
		write(t, d, nil, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE books_balance SET debit = debit + 1 WHERE account = '1303'`)
			return err
		})
		closeDay("2026-03-10", ErrCorrupt)
	})
}

func TestAWriterAnswersEachCallerForItself(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		w := NewWriter(d)
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				e, want := MarginDeposit(head(fmt.Sprint("r", i/2), "2026-03-01"), 10), error(nil)
				if i%10 == 0 {
					e, want = MarginRelease(head(fmt.Sprint("x", i), "2026-03-01"), 1_000_000), ErrWrongSide
				}
				if err := w.Post(t.Context(), e); !errors.Is(err, want) {
					t.Errorf("%s: %v", e.Ref, err)
				}
			})
		}
		all.Wait()
		w.Close()
		if err := w.Post(t.Context(), MarginDeposit(head("late", "2026-03-01"), 1)); !errors.Is(err, ErrStopped) {
			t.Error(err)
		}
		if n := verified(t, d); n != 100 {
			t.Error("entries", n)
		}
	})
}

func TestTheFastDigestIsTheCanonicalOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 12, -1)
		p := Posted{Seq: rapid.Uint64Range(1, 1<<40).Draw(t, "seq"), Entry: Entry{Org: text.Draw(t, "org"), Date: day("2026-03-01"),
			Time: rapid.Int64Range(0, 1<<50).Draw(t, "time"), Kind: KindAccrual, Ref: text.Draw(t, "ref"), Reverses: text.Draw(t, "reverses"),
			Memo: Text{text.Draw(t, "zh"), text.Draw(t, "en")}, Lines: []Line{
				{Account: LoanPrincipal, Contract: text.Draw(t, "contract"), Debit: 5}, {Account: Clearing, Credit: 5}}}}
		if rapid.Bool().Draw(t, "booked") {
			p.Booked = day("2026-03-02")
		}
		fast, ok := appendCanonical(nil, "last", p)
		if !ok {
			return
		}
		slow, err := canon.Marshal(map[string]any{"last": "last", "entry": p})
		if err != nil || !bytes.Equal(fast, slow) {
			t.Fatalf("%v\n%s\n%s", err, fast, slow)
		}
	})
}

func TestAnExportHoldsNoFormula(t *testing.T) {
	d := dbtest.Node(t)
	e := Disbursement(head("=1+1", "2026-03-01"), 12345)
	e.Memo = Text{"＝HYPERLINK(\"x\")", "@SUM(A1)"}
	post(t, d, e)
	s := view(t, d, func(ctx context.Context, tx *db.Tx) (Sheet, error) {
		return JournalSheet(ctx, tx, bank, daycount.Date{}, daycount.Date{})
	})
	b, err := s.CSV()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][5] != "'=1+1" || rows[1][8] != "123.45" {
		t.Fatal(err, rows)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(cell, "=+-@＝") == 0 {
				t.Error(cell)
			}
		}
	}
	if b, err = s.XLSX(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if formula, _ := f.GetCellFormula("journal", "F2"); formula != "" {
		t.Error("formula", formula)
	}
	if text, _ := f.GetCellValue("journal", "F2"); text != "=1+1" {
		t.Error(text)
	}
}

func TestTheChartIsReadWhole(t *testing.T) {
	if len(Chart) != 22 || ChartSource.ZH == "" {
		t.Fatal(len(Chart), ChartSource)
	}
	for _, a := range Chart {
		if a.Subject == "" || a.SubjectName.ZH == "" || a.SubjectName.EN == "" || a.Class == "" || a.Currency != "CNY" ||
			!strings.HasPrefix(string(a.Code), string(a.Subject)) {
			t.Errorf("%+v", a)
		}
	}
}
