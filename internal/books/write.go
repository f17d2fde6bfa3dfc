package books

import (
	"context"
	"maps"
	"slices"

	"shurong.org/shurong/internal/db"
)

// write stores what the batch accepted: entries, lines, totals.
func (b *batch) write(ctx context.Context, tx *db.Tx) error {
	if len(b.fresh) > 0 {
		if err := b.writeEntries(ctx, tx); err != nil {
			return err
		}
		if err := b.writeLines(ctx, tx); err != nil {
			return err
		}
	}
	if len(b.dirty) > 0 {
		if err := b.writeTotals(ctx, tx); err != nil {
			return err
		}
	}
	return b.assert(ctx, tx)
}

func (b *batch) writeEntries(ctx context.Context, tx *db.Tx) error {
	n := len(b.fresh)
	text := func() []string { return make([]string, n) }
	org, ref, date, kind, zh, en, reverses, digest, booked := text(), text(), text(), text(), text(), text(), text(), text(), text()
	seq, time := make([]int64, n), make([]int64, n)
	for i, p := range b.fresh {
		org[i], ref[i], date[i], kind[i], zh[i], en[i] = p.Org, p.Ref, p.Date.String(), string(p.Kind), p.Memo.ZH, p.Memo.EN
		reverses[i], digest[i], booked[i], seq[i], time[i] = p.Reverses, p.Digest, p.Booked.String(), int64(p.Seq), p.Time
	}
	return insert(ctx, tx, "books_entry", []column{
		{name: "org", text: org}, {name: "seq", num: seq}, {name: "ref", text: ref}, {name: "date", text: date},
		{name: "time", num: time}, {name: "kind", text: kind}, {name: "memo_zh", text: zh}, {name: "memo_en", text: en},
		{name: "reverses", text: reverses}, {name: "digest", text: digest}, {name: "booked", text: booked},
	}, "")
}

func (b *batch) writeLines(ctx context.Context, tx *db.Tx) error {
	var org, account, contract, date, booked []string
	var seq, n, debit, credit []int64
	for _, p := range b.fresh {
		day, entered := p.Date.String(), p.Booked.String()
		for i, l := range p.Lines {
			org, account, contract = append(org, p.Org), append(account, string(l.Account)), append(contract, l.Contract)
			date, booked, seq, n = append(date, day), append(booked, entered), append(seq, int64(p.Seq)), append(n, int64(i+1))
			debit, credit = append(debit, int64(l.Debit)), append(credit, int64(l.Credit))
		}
	}
	return insert(ctx, tx, "books_line", []column{
		{name: "org", text: org}, {name: "seq", num: seq}, {name: "n", num: n}, {name: "account", text: account},
		{name: "contract", text: contract}, {name: "date", text: date}, {name: "debit", num: debit},
		{name: "credit", num: credit}, {name: "booked", text: booked},
	}, "")
}

func (b *batch) writeTotals(ctx context.Context, tx *db.Tx) error {
	keys := slices.DeleteFunc(slices.Clone(b.keys), func(k key) bool { return !b.dirty[k] })
	n := len(keys)
	num := func() []int64 { return make([]int64, n) }
	debit, credit, heldDebit, heldCredit, most := num(), num(), num(), num(), num()
	for i, k := range keys {
		t := b.pots[k]
		debit[i], credit[i], heldDebit[i], heldCredit[i], most[i] = t.debit, t.credit, t.heldDebit, t.heldCredit, t.most
	}
	return insert(ctx, tx, "books_balance", append(potColumns(keys),
		column{name: "debit", num: debit}, column{name: "credit", num: credit},
		column{name: "held_debit", num: heldDebit}, column{name: "held_credit", num: heldCredit},
		column{name: "most", num: most}),
		` ON CONFLICT (org, account, contract) DO UPDATE SET debit = excluded.debit, credit = excluded.credit,
			held_debit = excluded.held_debit, held_credit = excluded.held_credit, most = excluded.most`)
}

// assert reads back what was written and refuses what does not balance: the rule of check, on the store's own sums.
func (b *batch) assert(ctx context.Context, tx *db.Tx) error {
	first, lines := map[string]uint64{}, map[string]int{}
	for _, p := range b.fresh {
		if first[p.Org] == 0 {
			first[p.Org] = p.Seq
		}
		lines[p.Org] += len(p.Lines)
	}
	for _, org := range slices.Sorted(maps.Keys(first)) {
		var count int
		var debit, credit int64
		err := tx.QueryRow(ctx, `SELECT COUNT(*), CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT)
			FROM books_line WHERE org = ? AND seq >= ?`, org, int64(first[org])).Scan(&count, &debit, &credit)
		if err != nil {
			return err
		}
		if count != lines[org] || debit != credit || debit == 0 {
			return ErrCorrupt.With("org", org, "seq", first[org], "why", "unbalanced")
		}
	}
	return nil
}
