package books

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// Posted is an entry as it stands in the books.
type Posted struct {
	Seq uint64 `json:"seq"` // from 1, without gaps, per organisation
	Entry
	Digest string `json:"digest"` // SHA-256 over the digest before and this entry, hex
}

// Post writes an entry. Every rule is checked before the first write: an error that a caller ignores leaves nothing
// behind. The same ref with the same content again is no error and posts nothing; Time and Memo are not compared, so that a
// retry after a crash may carry its own.
func Post(ctx context.Context, tx *db.Tx, e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	switch was, err := Get(ctx, tx, e.Org, e.Ref); {
	case err == nil && same(was.Entry, e):
		return nil
	case err == nil:
		return ErrRefReused.With("ref", e.Ref).At("ref")
	case !errors.Is(err, ErrNotFound):
		return err
	}
	if e.Reverses != "" {
		if err := checkReversal(ctx, tx, e); err != nil {
			return err
		}
	}
	totals, err := newTotals(ctx, tx, e)
	if err != nil {
		return err
	}
	p, err := next(ctx, tx, e)
	if err != nil {
		return err
	}
	return p.write(ctx, tx, totals)
}

func same(a, b Entry) bool {
	return a.Date == b.Date && a.Kind == b.Kind && a.Reverses == b.Reverses && slices.Equal(a.Lines, b.Lines)
}

func checkReversal(ctx context.Context, tx *db.Tx, e Entry) error {
	was, err := Get(ctx, tx, e.Org, e.Reverses)
	if err != nil {
		return err
	}
	bad := func(zh, en string) error {
		return ErrReversal.With("ref", e.Reverses, "zh", zh, "en", en).At("reverses")
	}
	if was.Kind == KindReversal {
		return bad("它本身是冲销分录", "it is itself a reversal")
	}
	opposite := slices.EqualFunc(was.Lines, e.Lines, func(a, b Line) bool {
		return a.Account == b.Account && a.Contract == b.Contract && a.Debit == b.Credit && a.Credit == b.Debit
	})
	if !opposite {
		return bad("冲销分录须与原分录完全相反", "a reversal is the exact opposite of the entry")
	}
	var by string
	err = tx.QueryRow(ctx, `SELECT ref FROM books_entry WHERE org = ? AND reverses = ?`, e.Org, e.Reverses).Scan(&by)
	if err == nil {
		return bad("已被 "+by+" 冲销", "it was reversed by "+by)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}

// pot is what a total belongs to.
type pot struct {
	account  Account
	contract string
}

type total struct {
	pot
	debit, credit int64
}

// newTotals are the totals that the entry's lines lead to, in range and on their right side.
func newTotals(ctx context.Context, tx *db.Tx, e Entry) ([]total, error) {
	var out []total
	for _, l := range e.Lines {
		key := pot{l.Account, l.Contract}
		i := slices.IndexFunc(out, func(t total) bool { return t.pot == key })
		if i < 0 {
			t := total{pot: key}
			err := tx.QueryRow(ctx, `SELECT debit, credit FROM books_balance
				WHERE org = ? AND account = ? AND contract = ?`,
				e.Org, string(l.Account), l.Contract).Scan(&t.debit, &t.credit)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return nil, err
			}
			out, i = append(out, t), len(out)
		}
		out[i].debit += int64(l.Debit)
		out[i].credit += int64(l.Credit)
		if out[i].debit > maxSum || out[i].credit > maxSum {
			return nil, ErrRange.At("lines")
		}
	}
	for _, t := range out {
		info, _ := Chart.Find(t.account)
		net := info.net(money.Fen(t.debit), money.Fen(t.credit))
		if info.Guarded && net < 0 {
			var moved money.Fen // what this entry takes out of the account
			for _, l := range e.Lines {
				if t.pot == (pot{l.Account, l.Contract}) {
					moved -= info.net(l.Debit, l.Credit)
				}
			}
			return nil, ErrWrongSide.With("contract", t.contract, "zh", info.Name.ZH, "en", info.Name.EN,
				"have", net+moved, "need", moved).At("lines")
		}
	}
	return out, nil
}

// next numbers and chains an entry. One writer at a time: what it reads stays true until it writes.
func next(ctx context.Context, tx *db.Tx, e Entry) (Posted, error) {
	var seq uint64
	var last string
	err := tx.QueryRow(ctx, `SELECT seq, digest FROM books_entry WHERE org = ? ORDER BY seq DESC LIMIT 1`, e.Org).
		Scan(&seq, &last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Posted{}, err
	}
	p := Posted{Seq: seq + 1, Entry: e}
	p.Digest, err = digest(last, p)
	return p, err
}

// digest chains an entry to the one before it.
func digest(last string, p Posted) (string, error) {
	p.Digest = ""
	b, err := canon.Marshal(struct {
		Last  string `json:"last"`
		Entry Posted `json:"entry"`
	}{last, p})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

func (p Posted) write(ctx context.Context, tx *db.Tx, totals []total) error {
	_, err := tx.Exec(ctx, `INSERT INTO books_entry (org, seq, ref, date, time, kind, memo_zh, memo_en, reverses, digest)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Org, int64(p.Seq), p.Ref, p.Date, p.Time, string(p.Kind), p.Memo.ZH, p.Memo.EN, p.Reverses, p.Digest)
	if err != nil {
		return err
	}
	for i, l := range p.Lines {
		_, err := tx.Exec(ctx, `INSERT INTO books_line (org, seq, n, account, contract, date, debit, credit)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			p.Org, int64(p.Seq), i+1, string(l.Account), l.Contract, p.Date, int64(l.Debit), int64(l.Credit))
		if err != nil {
			return err
		}
	}
	for _, t := range totals {
		_, err := tx.Exec(ctx, `INSERT INTO books_balance (org, account, contract, debit, credit) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (org, account, contract) DO UPDATE SET debit = excluded.debit, credit = excluded.credit`,
			p.Org, string(t.account), t.contract, t.debit, t.credit)
		if err != nil {
			return err
		}
	}
	return p.assert(ctx, tx)
}

// assert reads back what was written and refuses what does not balance: the rule of check, on the store's own sums.
func (p Posted) assert(ctx context.Context, tx *db.Tx) error {
	var lines int
	var debit, credit int64
	err := tx.QueryRow(ctx, `SELECT COUNT(*), CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT)
		FROM books_line WHERE org = ? AND seq = ?`, p.Org, int64(p.Seq)).Scan(&lines, &debit, &credit)
	if err != nil {
		return err
	}
	if lines != len(p.Lines) || debit != credit || debit == 0 {
		return ErrCorrupt.With("org", p.Org, "seq", p.Seq, "why", "unbalanced")
	}
	return nil
}
