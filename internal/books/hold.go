package books

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// Outcome is how a hold ended.
type Outcome string

const (
	OutcomePosted  Outcome = "posted"
	OutcomeVoid    Outcome = "void"
	OutcomeExpired Outcome = "expired"
)

var outcomes = map[Outcome]Text{
	OutcomePosted: {"已入账", "posted"}, OutcomeVoid: {"已撤销", "voided"}, OutcomeExpired: {"已到期", "expired"},
}

// Held is an entry that is pending: its amounts are reserved until it is posted, voided, or expires.
type Held struct {
	Entry
	Expires daycount.Date `json:"expires"` // the last day on which it can be posted
	Outcome Outcome       `json:"outcome,omitempty"`
}

// Hold reserves what an entry would take: the first of two phases. What it would bring is not there yet. The same ref and
// content again is no error; a hold's ref can be posted by [PostHold] alone.
func Hold(ctx context.Context, tx *db.Tx, e Entry, expires daycount.Date) error {
	if err := e.check(); err != nil {
		return err
	}
	if e.Reverses != "" {
		return ErrHead.With("field", "reverses").At("reverses")
	}
	if expires.IsZero() || expires.Before(e.Date) {
		return ErrHead.With("field", "expires").At("expires")
	}
	b, err := gather(ctx, tx, [][]Entry{{e}})
	if err != nil {
		return err
	}
	n := name{e.Org, e.Ref}
	if b.held[n] {
		h, err := GetHold(ctx, tx, e.Org, e.Ref)
		if err == nil && (!same(h.Entry, e) || h.Expires != expires) {
			err = ErrRefReused.With("ref", e.Ref).At("ref")
		}
		return err
	}
	if _, posted := b.entries[n]; posted {
		return ErrRefReused.With("ref", e.Ref).At("ref")
	}
	if err := b.shift(e, held); err != nil {
		return err
	}
	lines, err := canon.Marshal(e.Lines)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO books_hold (org, ref, date, time, kind, memo_zh, memo_en, lines, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Org, e.Ref, e.Date, e.Time, string(e.Kind), e.Memo.ZH, e.Memo.EN, string(lines), expires)
	if err != nil {
		return err
	}
	return b.write(ctx, tx)
}

func held(t *total) (*int64, *int64) { return &t.heldDebit, &t.heldCredit }

// PostHold is the second phase: the held entry is posted under its ref on a day, with its own lines, or with actual ones that
// stay within them; the rest is released. Posted again with the same content it is no error. After its last day it is refused,
// whether or not [ExpireHolds] has run.
func PostHold(ctx context.Context, tx *db.Tx, org, ref string, day daycount.Date, time int64, actual ...Line) error {
	h, err := GetHold(ctx, tx, org, ref)
	if err != nil {
		return err
	}
	e := h.Entry
	e.Date, e.Time = day, time
	if len(actual) > 0 {
		if !inside(actual, h.Lines) {
			return ErrHoldLines.With("ref", brief(ref)).At("lines")
		}
		e.Lines = actual
	}
	switch {
	case h.Outcome == OutcomePosted:
		was, err := Get(ctx, tx, org, ref)
		if err == nil && !same(was.Entry, e) {
			err = ErrRefReused.With("ref", brief(ref)).At("ref")
		}
		return err
	case h.Outcome != "":
		return ended(ref, h.Outcome)
	case day.After(h.Expires):
		return ended(ref, OutcomeExpired)
	}
	b, err := gather(ctx, tx, [][]Entry{{e, h.Entry}}) // the totals of what was held, too
	if err != nil {
		return err
	}
	b.settling = name{org, ref}
	b.release(h)
	if err := b.group([]Entry{e}); err != nil {
		return err
	}
	if err := b.write(ctx, tx); err != nil {
		return err
	}
	return endHold(ctx, tx, h, OutcomePosted, day, time)
}

// VoidHold releases what was held. Voided again it is no error.
func VoidHold(ctx context.Context, tx *db.Tx, org, ref string, day daycount.Date, time int64) error {
	h, err := GetHold(ctx, tx, org, ref)
	switch {
	case err != nil:
		return err
	case h.Outcome == OutcomeVoid:
		return nil
	case h.Outcome != "":
		return ended(ref, h.Outcome)
	}
	return free(ctx, tx, h, OutcomeVoid, day, time)
}

// ExpireHolds releases the holds whose last day is before a day, and returns how many.
func ExpireHolds(ctx context.Context, tx *db.Tx, org string, day daycount.Date, time int64) (int, error) {
	open, err := OpenHolds(ctx, tx, org)
	n := 0
	for _, h := range open {
		if err == nil && h.Expires.Before(day) {
			err = free(ctx, tx, h, OutcomeExpired, day, time)
			n++
		}
	}
	return n, err
}

func free(ctx context.Context, tx *db.Tx, h Held, how Outcome, day daycount.Date, time int64) error {
	b, err := gather(ctx, tx, [][]Entry{{h.Entry}})
	if err != nil {
		return err
	}
	b.release(h)
	if err := b.write(ctx, tx); err != nil {
		return err
	}
	return endHold(ctx, tx, h, how, day, time)
}

// release takes a hold's amounts off what is held.
func (b *batch) release(h Held) {
	for _, l := range h.Lines {
		k := key{h.Org, pot{l.Account, l.Contract}}
		t := b.pots[k]
		t.heldDebit -= int64(l.Debit)
		t.heldCredit -= int64(l.Credit)
		b.pots[k], b.dirty[k] = t, true
	}
}

func endHold(ctx context.Context, tx *db.Tx, h Held, how Outcome, day daycount.Date, time int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO books_hold_end (org, ref, outcome, day, time) VALUES (?, ?, ?, ?, ?)`,
		h.Org, h.Ref, string(how), day, time)
	return err
}

func ended(ref string, how Outcome) error {
	return ErrHoldEnded.With("ref", brief(ref), "zh", outcomes[how].ZH, "en", outcomes[how].EN).At("ref")
}

// inside reports whether lines take and bring no more than others, on the same sides of the same accounts.
func inside(lines, within []Line) bool {
	left := map[pot][2]money.Fen{}
	for _, l := range within {
		k := pot{l.Account, l.Contract}
		left[k] = [2]money.Fen{left[k][0] + l.Debit, left[k][1] + l.Credit}
	}
	for _, l := range lines {
		k := pot{l.Account, l.Contract}
		left[k] = [2]money.Fen{left[k][0] - l.Debit, left[k][1] - l.Credit}
		if left[k][0] < 0 || left[k][1] < 0 {
			return false
		}
	}
	return true
}

const holdColumns = `h.org, h.ref, h.date, h.time, h.kind, h.memo_zh, h.memo_en, h.lines, h.expires, COALESCE(e.outcome, '')`

func scanHold(scan func(...any) error) (Held, error) {
	var h Held
	var kind, lines, outcome string
	err := scan(&h.Org, &h.Ref, &h.Date, &h.Time, &kind, &h.Memo.ZH, &h.Memo.EN, &lines, &h.Expires, &outcome)
	if err != nil {
		return h, err
	}
	h.Kind, h.Outcome = Kind(kind), Outcome(outcome)
	return h, canon.Unmarshal([]byte(lines), &h.Lines)
}

// GetHold returns a hold by its ref, or [ErrNotFound].
func GetHold(ctx context.Context, tx *db.Tx, org, ref string) (Held, error) {
	h, err := scanHold(tx.QueryRow(ctx, `SELECT `+holdColumns+` FROM books_hold h
		LEFT JOIN books_hold_end e ON e.org = h.org AND e.ref = h.ref WHERE h.org = ? AND h.ref = ?`, org, ref).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Held{}, ErrNotFound.With("ref", brief(ref))
	}
	return h, err
}

// OpenHolds are the holds that have not ended, by their last day and ref.
func OpenHolds(ctx context.Context, tx *db.Tx, org string) ([]Held, error) {
	out := []Held{}
	err := tx.Each(ctx, func(rows *sql.Rows) error {
		h, err := scanHold(rows.Scan)
		out = append(out, h)
		return err
	}, `SELECT `+holdColumns+` FROM books_hold h LEFT JOIN books_hold_end e ON e.org = h.org AND e.ref = h.ref
		WHERE h.org = ? AND e.ref IS NULL`, org)
	slices.SortFunc(out, func(a, b Held) int {
		if c := a.Expires.Compare(b.Expires); c != 0 {
			return c
		}
		return compare(a.Ref, b.Ref)
	})
	return out, err
}

// Unbounded takes an account's bound away.
const Unbounded = money.Fen(-1)

// Bound sets the most that an account may hold, of one contract where it is kept by contract: a credit line, a cap on margin.
// It binds what is posted and held from now on; a balance already over it stays. [Unbounded] takes it away.
func Bound(ctx context.Context, tx *db.Tx, org string, account Account, contract string, most money.Fen) error {
	info, ok := Chart.Find(account)
	switch {
	case !ok:
		return ErrAccount.With("account", brief(string(account))).At("account")
	case info.PerContract && contract == "":
		return ErrContract.With("account", info.Code).At("contract")
	case !clean(contract, maxName):
		return ErrHead.With("field", "contract").At("contract")
	case most < Unbounded || most > money.Max:
		return ErrRange.At("most")
	}
	_, err := tx.Exec(ctx, `INSERT INTO books_balance (org, account, contract, debit, credit, most) VALUES (?, ?, ?, 0, 0, ?)
		ON CONFLICT (org, account, contract) DO UPDATE SET most = excluded.most`, org, string(account), contract, int64(most))
	return err
}
