package servicing

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

func notFound(zh, en, id string) error { return ErrNotFound.With("zh", zh, "en", en, "id", id) }

func load(ctx context.Context, tx *db.Tx, id string) (*Loan, error) {
	l, err := scanLoan(tx.QueryRow(ctx, "SELECT seq, body FROM servicing_loan WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("贷款", "loan", id)
	}
	return l, err
}

func scanLoan(from interface{ Scan(...any) error }) (*Loan, error) {
	var seq int64
	var body string
	if err := from.Scan(&seq, &body); err != nil {
		return nil, err
	}
	l := new(Loan)
	if err := canon.Unmarshal([]byte(body), l); err != nil {
		return nil, err
	}
	l.seq = seq
	return l, nil
}

func (l *Loan) insert(ctx context.Context, tx *db.Tx) error {
	if err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM servicing_loan").Scan(&l.seq); err != nil {
		return err
	}
	body, err := canon.Marshal(l)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO servicing_loan (id, seq, lender, borrower, certificate, lien, state, outstanding, overdue, class, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, l.ID, l.seq, l.Lender, l.Borrower, l.Certificate, l.Lien, string(l.State),
		int64(l.Seen.Outstanding), int64(l.Seen.Overdue), string(l.Seen.Class), string(body))
	return err
}

func (l *Loan) save(ctx context.Context, tx *db.Tx) error {
	body, err := canon.Marshal(l)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx,
		"UPDATE servicing_loan SET state = ?, outstanding = ?, overdue = ?, class = ?, body = ? WHERE id = ?",
		string(l.State), int64(l.Seen.Outstanding), int64(l.Seen.Overdue), string(l.Seen.Class), string(body), l.ID)
	return err
}

// books loads a loan to move it, and saves it after fn.
func (s *Service) books(ctx context.Context, tx *db.Tx, id string, fn func(*ledger) error) (*Loan, error) {
	l, err := load(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	b := &ledger{ctx: ctx, tx: tx, l: l, now: s.clock.Now().UnixMilli()}
	if b.payments, err = posted(ctx, tx, id); err != nil {
		return nil, err
	}
	if err := fn(b); err != nil {
		return nil, err
	}
	return l, l.save(ctx, tx)
}

// Payment is money that moved, or was announced.
type Payment struct {
	N         int           `json:"n"`
	Kind      PaymentKind   `json:"kind" enum:"repayment,payoff,margin,margin_applied"`
	State     PaymentState  `json:"state" enum:"announced,posted,rejected"`
	Date      daycount.Date `json:"date" doc:"of posting; until then of the announcement"`
	Amount    money.Fen     `json:"amount_fen"`
	Reference string        `json:"reference" doc:"the payer's bank reference"`
	By        string        `json:"by" doc:"credit code of who announced or recorded it"`
	At        int64         `json:"at"`
	Reason    string        `json:"reason,omitempty" doc:"why it was rejected"`
	Paid      Sums          `json:"paid" doc:"what it paid"`
	Surplus   money.Fen     `json:"surplus_fen" doc:"more than was due: waits as an advance"`
}

func scanPayment(body string) (p Payment, err error) {
	err = canon.Unmarshal([]byte(body), &p)
	return p, err
}

func putPayment(ctx context.Context, tx *db.Tx, loan string, p *Payment) error {
	if p.N == 0 {
		err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(n), 0) + 1 FROM servicing_payment WHERE loan = ?", loan).Scan(&p.N)
		if err != nil {
			return err
		}
	}
	body, err := canon.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO servicing_payment (loan, n, kind, state, date, amount, body) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (loan, n) DO UPDATE SET state = excluded.state, date = excluded.date, amount = excluded.amount, body = excluded.body`,
		loan, p.N, string(p.Kind), string(p.State), p.Date, int64(p.Amount), string(body))
	return err
}

func payments(ctx context.Context, tx *db.Tx, loan string) ([]Payment, error) {
	out := []Payment{}
	err := tx.Each(ctx, func(rs *sql.Rows) error {
		var body string
		if err := rs.Scan(&body); err != nil {
			return err
		}
		p, err := scanPayment(body)
		out = append(out, p)
		return err
	}, "SELECT body FROM servicing_payment WHERE loan = ? ORDER BY n", loan)
	return out, err
}

// posted are the payments that pay the debt, by date. Those of one day pay the same together in any order.
func posted(ctx context.Context, tx *db.Tx, id string) ([]loan.Payment, error) {
	var out []loan.Payment
	err := tx.Each(ctx, func(rs *sql.Rows) error {
		var p loan.Payment
		var amount int64
		if err := rs.Scan(&p.Date, &amount); err != nil {
			return err
		}
		p.Amount = money.Fen(amount)
		out = append(out, p)
		return nil
	}, "SELECT date, amount FROM servicing_payment WHERE loan = ? AND state = 'posted' AND kind <> 'margin' ORDER BY date, n", id)
	return out, err
}

// last reads the last row of a numbered table of a loan into v; false if there is none.
func last(ctx context.Context, tx *db.Tx, table, loan string, v any) (bool, error) {
	var body string
	err := tx.QueryRow(ctx, "SELECT body FROM "+table+" WHERE loan = ? ORDER BY n DESC LIMIT 1", loan).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, canon.Unmarshal([]byte(body), v)
}

func lastCall(ctx context.Context, tx *db.Tx, loan string) (*Call, error) {
	c := new(Call)
	ok, err := last(ctx, tx, "servicing_call", loan, c)
	if !ok {
		return nil, err
	}
	return c, err
}

func putCall(ctx context.Context, tx *db.Tx, loan string, c *Call) error {
	body, err := canon.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO servicing_call (loan, n, state, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (loan, n) DO UPDATE SET state = excluded.state, body = excluded.body`, loan, c.N, string(c.State), string(body))
	return err
}

func putPoint(ctx context.Context, tx *db.Tx, loan string, p *Point) error {
	if err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(n), 0) + 1 FROM servicing_value WHERE loan = ?",
		loan).Scan(&p.N); err != nil {
		return err
	}
	body, err := canon.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO servicing_value (loan, n, body) VALUES (?, ?, ?)", loan, p.N, string(body))
	return err
}

// all reads the rows of a numbered table of a loan, oldest first, the latest limit of them.
func all[T any](ctx context.Context, tx *db.Tx, table, loan string, limit int) ([]T, error) {
	out := []T{}
	err := tx.Each(ctx, func(rs *sql.Rows) error {
		var body string
		var v T
		if err := rs.Scan(&body); err != nil {
			return err
		}
		err := canon.Unmarshal([]byte(body), &v)
		out = append(out, v)
		return err
	}, "SELECT body FROM (SELECT n, body FROM "+table+" WHERE loan = ? ORDER BY n DESC LIMIT ?) AS latest ORDER BY n", loan, limit)
	return out, err
}

// pick lists loans by a condition, newest first, below a position.
func pick(ctx context.Context, tx *db.Tx, where string, args []any, limit int) ([]*Loan, error) {
	var out []*Loan
	err := tx.Each(ctx, func(rs *sql.Rows) error {
		l, err := scanLoan(rs)
		out = append(out, l)
		return err
	}, "SELECT seq, body FROM servicing_loan WHERE "+where+" ORDER BY seq DESC LIMIT ?", append(args, limit)...)
	return out, err
}

// ids lists the loans in some states.
func ids(ctx context.Context, tx *db.Tx, where string, args ...any) ([]string, error) {
	var out []string
	err := tx.Each(ctx, func(rs *sql.Rows) error {
		var id string
		err := rs.Scan(&id)
		out = append(out, id)
		return err
	}, "SELECT id FROM servicing_loan WHERE "+where+" ORDER BY seq", args...)
	return out, err
}
