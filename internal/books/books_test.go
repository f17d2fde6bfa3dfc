package books

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/money"
)

func post(t *testing.T, d *db.DB, entries ...Entry) {
	t.Helper()
	for _, e := range entries {
		if err := d.Tx(t.Context(), func(tx *db.Tx) error { return Post(t.Context(), tx, e) }); err != nil {
			t.Fatalf("post %s: %v", e.Ref, err)
		}
	}
}

func view[T any](t *testing.T, d *db.DB, fn func(ctx context.Context, tx *db.Tx) (T, error)) T {
	t.Helper()
	var out T
	err := d.View(t.Context(), func(tx *db.Tx) (err error) { out, err = fn(t.Context(), tx); return err })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func net(t *testing.T, d *db.DB, q Query) money.Fen {
	t.Helper()
	q.Org = bank
	return view(t, d, func(ctx context.Context, tx *db.Tx) (money.Fen, error) { return Net(ctx, tx, q) })
}

func TestAnEntryThatBreaksARuleIsRefusedAndLeavesNothing(t *testing.T) {
	good := Disbursement(head("x", "2026-03-20"), 100)
	with := func(change func(*Entry)) Entry {
		e := good
		e.Lines = append([]Line(nil), good.Lines...)
		change(&e)
		return e
	}
	cases := map[string]struct {
		entry Entry
		want  *fault.Def
	}{
		"unbalanced":           {with(func(e *Entry) { e.Lines[0].Debit++ }), ErrUnbalanced},
		"no lines":             {with(func(e *Entry) { e.Lines = nil }), ErrEmpty},
		"one line":             {with(func(e *Entry) { e.Lines = e.Lines[:1] }), ErrEmpty},
		"too many lines":       {with(func(e *Entry) { e.Lines = make([]Line, MaxLines+1) }), ErrEmpty},
		"a line of nothing":    {with(func(e *Entry) { e.Lines = append(e.Lines, Line{Account: Clearing}) }), ErrLine},
		"a negative line":      {with(func(e *Entry) { e.Lines[0].Debit, e.Lines[1].Credit = -100, -100 }), ErrLine},
		"both sides of a line": {with(func(e *Entry) { e.Lines[0].Credit, e.Lines[1].Debit = 100, 100 }), ErrLine},
		"no such account":      {with(func(e *Entry) { e.Lines[0].Account = "9999" }), ErrAccount},
		"no contract":          {with(func(e *Entry) { e.Lines[0].Contract = "" }), ErrContract},
		"too much":             {Disbursement(head("x", "2026-03-20"), money.Max+1), ErrRange},
		"too much together": {with(func(e *Entry) {
			e.Lines = []Line{dr(LoanPrincipal, money.Max), dr(LoanPrincipal, 1), cr(Clearing, money.Max), cr(Clearing, 1)}
		}), ErrRange},
		"no organisation":        {with(func(e *Entry) { e.Org = "" }), ErrHead},
		"no ref":                 {with(func(e *Entry) { e.Ref = "" }), ErrHead},
		"a ref beyond length":    {with(func(e *Entry) { e.Ref = strings.Repeat("x", 201) }), ErrHead},
		"a ref with a NUL":       {with(func(e *Entry) { e.Ref = "a\x00b" }), ErrHead},
		"no date":                {with(func(e *Entry) { e.Date = daycount.Date{} }), ErrHead},
		"no memo in Chinese":     {with(func(e *Entry) { e.Memo.ZH = "" }), ErrHead},
		"memo not UTF-8":         {with(func(e *Entry) { e.Memo.EN = "\xff" }), ErrHead},
		"contract beyond length": {with(func(e *Entry) { e.Lines[0].Contract = strings.Repeat("x", 65) }), ErrHead},
		"a reversal of nothing":  {with(func(e *Entry) { e.Kind = KindReversal }), ErrHead},
		"reverses, not reversal": {with(func(e *Entry) { e.Reverses = "y" }), ErrHead},
		"reverses the unknown":   {with(func(e *Entry) { e.Kind, e.Reverses = KindReversal, "y" }), ErrNotFound},
		"repaid before lent":     {Repayment(head("x", "2026-03-20"), Split{Principal: 1}), ErrWrongSide},
		"margin never deposited": {MarginRelease(head("x", "2026-03-20"), 1), ErrWrongSide},
		"interest not accrued":   {Repayment(head("x", "2026-03-20"), Split{Interest: 1}), ErrWrongSide},
	}
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		for name, k := range cases {
			// The caller ignores the error and commits.
			err := d.Tx(t.Context(), func(tx *db.Tx) error {
				if err := Post(t.Context(), tx, k.entry); !errors.Is(err, k.want) {
					t.Errorf("%s: got %v, want %s", name, err, k.want.Code())
				} else if e := fault.From(err); strings.Contains(e.ZH()+e.EN(), "{") {
					t.Errorf("%s: a placeholder is left: %s / %s", name, e.ZH(), e.EN())
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s: the transaction is spoilt: %v", name, err)
			}
		}
		for _, table := range []string{"books_entry", "books_line", "books_balance"} {
			n := view(t, d, func(ctx context.Context, tx *db.Tx) (n int, err error) {
				return n, tx.QueryRow(ctx, "SELECT COUNT(*) FROM "+table).Scan(&n)
			})
			if n != 0 {
				t.Errorf("%s has %d rows", table, n)
			}
		}
	})
}

func TestARefPostsOnce(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		e := Disbursement(head("loan/L-1/drawdown", "2026-03-20"), 100)
		again := e
		again.Time++
		post(t, d, e, again, e)
		if got := net(t, d, Query{Account: LoanPrincipal}); got != 100 {
			t.Errorf("principal %d after three posts of one ref", got)
		}
		other := Disbursement(head("loan/L-1/drawdown", "2026-03-20"), 101)
		err := d.Tx(t.Context(), func(tx *db.Tx) error { return Post(t.Context(), tx, other) })
		if !errors.Is(err, ErrRefReused) {
			t.Errorf("other content under the ref: %v", err)
		}
		// Another organisation's refs and numbers are its own.
		other.Org = "91440300MA5DDDDD2Y"
		post(t, d, other)
		p := view(t, d, func(ctx context.Context, tx *db.Tx) (Posted, error) { return Get(ctx, tx, other.Org, other.Ref) })
		if p.Seq != 1 || net(t, d, Query{Account: LoanPrincipal}) != 100 {
			t.Errorf("the other organisation's entry is %+v", p)
		}
	})
}

func TestAReversalIsTheExactOppositeAndOnce(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		e := Disbursement(head("a", "2026-03-20"), 100)
		r := Reversal(head("a/reversed", "2026-03-21"), e)
		post(t, d, e)
		bent := r
		bent.Lines = []Line{dr(Clearing, 99), cr(LoanPrincipal, 99)}
		refuse := func(e Entry, want *fault.Def) {
			t.Helper()
			if err := d.Tx(t.Context(), func(tx *db.Tx) error { return Post(t.Context(), tx, e) }); !errors.Is(err, want) {
				t.Errorf("%s: %v", e.Ref, err)
			}
		}
		refuse(bent, ErrReversal)
		post(t, d, r, r)
		refuse(Reversal(head("b", "2026-03-22"), e), ErrReversal)
		refuse(Reversal(head("c", "2026-03-22"), r), ErrReversal)
		if net(t, d, Query{Account: LoanPrincipal}) != 0 || net(t, d, Query{Account: LoanPrincipal, AsOf: day("2026-03-20")}) != 100 {
			t.Error("the books do not show both days")
		}
	})
}

func TestTotalsStayInRange(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		err := d.Tx(ctx, func(tx *db.Tx) error {
			for i := range maxSum/int64(money.Max) + 1 {
				if err := Post(ctx, tx, Disbursement(head(fmt.Sprint(i), "2026-03-20"), money.Max)); err != nil {
					if i != maxSum/int64(money.Max) {
						t.Errorf("refused after %d postings", i)
					}
					return err
				}
			}
			return nil
		})
		if !errors.Is(err, ErrRange) {
			t.Fatal(err)
		}
		view(t, d, func(ctx context.Context, tx *db.Tx) (Trial, error) {
			return TrialBalance(ctx, tx, bank, daycount.Date{})
		})
	})
}

func TestTheLifeOfALoanInTheBooks(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		const principal, interest, penalty = 2_690_400 * money.Yuan, 23_000 * money.Yuan, 150 * money.Yuan
		post(t, d,
			Disbursement(head("drawdown", "2026-01-10"), principal),
			Accrual(head("accrual/2026-03-20", "2026-03-20"), interest, 0),
			Repayment(head("pay/1", "2026-03-20"), Split{Interest: interest, Surplus: 500 * money.Yuan}),
			MarginDeposit(head("margin/1", "2026-04-02"), 672_600*money.Yuan),
			Accrual(head("accrual/2026-06-20", "2026-06-20"), interest, penalty),
			AdvanceApplied(head("advance/1", "2026-06-20"), Split{Interest: 500 * money.Yuan}),
			MarginApplied(head("margin/2", "2026-06-25"), Split{Penalty: penalty, Interest: interest - 500*money.Yuan, Principal: 600_000 * money.Yuan}),
			Repayment(head("pay/2", "2026-07-01"), Split{Principal: principal - 600_000*money.Yuan}),
			MarginRelease(head("margin/3", "2026-07-02"), 672_600*money.Yuan-600_000*money.Yuan-penalty-interest+500*money.Yuan),
		)
		for _, a := range []Account{LoanPrincipal, InterestReceivable, PenaltyReceivable, MarginDeposits, MarginAccount, Payables} {
			if got := net(t, d, Query{Account: a, Contract: "L-1"}); got != 0 {
				t.Errorf("%s holds %s after the loan's end", a, got)
			}
		}
		if got := net(t, d, Query{Account: Clearing}); got != 2*interest+penalty {
			t.Errorf("clearing gained %s, income was %s", got, 2*interest+penalty)
		}
		if got := net(t, d, Query{Account: LoanPrincipal, Contract: "L-1", AsOf: day("2026-06-30")}); got != principal-600_000*money.Yuan {
			t.Errorf("principal at the end of June is %s", got)
		}
		s := view(t, d, func(ctx context.Context, tx *db.Tx) (Statement, error) {
			return StatementOf(ctx, tx, bank, InterestReceivable, "L-1", day("2026-03-21"), day("2026-06-24"))
		})
		if s.Opening != 0 || len(s.Lines) != 2 || s.Lines[0].Balance != interest || s.Closing != interest-500*money.Yuan {
			t.Errorf("%+v", s)
		}
		whole := view(t, d, func(ctx context.Context, tx *db.Tx) (Statement, error) {
			return StatementOf(ctx, tx, bank, LoanPrincipal, "L-1", daycount.Date{}, daycount.Date{})
		})
		if whole.Opening != 0 || len(whole.Lines) != 3 || whole.Closing != 0 {
			t.Errorf("%+v", whole)
		}
		june := view(t, d, func(ctx context.Context, tx *db.Tx) (Trial, error) {
			return TrialBalance(ctx, tx, bank, day("2026-06-20"))
		})
		if june.Debit != june.Credit || june.Rows[0].Account != Clearing {
			t.Errorf("%+v", june)
		}
	})
}

func TestTheJournalIsPagedNewestFirstAndByContract(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		for i := range 7 {
			h := head(fmt.Sprint("r", i+1), "2026-03-20")
			h.Contract = fmt.Sprint("L-", i%2)
			post(t, d, Disbursement(h, 100))
		}
		var refs []string
		q := JournalQuery{Org: bank, Limit: 3}
		for page := 0; page == 0 || q.Cursor != ""; page++ {
			err := d.View(t.Context(), func(tx *db.Tx) error {
				items, next, err := Journal(t.Context(), tx, q)
				for _, p := range items {
					refs = append(refs, p.Ref)
					if len(p.Lines) != 2 || p.Digest == "" || p.Memo.ZH == "" {
						t.Errorf("%+v", p)
					}
				}
				q.Cursor = next
				return err
			})
			if err != nil || page > 3 {
				t.Fatal(page, err)
			}
		}
		if got := strings.Join(refs, " "); got != "r7 r6 r5 r4 r3 r2 r1" {
			t.Errorf("pages give %s", got)
		}
		err := d.View(t.Context(), func(tx *db.Tx) error {
			items, next, err := Journal(t.Context(), tx, JournalQuery{Org: bank, Contract: "L-1"})
			if len(items) != 3 || next != "" {
				t.Errorf("of one contract: %d, next %q", len(items), next)
			}
			for _, cursor := range []string{"x", "-1", "0", "1.5", "99999999999999999999"} {
				if _, _, err := Journal(t.Context(), tx, JournalQuery{Org: bank, Cursor: cursor}); !errors.Is(err, ErrCursor) {
					t.Errorf("cursor %q: %v", cursor, err)
				}
			}
			if _, err := StatementOf(t.Context(), tx, bank, "nothing", "", daycount.Date{}, daycount.Date{}); !errors.Is(err, ErrAccount) {
				t.Errorf("statement of no account: %v", err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestVerifyFindsWhatWasChangedBehindTheBooks(t *testing.T) {
	for name, statement := range map[string]string{
		"an amount on both sides": `UPDATE books_line SET debit = debit * 2, credit = credit * 2 WHERE seq = 1`,
		"a memo":                  `UPDATE books_entry SET memo_zh = 'x' WHERE seq = 2`,
		"a date of lines":         `UPDATE books_line SET date = '2020-01-01' WHERE seq = 2`,
		"an entry taken out":      `DELETE FROM books_entry WHERE seq = 2`,
		"a total":                 `UPDATE books_balance SET debit = debit + 1 WHERE account = '1303'`,
		"lines of nobody": `INSERT INTO books_line (org, seq, n, account, contract, date, debit, credit)
			VALUES ('` + bank + `', 99, 1, '1303', 'L-1', '2026-01-01', 5, 0)`,
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Node(t)
			post(t, d, Disbursement(head("a", "2026-03-20"), 100), Disbursement(head("b", "2026-03-20"), 100), Disbursement(head("c", "2026-03-20"), 1))
			check := func() error {
				return d.View(t.Context(), func(tx *db.Tx) error { _, err := Verify(t.Context(), tx, bank); return err })
			}
			if err := check(); err != nil {
				t.Fatal(err)
			}
			if err := d.Tx(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(t.Context(), statement); return err }); err != nil {
				t.Fatal(err)
			}
			if err := check(); !errors.Is(err, ErrCorrupt) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Entries and lines are inserted and nothing else: no statement of the package changes or removes one.
func TestNothingPostedIsEverChanged(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source", err)
	}
	change := regexp.MustCompile(`(?i)(UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+books_`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if m := change.Find(b); m != nil {
			t.Errorf("%s: %s", f, m)
		}
	}
}
