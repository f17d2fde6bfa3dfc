package books

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// verifyPage is how many entries Verify holds at once.
const verifyPage = 1000

// Verify walks an organisation's books from the first entry: numbers without gaps, the chain of digests, every rule of
// an entry, and the kept totals against the lines. It returns how many entries it walked, or [ErrCorrupt] for the first
// that does not hold. Memory is constant.
func Verify(ctx context.Context, tx *db.Tx, org string) (uint64, error) {
	var seq uint64
	last := ""
	for {
		var page []Posted
		err := tx.Each(ctx, func(rows *sql.Rows) error {
			p, err := scanEntry(rows.Scan)
			page = append(page, p)
			return err
		}, `SELECT `+entryColumns+` FROM books_entry e WHERE e.org = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`,
			org, int64(seq), verifyPage)
		if err != nil {
			return seq, err
		}
		if len(page) == 0 {
			return seq, verifyTotals(ctx, tx, org)
		}
		for _, p := range page {
			if p.Lines, err = linesOf(ctx, tx, org, p.Seq); err != nil {
				return seq, err
			}
			want, err := digest(last, p)
			if err != nil {
				return seq, err
			}
			bad := ErrCorrupt.With("org", org, "seq", p.Seq)
			switch {
			case p.Seq != seq+1:
				return seq, bad.With("why", "gap")
			case p.Digest != want:
				return seq, bad.With("why", "digest")
			}
			if err := p.Entry.check(); err != nil {
				return seq, bad.With("why", "rule").Because(err)
			}
			seq, last = p.Seq, p.Digest
		}
	}
}

// verifyTotals compares the kept totals with the sums of lines, and the lines' dates with their entries'.
func verifyTotals(ctx context.Context, tx *db.Tx, org string) error {
	kept, err := Balances(ctx, tx, Query{Org: org})
	if err != nil {
		return err
	}
	summed, err := Balances(ctx, tx, Query{Org: org, AsOf: daycount.MustDate("9999-12-31")})
	if err != nil {
		return err
	}
	bad := ErrCorrupt.With("org", org, "seq", "")
	if !slices.Equal(kept, summed) {
		return bad.With("why", "totals")
	}
	var stray int
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM books_line l LEFT JOIN books_entry e ON e.org = l.org AND e.seq = l.seq
		WHERE l.org = ? AND (e.seq IS NULL OR e.date <> l.date OR e.booked <> l.booked)`, org).Scan(&stray)
	if err != nil {
		return err
	}
	if stray > 0 {
		return bad.With("why", "stray lines")
	}
	return verifyHolds(ctx, tx, org)
}

// verifyHolds compares what totals say is held with the open holds.
func verifyHolds(ctx context.Context, tx *db.Tx, org string) error {
	want := map[pot][2]money.Fen{}
	open, err := OpenHolds(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, h := range open {
		for _, l := range h.Lines {
			k := pot{l.Account, l.Contract}
			want[k] = [2]money.Fen{want[k][0] + l.Debit, want[k][1] + l.Credit}
		}
	}
	have := map[pot][2]money.Fen{}
	err = tx.Each(ctx, func(rows *sql.Rows) error {
		var account, contract string
		var sums [2]money.Fen
		err := rows.Scan(&account, &contract, &sums[0], &sums[1])
		have[pot{Account(account), contract}] = sums
		return err
	}, `SELECT account, contract, held_debit, held_credit FROM books_balance
		WHERE org = ? AND (held_debit <> 0 OR held_credit <> 0)`, org)
	if err == nil && !maps.Equal(want, have) {
		return ErrCorrupt.With("org", org, "seq", "", "why", "holds")
	}
	return err
}
