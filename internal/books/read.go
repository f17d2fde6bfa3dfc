package books

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

const entryColumns = `e.seq, e.org, e.ref, e.date, e.time, e.kind, e.memo_zh, e.memo_en, e.reverses, e.digest, e.booked`

func scanEntry(scan func(...any) error) (Posted, error) {
	var p Posted
	var kind string
	err := scan(&p.Seq, &p.Org, &p.Ref, &p.Date, &p.Time, &kind, &p.Memo.ZH, &p.Memo.EN, &p.Reverses, &p.Digest,
		&p.Booked)
	p.Kind = Kind(kind)
	return p, err
}

// Get returns an entry by its ref, or [ErrNotFound].
func Get(ctx context.Context, tx *db.Tx, org, ref string) (Posted, error) {
	row := tx.QueryRow(ctx, `SELECT `+entryColumns+` FROM books_entry e WHERE e.org = ? AND e.ref = ?`, org, ref)
	p, err := scanEntry(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Posted{}, ErrNotFound.With("ref", brief(ref))
	}
	if err != nil {
		return Posted{}, err
	}
	p.Lines, err = linesOf(ctx, tx, org, p.Seq)
	return p, err
}

func linesOf(ctx context.Context, tx *db.Tx, org string, seq uint64) ([]Line, error) {
	var out []Line
	err := tx.Each(ctx, func(rows *sql.Rows) error {
		var l Line
		var account string
		if err := rows.Scan(&account, &l.Contract, &l.Debit, &l.Credit); err != nil {
			return err
		}
		l.Account = Account(account)
		out = append(out, l)
		return nil
	}, `SELECT account, contract, debit, credit FROM books_line WHERE org = ? AND seq = ? ORDER BY n`, org, int64(seq))
	return out, err
}

// Balance is the turnover of one account, of one contract or of all.
type Balance struct {
	Account  Account   `json:"account"`
	Name     Text      `json:"name"`
	Contract string    `json:"contract,omitempty"`
	Debit    money.Fen `json:"debit_fen"`
	Credit   money.Fen `json:"credit_fen"`
	Net      money.Fen `json:"net_fen"` // positive on the account's own side
}

func (b *Balance) fill() {
	info, _ := Chart.Find(b.Account)
	b.Name, b.Net = info.Name, info.net(b.Debit, b.Credit)
}

// Query selects balances. Empty fields do not narrow; without AsOf it is now.
type Query struct {
	Org      string
	Account  Account
	Contract string
	AsOf     daycount.Date // of value dates up to and including this day
	BookedTo daycount.Date // of booking dates up to and including this day
}

// everyAccount is the chart as an SQL list: with it the index by account and contract finds a contract in any account.
var everyAccount = func() string {
	codes := make([]string, len(Chart))
	for i, a := range Chart {
		codes[i] = "'" + string(a.Code) + "'"
	}
	return strings.Join(codes, ", ")
}()

// Balances are the turnovers by account and contract that a query selects, in order of account and contract.
func Balances(ctx context.Context, tx *db.Tx, q Query) ([]Balance, error) {
	from, args := `books_balance WHERE org = ? AND (debit <> 0 OR credit <> 0)`, []any{q.Org}
	if !q.AsOf.IsZero() || !q.BookedTo.IsZero() {
		from = `books_line WHERE org = ?`
	}
	if !q.AsOf.IsZero() {
		from, args = from+` AND date <= ?`, append(args, q.AsOf)
	}
	if !q.BookedTo.IsZero() {
		from, args = from+` AND booked <= ?`, append(args, q.BookedTo)
	}
	if q.Account != "" {
		from, args = from+` AND account = ?`, append(args, string(q.Account))
	}
	if q.Contract != "" {
		from, args = from+` AND contract = ?`, append(args, q.Contract)
		if q.Account == "" {
			from += ` AND account IN (` + everyAccount + `)`
		}
	}
	out := []Balance{}
	err := tx.Each(ctx, func(rows *sql.Rows) error {
		var b Balance
		var account string
		if err := rows.Scan(&account, &b.Contract, &b.Debit, &b.Credit); err != nil {
			return err
		}
		b.Account = Account(account)
		b.fill()
		out = append(out, b)
		return nil
	}, `SELECT account, contract, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT) FROM `+from+
		` GROUP BY account, contract`, args...)
	// Sorted here, not by the database: collations differ.
	slices.SortFunc(out, func(a, b Balance) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Contract, b.Contract))
	})
	return out, err
}

// Net is the sum of what a query selects, positive on the accounts' own side. It is meant for one account.
func Net(ctx context.Context, tx *db.Tx, q Query) (money.Fen, error) {
	all, err := Balances(ctx, tx, q)
	var sum money.Fen
	for _, b := range all {
		sum += b.Net
	}
	return sum, err
}

// Trial is a trial balance: every account once, in the chart's order, and the two sums, which are equal.
type Trial struct {
	Org      string        `json:"org"`
	AsOf     daycount.Date `json:"as_of,omitzero"`
	BookedTo daycount.Date `json:"booked_to,omitzero"`
	Rows     []Balance     `json:"rows"`
	Debit    money.Fen     `json:"debit_fen"`
	Credit   money.Fen     `json:"credit_fen"`
}

// TrialBalance adds up an organisation's books, now or at the end of a day. Sums that differ are [ErrCorrupt].
func TrialBalance(ctx context.Context, tx *db.Tx, org string, asOf daycount.Date) (Trial, error) {
	return TrialOf(ctx, tx, Query{Org: org, AsOf: asOf})
}

// TrialOf is the trial balance of what a query selects, by value date, booking date or both.
func TrialOf(ctx context.Context, tx *db.Tx, q Query) (Trial, error) {
	all, err := Balances(ctx, tx, q)
	if err != nil {
		return Trial{}, err
	}
	org := q.Org
	t := Trial{Org: org, AsOf: q.AsOf, BookedTo: q.BookedTo, Rows: []Balance{}}
	for _, info := range Chart {
		row := Balance{Account: info.Code}
		used := false
		for _, b := range all {
			if b.Account == info.Code {
				row.Debit, row.Credit, used = row.Debit+b.Debit, row.Credit+b.Credit, true
			}
		}
		if used {
			row.fill()
			t.Rows = append(t.Rows, row)
			t.Debit, t.Credit = t.Debit+row.Debit, t.Credit+row.Credit
		}
	}
	if t.Debit != t.Credit {
		return t, ErrCorrupt.With("org", org, "seq", "", "why", "trial balance "+t.Debit.String()+" ≠ "+t.Credit.String())
	}
	return t, nil
}

// Page bounds of a journal.
const (
	defaultPage = 50
	maxPage     = 500
)

// JournalQuery selects a page of entries, newest first.
type JournalQuery struct {
	Org      string
	Contract string // only entries with a line of this contract
	Cursor   string // of the page before; empty is the first page
	Limit    int    // default 50, at most 500
}

// Journal is a page of entries with their lines, and the cursor of the next page or an empty one.
func Journal(ctx context.Context, tx *db.Tx, q JournalQuery) ([]Posted, string, error) {
	limit := min(max(q.Limit, 0), maxPage)
	if limit == 0 {
		limit = defaultPage
	}
	where, args := `e.org = ?`, []any{q.Org}
	if q.Cursor != "" {
		seq, err := strconv.ParseInt(q.Cursor, 10, 64)
		if err != nil || seq < 1 {
			return nil, "", ErrCursor.At("cursor")
		}
		where, args = where+` AND e.seq < ?`, append(args, seq)
	}
	if q.Contract != "" {
		where += ` AND e.seq IN (SELECT l.seq FROM books_line l WHERE l.org = ? AND l.contract = ? AND l.account IN (` +
			everyAccount + `))`
		args = append(args, q.Org, q.Contract)
	}
	out := []Posted{}
	err := tx.Each(ctx, func(rows *sql.Rows) error {
		p, err := scanEntry(rows.Scan)
		out = append(out, p)
		return err
	}, `SELECT `+entryColumns+` FROM books_entry e WHERE `+where+` ORDER BY e.seq DESC LIMIT ?`, append(args, limit+1)...)
	if err != nil {
		return nil, "", err
	}
	cursor := ""
	if len(out) > limit {
		out = out[:limit]
		cursor = strconv.FormatUint(out[limit-1].Seq, 10)
	}
	for i := range out {
		if out[i].Lines, err = linesOf(ctx, tx, q.Org, out[i].Seq); err != nil {
			return nil, "", err
		}
	}
	return out, cursor, nil
}
