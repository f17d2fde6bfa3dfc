package books

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// Tie is what a sub-ledger says about an account: of one contract, or of all with an empty one. It is compared with the books
// as they stand.
type Tie struct {
	Account  Account   `json:"account"`
	Contract string    `json:"contract,omitempty"`
	Net      money.Fen `json:"net_fen"`
}

// Closed is a close: the trial balance by booking date, and how many entries it took in.
type Closed struct {
	Org     string         `json:"org"`
	Day     daycount.Date  `json:"day"`
	Entries int64          `json:"entries"`
	Trial   []AccountTotal `json:"trial"`
	Digest  string         `json:"digest"` // of the newest entry when it was closed
	Time    int64          `json:"time"`
}

// AccountTotal is an account's turnover over all contracts.
type AccountTotal struct {
	Account Account   `json:"account"`
	Debit   money.Fen `json:"debit_fen"`
	Credit  money.Fen `json:"credit_fen"`
}

// ClosedTo is the last day that is closed, or no date.
func ClosedTo(ctx context.Context, tx *db.Tx, org string) (daycount.Date, error) {
	var day daycount.Date
	err := tx.QueryRow(ctx, `SELECT day FROM books_close WHERE org = ? ORDER BY day DESC LIMIT 1`, org).Scan(&day)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return day, err
}

// Close ends a day: nothing is booked on or before it any more. First it adds up, from the lines alone, what was booked since
// the close before, onto that close's totals: debits must equal credits; with what is already booked later they must equal the
// kept totals of the sub-accounts, account by account; and each tie must hold. A close that does not hold writes nothing.
//
// It costs the entries since the last close, not all of them, and one pass over the kept totals. A day that is already closed
// is no error and does nothing: the day's end can be taken up again.
func Close(ctx context.Context, tx *db.Tx, org string, day daycount.Date, time int64, ties ...Tie) (Closed, error) {
	c := Closed{Org: org, Day: day, Time: time, Trial: []AccountTotal{}}
	if day.IsZero() {
		return c, ErrHead.With("field", "day").At("day")
	}
	last, err := ClosedTo(ctx, tx, org)
	if err != nil {
		return c, err
	}
	if !last.IsZero() && !day.After(last) {
		return c, nil
	}
	to, later, seq, n, err := sinceClose(ctx, tx, org, last, day)
	if err != nil {
		return c, err
	}
	c.Entries = n
	bk, err := readBook(ctx, tx, org)
	if err != nil {
		return c, err
	}
	c.Digest = bk.digest
	if err := tieTotals(ctx, tx, org, to, later, bk.seq); err != nil {
		return c, err
	}
	for _, t := range ties {
		if err := t.check(ctx, tx, org); err != nil {
			return c, err
		}
	}
	for account, sums := range to {
		c.Trial = append(c.Trial, AccountTotal{account, sums[0], sums[1]})
	}
	slices.SortFunc(c.Trial, func(a, b AccountTotal) int { return compare(string(a.Account), string(b.Account)) })
	return c, c.write(ctx, tx, seq)
}

func (t Tie) check(ctx context.Context, tx *db.Tx, org string) error {
	have, err := Net(ctx, tx, Query{Org: org, Account: t.Account, Contract: t.Contract})
	if err == nil && have != t.Net {
		return ErrTie.With("account", t.Account, "contract", t.Contract, "have", have, "want", t.Net)
	}
	return err
}

// sums are debits and credits by account.
type sums map[Account][2]money.Fen

func (s sums) add(a Account, debit, credit money.Fen) {
	s[a] = [2]money.Fen{s[a][0] + debit, s[a][1] + credit}
}

// sinceClose adds up the lines after a close: onto its totals what is booked up to a day, apart what is booked later. seq is
// where the next close must look from, n how many entries are in.
func sinceClose(ctx context.Context, tx *db.Tx, org string, last, day daycount.Date) (to, later sums, seq, n int64, err error) {
	to, later = sums{}, sums{}
	if !last.IsZero() {
		err = tx.QueryRow(ctx, `SELECT seq FROM books_close WHERE org = ? AND day = ?`, org, last).Scan(&seq)
		if err != nil {
			return
		}
		err = tx.Each(ctx, func(rows *sql.Rows) error {
			var account string
			var debit, credit money.Fen
			err := rows.Scan(&account, &debit, &credit)
			to.add(Account(account), debit, credit)
			return err
		}, `SELECT account, debit, credit FROM books_close_account WHERE org = ? AND day = ?`, org, last)
		if err != nil {
			return
		}
	}
	err = tx.Each(ctx, func(rows *sql.Rows) error {
		var account string
		var in int
		var debit, credit money.Fen
		err := rows.Scan(&account, &in, &debit, &credit)
		if in == 1 {
			to.add(Account(account), debit, credit)
		} else {
			later.add(Account(account), debit, credit)
		}
		return err
	}, `SELECT account, CASE WHEN booked <= ? THEN 1 ELSE 0 END AS within, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT)
		FROM books_line WHERE org = ? AND seq > ? AND booked > ? GROUP BY account, within`, day, org, seq, last.String())
	if err != nil {
		return
	}
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM books_entry WHERE org = ? AND seq > ? AND booked > ? AND booked <= ?`,
		org, seq, last.String(), day).Scan(&n)
	if err != nil {
		return
	}
	var first, newest sql.NullInt64
	err = tx.QueryRow(ctx, `SELECT MIN(CASE WHEN booked > ? THEN seq END), MAX(seq) FROM books_entry
		WHERE org = ? AND seq > ?`, day, org, seq).Scan(&first, &newest)
	switch {
	case first.Valid:
		seq = first.Int64 - 1
	case newest.Valid:
		seq = newest.Int64
	}
	return
}

// tieTotals compares the lines' sums by account with the kept totals of the sub-accounts.
func tieTotals(ctx context.Context, tx *db.Tx, org string, to, later sums, seq uint64) error {
	var debit, credit money.Fen
	all := sums{}
	for a, s := range to {
		debit, credit = debit+s[0], credit+s[1]
		all.add(a, s[0], s[1])
	}
	bad := ErrCorrupt.With("org", org, "seq", seq)
	if debit != credit {
		return bad.With("why", "trial balance "+debit.String()+" ≠ "+credit.String())
	}
	for a, s := range later {
		all.add(a, s[0], s[1])
	}
	kept := sums{}
	err := tx.Each(ctx, func(rows *sql.Rows) error {
		var account string
		var debit, credit money.Fen
		err := rows.Scan(&account, &debit, &credit)
		kept.add(Account(account), debit, credit)
		return err
	}, `SELECT account, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT) FROM books_balance
		WHERE org = ? AND (debit <> 0 OR credit <> 0) GROUP BY account`, org)
	if err != nil {
		return err
	}
	for _, info := range Chart {
		if kept[info.Code] != all[info.Code] {
			return bad.With("why", "account "+string(info.Code)+" and its sub-accounts differ")
		}
	}
	return nil
}

func (c Closed) write(ctx context.Context, tx *db.Tx, seq int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO books_close (org, day, seq, entries, digest, time) VALUES (?, ?, ?, ?, ?, ?)`,
		c.Org, c.Day, seq, c.Entries, c.Digest, c.Time)
	if err != nil || len(c.Trial) == 0 {
		return err
	}
	n := len(c.Trial)
	org, day, account := make([]string, n), make([]string, n), make([]string, n)
	debit, credit := make([]int64, n), make([]int64, n)
	for i, t := range c.Trial {
		org[i], day[i], account[i], debit[i], credit[i] = c.Org, c.Day.String(), string(t.Account), int64(t.Debit), int64(t.Credit)
	}
	return insert(ctx, tx, "books_close_account", []column{{name: "org", text: org}, {name: "day", text: day},
		{name: "account", text: account}, {name: "debit", num: debit}, {name: "credit", num: credit}}, "")
}
