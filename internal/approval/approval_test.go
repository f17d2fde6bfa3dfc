package approval_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

const bank, other = "911100001000013428", "91440300MA5XXXXX1X"

type still time.Time

func (s still) Now() time.Time { return time.Time(s) }

var now = still(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))

// as returns the context of a bank's employee.
func as(t testing.TB, user string) context.Context { return asOf(t, user, bank, auth.Bank) }

func asOf(t testing.TB, user, org string, roles ...auth.Role) context.Context {
	return auth.With(t.Context(), auth.Principal{User: user, Name: "员工" + user, Org: org, Roles: roles})
}

type wanted struct {
	Loan string `json:"loan"`
	Fen  int64  `json:"amount_fen"`
}

// desk is a service with one kind whose execution a test controls.
type desk struct {
	*approval.Service
	runs   atomic.Int64
	during func(ctx context.Context, r approval.Request) error
	closed []approval.State
}

func newDesk(store *db.DB) *desk {
	d := &desk{Service: approval.New(store, now, nil)}
	d.Handle("loan.disburse", approval.Handler{
		Title: approval.Text{ZH: "放款", EN: "Disburse"}, Action: auth.LoanDisburse,
		Execute: func(ctx context.Context, r approval.Request) error {
			d.runs.Add(1)
			if d.during != nil {
				return d.during(ctx, r)
			}
			return nil
		},
		Closed: func(_ context.Context, _ *db.Tx, r approval.Request) error {
			d.closed = append(d.closed, r.State)
			return nil
		},
	})
	d.Handle("case.review", approval.Handler{Title: approval.Text{ZH: "审查", EN: "Review"}, Action: auth.CaseReview,
		Execute: func(context.Context, approval.Request) error { return nil }})
	return d
}

func (d *desk) propose(t testing.TB, user, subject string) approval.Request {
	t.Helper()
	r, err := d.Propose(as(t, user), "loan.disburse", subject, approval.Text{ZH: "放款一百万元", EN: "Disburse 1,000,000"},
		wanted{"L1", 1})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantErr(t *testing.T, err error, want *fault.Def) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want %s", err, want.Code())
	}
}

func each(t *testing.T, test func(t *testing.T, store *db.DB, d *desk)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, store *db.DB) { test(t, store, newDesk(store)) })
}

func TestAnotherPersonApprovesAndItIsCarriedOut(t *testing.T) {
	each(t, func(t *testing.T, store *db.DB, d *desk) {
		r := d.propose(t, "a", "loan/1")
		var seen wanted
		d.during = func(ctx context.Context, r approval.Request) error {
			p, _ := auth.From(ctx)
			if p.User != "b" || r.State != approval.Executing || r.Ref() != "approval/"+r.ID {
				t.Errorf("executed by %+v in state %s", p, r.State)
			}
			return r.Into(&seen)
		}
		done, err := d.Approve(as(t, "b"), r.ID)
		if err != nil || done.State != approval.Done || done.Checker.User != "b" || done.Decided == nil {
			t.Fatalf("%+v, %v", done, err)
		}
		if seen != (wanted{"L1", 1}) {
			t.Errorf("payload %+v", seen)
		}
		got, err := d.Get(as(t, "c"), r.ID)
		if err != nil || got.State != approval.Done || got.Summary.ZH != "放款一百万元" || got.Maker.Name != "员工a" {
			t.Errorf("%+v, %v", got, err)
		}
		if actions := trail(t, store); actions != "approval.done,approval.approve,approval.propose" {
			t.Errorf("audit trail: %s", actions)
		}
		_, err = d.Approve(as(t, "c"), r.ID)
		wantErr(t, err, approval.ErrNotPending)
		if d.runs.Load() != 1 {
			t.Errorf("ran %d times", d.runs.Load())
		}
	})
}

func trail(t *testing.T, store *db.DB) string {
	t.Helper()
	var actions []string
	err := store.View(t.Context(), func(tx *db.Tx) error {
		rows, err := audit.List(t.Context(), tx, audit.Filter{Org: bank}, 100)
		for _, r := range rows {
			actions = append(actions, r.Action)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(actions, ",")
}

func TestMakerNeverDecides(t *testing.T) {
	d := newDesk(dbtest.Node(t))
	r := d.propose(t, "a", "loan/1")
	_, err := d.Approve(as(t, "a"), r.ID)
	wantErr(t, err, approval.ErrOwn)
	_, err = d.Reject(as(t, "a"), r.ID, "不行")
	wantErr(t, err, approval.ErrOwn)
	if d.runs.Load() != 0 {
		t.Error("it was carried out")
	}
}

func TestOnlyColleaguesWhoMayDoItDecide(t *testing.T) {
	d := newDesk(dbtest.Node(t))
	r := d.propose(t, "a", "loan/1")
	_, err := d.Approve(asOf(t, "x", other, auth.Bank), r.ID)
	wantErr(t, err, approval.ErrNotFound) // other organisations do not even learn that it exists
	_, err = d.Get(asOf(t, "x", other, auth.Bank), r.ID)
	wantErr(t, err, approval.ErrNotFound)
	_, err = d.Approve(asOf(t, "y", bank, auth.Appraiser), r.ID)
	wantErr(t, err, auth.ErrMayNot)
	_, err = d.Approve(t.Context(), r.ID)
	wantErr(t, err, auth.ErrSignIn)
	_, err = d.Propose(asOf(t, "x", ""), "loan.disburse", "loan/1", approval.Text{}, nil)
	wantErr(t, err, auth.ErrMayNot)
}

func TestRejectAndWithdrawCloseWithAReason(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, d *desk) {
		r := d.propose(t, "a", "loan/1")
		_, err := d.Reject(as(t, "b"), r.ID, " ")
		wantErr(t, err, approval.ErrReason)
		got, err := d.Reject(as(t, "b"), r.ID, "抵押物不足")
		if err != nil || got.State != approval.Rejected || got.Reason != "抵押物不足" || got.Checker.User != "b" {
			t.Errorf("%+v, %v", got, err)
		}
		r = d.propose(t, "a", "loan/1")
		_, err = d.Withdraw(as(t, "b"), r.ID, "")
		wantErr(t, err, approval.ErrNotMaker)
		if got, err = d.Withdraw(as(t, "a"), r.ID, ""); err != nil || got.State != approval.Withdrawn {
			t.Errorf("%+v, %v", got, err)
		}
		_, err = d.Approve(as(t, "b"), r.ID)
		wantErr(t, err, approval.ErrNotPending)
		if fmt.Sprint(d.closed) != "[rejected withdrawn]" || d.runs.Load() != 0 {
			t.Errorf("closed %v, ran %d times", d.closed, d.runs.Load())
		}
	})
}

func TestSecondOpenRequestOnASubjectIsRefused(t *testing.T) {
	d := newDesk(dbtest.Node(t))
	r := d.propose(t, "a", "loan/1")
	_, err := d.Propose(as(t, "b"), "loan.disburse", "loan/1", approval.Text{}, wanted{})
	wantErr(t, err, approval.ErrOpen)
	d.propose(t, "a", "loan/2")
	if _, err := d.Approve(as(t, "b"), r.ID); err != nil {
		t.Fatal(err)
	}
	d.propose(t, "a", "loan/1")
}

var errSanctioned = fault.Define("test.sanctioned", fault.Conflict, "{org}在惩戒名单上", "{org} is on the list")

func TestBusinessFaultSendsItBackWithTheFaultShown(t *testing.T) {
	each(t, func(t *testing.T, store *db.DB, d *desk) {
		r := d.propose(t, "a", "loan/1")
		d.during = func(context.Context, approval.Request) error { return errSanctioned.With("org", "甲公司") }
		_, err := d.Approve(as(t, "b"), r.ID)
		wantErr(t, err, errSanctioned)
		got, err := d.Get(as(t, "a"), r.ID)
		if err != nil || got.State != approval.Pending || got.Checker != nil || got.Trouble == nil ||
			got.Trouble.ZH != "甲公司在惩戒名单上" {
			t.Fatalf("%+v, %v", got, err)
		}
		d.during = nil
		if got, err = d.Approve(as(t, "c"), r.ID); err != nil || got.State != approval.Done || got.Trouble != nil {
			t.Errorf("%+v, %v", got, err)
		}
		if actions := trail(t, store); !strings.Contains(actions, "approval.returned") {
			t.Errorf("audit trail: %s", actions)
		}
	})
}

func TestTwoCheckersAtOnceCarryItOutOnce(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, d *desk) {
		for round := range 5 {
			r := d.propose(t, "a", fmt.Sprint("loan/", round))
			before := d.runs.Load()
			var won atomic.Int64
			var all sync.WaitGroup
			for i := range 8 {
				all.Go(func() {
					_, err := d.Approve(as(t, fmt.Sprint("checker", i)), r.ID)
					switch {
					case err == nil:
						won.Add(1)
					case !errors.Is(err, approval.ErrNotPending) && !errors.Is(err, approval.ErrRunning):
						t.Error(err)
					}
				})
			}
			all.Wait()
			if n := d.runs.Load() - before; n != 1 || won.Load() != 1 {
				t.Errorf("ran %d times for %d winners", n, won.Load())
			}
		}
	})
}

func TestInterruptedExecutionIsResumedForItsChecker(t *testing.T) {
	each(t, func(t *testing.T, store *db.DB, d *desk) {
		r := d.propose(t, "a", "loan/1")
		// The process ends while Execute runs: its context does.
		ctx, cancel := context.WithCancel(as(t, "b"))
		d.during = func(ctx context.Context, _ approval.Request) error {
			cancel()
			return ctx.Err()
		}
		_, err := d.Approve(ctx, r.ID)
		wantErr(t, err, approval.ErrUnfinished)
		got, err := d.Get(as(t, "a"), r.ID)
		if err != nil || got.State != approval.Executing {
			t.Fatalf("%+v, %v", got, err)
		}
		_, err = d.Withdraw(as(t, "a"), r.ID, "")
		wantErr(t, err, approval.ErrNotPending)

		again := newDesk(store)
		again.during = func(ctx context.Context, _ approval.Request) error {
			if p, ok := auth.From(ctx); !ok || p.User != "b" || !p.Can(auth.LoanDisburse) {
				t.Errorf("resumed on behalf of %+v", p)
			}
			return nil
		}
		if err := again.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, err = again.Get(as(t, "a"), r.ID); err != nil || got.State != approval.Done || got.Checker.User != "b" {
			t.Errorf("%+v, %v", got, err)
		}
		if err := again.Resume(t.Context()); err != nil || again.runs.Load() != 1 {
			t.Errorf("resumed %d times, %v", again.runs.Load(), err)
		}
	})
}

func TestFailureOfTheMachineryKeepsItExecutingAndMayBeRetried(t *testing.T) {
	d := newDesk(dbtest.Node(t))
	r := d.propose(t, "a", "loan/1")
	d.during = func(context.Context, approval.Request) error { return errors.New("the log does not answer") }
	_, err := d.Approve(as(t, "b"), r.ID)
	wantErr(t, err, approval.ErrUnfinished)
	if err := d.Resume(t.Context()); !errors.Is(err, approval.ErrUnfinished) {
		t.Errorf("resume: %v", err)
	}
	_, err = d.Approve(as(t, "a"), r.ID)
	wantErr(t, err, approval.ErrOwn)
	d.during = nil
	got, err := d.Approve(as(t, "c"), r.ID)
	if err != nil || got.State != approval.Done || got.Checker.User != "b" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestProposalIsPartOfTheCallersTransaction(t *testing.T) {
	store := dbtest.Node(t)
	d := newDesk(store)
	boom := errors.New("boom")
	err := store.Tx(t.Context(), func(tx *db.Tx) error {
		if _, err := d.ProposeTx(as(t, "a"), tx, "loan.disburse", "loan/1", approval.Text{}, wanted{}); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	page, err := d.List(as(t, "a"), approval.Filter{View: approval.All})
	if err != nil || len(page.Items) != 0 {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestListsShowWhatIsAPersonsToDecide(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, d *desk) {
		for i := range 5 {
			d.propose(t, "a", fmt.Sprint("loan/", i))
		}
		if _, err := d.Propose(as(t, "a"), "case.review", "case/1", approval.Text{}, wanted{}); err != nil {
			t.Fatal(err)
		}
		count := func(ctx context.Context, f approval.Filter) int {
			page, err := d.List(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Items)
		}
		for _, x := range []struct {
			ctx  context.Context
			view approval.View
			want int
		}{
			{as(t, "a"), approval.Mine, 6},
			{as(t, "a"), approval.ToDecide, 0}, // all are its own
			{as(t, "b"), approval.ToDecide, 5}, // a bank may not review cases
			{as(t, "b"), approval.All, 6},
			{asOf(t, "r", bank, auth.Registrar), approval.ToDecide, 1},
			{asOf(t, "i", bank, auth.Investor), approval.ToDecide, 0},
			{asOf(t, "x", other, auth.Bank), approval.All, 0},
			{asOf(t, "admin", ""), approval.All, 0},
		} {
			if got := count(x.ctx, approval.Filter{View: x.view}); got != x.want {
				p, _ := auth.From(x.ctx)
				t.Errorf("%s sees %d in view %s, want %d", p.User, got, x.view, x.want)
			}
		}
		if got := count(as(t, "b"), approval.Filter{View: approval.All, Subject: "loan/3"}); got != 1 {
			t.Errorf("by subject: %d", got)
		}
		seen := map[string]bool{}
		f := approval.Filter{View: approval.ToDecide, Paging: api.Paging{Limit: 2}}
		for range 3 {
			page, err := d.List(as(t, "b"), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Items {
				seen[r.ID] = true
			}
			f.Cursor = page.NextCursor
		}
		if len(seen) != 5 || f.Cursor != "" {
			t.Errorf("paged through %d of 5, cursor %q", len(seen), f.Cursor)
		}
		f.Cursor = api.Cursor("soon", "x")
		_, err := d.List(as(t, "b"), f)
		wantErr(t, err, api.ErrCursor)
	})
}
