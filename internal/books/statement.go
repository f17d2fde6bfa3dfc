package books

import (
	"context"
	"database/sql"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// MaxStatement is how many lines a statement may have: some hundred pages of print.
const MaxStatement = 5000

// StatementLine is one movement of an account.
type StatementLine struct {
	Date    daycount.Date `json:"date"`
	Seq     uint64        `json:"seq"`
	Kind    Kind          `json:"kind"`
	Ref     string        `json:"ref"`
	Memo    Text          `json:"memo"`
	Debit   money.Fen     `json:"debit_fen"`
	Credit  money.Fen     `json:"credit_fen"`
	Balance money.Fen     `json:"balance_fen"` // after this line, positive on the account's own side
}

// Statement is what moved on one account of a contract between two days, both included.
type Statement struct {
	Org      string          `json:"org"`
	Account  Account         `json:"account"`
	Name     Text            `json:"name"`
	Contract string          `json:"contract,omitempty"`
	From     daycount.Date   `json:"from"`
	To       daycount.Date   `json:"to"`
	Opening  money.Fen       `json:"opening_fen"`
	Lines    []StatementLine `json:"lines"`
	Closing  money.Fen       `json:"closing_fen"`
}

// StatementOf lists the movements of an account, of one contract or, with an empty contract, of all, by date and then in
// the order of posting. Without from it starts with the first entry, without to it ends with the last.
func StatementOf(ctx context.Context, tx *db.Tx, org string, account Account, contract string, from, to daycount.Date,
) (Statement, error) {
	info, ok := Chart.Find(account)
	if !ok {
		return Statement{}, ErrAccount.With("account", brief(string(account))).At("account")
	}
	s := Statement{Org: org, Account: account, Name: info.Name, Contract: contract, From: from, To: to,
		Lines: []StatementLine{}}
	var err error
	if before := from.AddDays(-1); !from.IsZero() && !before.IsZero() {
		s.Opening, err = Net(ctx, tx, Query{Org: org, Account: account, Contract: contract, AsOf: before})
		if err != nil {
			return Statement{}, err
		}
	}
	where, args := `l.org = ? AND l.account = ? AND l.date >= ?`, []any{org, string(account), from}
	if !to.IsZero() {
		where, args = where+` AND l.date <= ?`, append(args, to)
	}
	if contract != "" {
		where, args = where+` AND l.contract = ?`, append(args, contract)
	}
	s.Closing = s.Opening
	err = tx.Each(ctx, func(rows *sql.Rows) error {
		var l StatementLine
		var kind string
		if err := rows.Scan(&l.Date, &l.Seq, &kind, &l.Ref, &l.Memo.ZH, &l.Memo.EN, &l.Debit, &l.Credit); err != nil {
			return err
		}
		l.Kind = Kind(kind)
		s.Closing += info.net(l.Debit, l.Credit)
		l.Balance = s.Closing
		s.Lines = append(s.Lines, l)
		return nil
	}, `SELECT l.date, l.seq, e.kind, e.ref, e.memo_zh, e.memo_en, l.debit, l.credit
		FROM books_line l JOIN books_entry e ON e.org = l.org AND e.seq = l.seq
		WHERE `+where+` ORDER BY l.date, l.seq, l.n LIMIT ?`, append(args, MaxStatement+1)...)
	if err != nil {
		return Statement{}, err
	}
	if len(s.Lines) > MaxStatement {
		return Statement{}, ErrTooLong.With("max", MaxStatement)
	}
	return s, nil
}
