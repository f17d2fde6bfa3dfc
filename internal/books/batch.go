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

// pot is what a total belongs to, within an organisation.
type pot struct {
	account  Account
	contract string
}

// key is a pot of an organisation.
type key struct {
	org string
	pot
}

// total is what is kept of a pot: posted turnovers, what open holds would add, and the largest net allowed.
type total struct {
	debit, credit         int64
	heldDebit, heldCredit int64
	most                  int64 // -1: no bound
}

// name is an entry's ref in its organisation.
type name struct{ org, ref string }

// book is what a batch knows of one organisation's books.
type book struct {
	seq    uint64        // of the newest entry
	digest string        // of the newest entry
	holds  bool          // there are any, open or ended
	closed daycount.Date // nothing is booked on or before it; zero: never closed
}

// batch posts many entries by few statements: what they touch is read first, set by set; each entry is judged in memory, in
// order; what was accepted is written at the end. A refused group leaves the memory as it was before it.
type batch struct {
	pots     map[key]total
	keys     []key // of pots, in order
	dirty    map[key]bool
	entries  map[name]Posted // by ref: of the store, and of this batch
	reversed map[name]string // ref -> what reversed it
	held     map[name]bool   // refs of holds, which only [PostHold] may post
	settling name            // the hold that this batch posts
	books    map[string]*book
	fresh    []Posted
	undo     []func()
}

// gather reads all that judging the groups may need.
func gather(ctx context.Context, tx *db.Tx, groups [][]Entry) (*batch, error) {
	b := &batch{pots: map[key]total{}, dirty: map[key]bool{}, entries: map[name]Posted{}, reversed: map[name]string{},
		held: map[name]bool{}, books: map[string]*book{}}
	refs, undone := map[name]bool{}, map[name]bool{}
	for _, g := range groups {
		for _, e := range g {
			if _, ok := b.books[e.Org]; !ok {
				bk, err := readBook(ctx, tx, e.Org)
				if err != nil {
					return nil, err
				}
				b.books[e.Org] = bk
			}
			refs[name{e.Org, e.Ref}] = true
			if e.Reverses != "" {
				refs[name{e.Org, e.Reverses}], undone[name{e.Org, e.Reverses}] = true, true
			}
			for _, l := range e.Lines {
				b.pots[key{e.Org, pot{l.Account, l.Contract}}] = total{most: -1}
			}
		}
	}
	if err := b.readPots(ctx, tx); err != nil {
		return nil, err
	}
	var known []name
	err := lookup(ctx, tx, "books_entry", "t.org, t.ref", named(refs, "ref"), func(rows *sql.Rows) error {
		var n name
		err := rows.Scan(&n.org, &n.ref)
		known = append(known, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, n := range known {
		if b.entries[n], err = Get(ctx, tx, n.org, n.ref); err != nil {
			return nil, err
		}
	}
	if !slices.ContainsFunc(slices.Collect(maps.Values(b.books)), func(bk *book) bool { return bk.holds }) {
		return b, b.readReversed(ctx, tx, undone)
	}
	err = lookup(ctx, tx, "books_hold", "t.org, t.ref", named(refs, "ref"), func(rows *sql.Rows) error {
		var n name
		err := rows.Scan(&n.org, &n.ref)
		b.held[n] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	return b, b.readReversed(ctx, tx, undone)
}

func (b *batch) readReversed(ctx context.Context, tx *db.Tx, undone map[name]bool) error {
	return lookup(ctx, tx, "books_entry", "t.org, t.reverses, t.ref", named(undone, "reverses"), func(rows *sql.Rows) error {
		var n name
		var by string
		err := rows.Scan(&n.org, &n.ref, &by)
		b.reversed[n] = by
		return err
	})
}

// named are the two columns of a set of refs, in order: locks and pages are then taken in the same order every time.
func named(set map[name]bool, column2 string) []column {
	names := slices.SortedFunc(maps.Keys(set), func(a, b name) int {
		if a.org != b.org {
			return compare(a.org, b.org)
		}
		return compare(a.ref, b.ref)
	})
	org, ref := make([]string, len(names)), make([]string, len(names))
	for i, n := range names {
		org[i], ref[i] = n.org, n.ref
	}
	return []column{{name: "org", text: org}, {name: column2, text: ref}}
}

func readBook(ctx context.Context, tx *db.Tx, org string) (*book, error) {
	bk := &book{}
	err := tx.Each(ctx, func(rows *sql.Rows) error { return rows.Scan(&bk.seq, &bk.digest) },
		`SELECT seq, digest FROM books_entry WHERE org = ? ORDER BY seq DESC LIMIT 1`, org)
	if err != nil {
		return nil, err
	}
	err = tx.Each(ctx, func(*sql.Rows) error { bk.holds = true; return nil },
		`SELECT 1 FROM books_hold WHERE org = ? LIMIT 1`, org)
	if err != nil {
		return nil, err
	}
	bk.closed, err = ClosedTo(ctx, tx, org)
	return bk, err
}

func (b *batch) readPots(ctx context.Context, tx *db.Tx) error {
	b.keys = slices.SortedFunc(maps.Keys(b.pots), compareKeys)
	cols := potColumns(b.keys)
	return lookup(ctx, tx, "books_balance",
		"t.org, t.account, t.contract, t.debit, t.credit, t.held_debit, t.held_credit, t.most", cols,
		func(rows *sql.Rows) error {
			var k key
			var account string
			var t total
			err := rows.Scan(&k.org, &account, &k.contract, &t.debit, &t.credit, &t.heldDebit, &t.heldCredit, &t.most)
			k.account = Account(account)
			b.pots[k] = t
			return err
		})
}

func compareKeys(a, b key) int {
	if c := compare(a.org, b.org); c != 0 {
		return c
	}
	if c := compare(string(a.account), string(b.account)); c != 0 {
		return c
	}
	return compare(a.contract, b.contract)
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func potColumns(keys []key) []column {
	org, account, contract := make([]string, len(keys)), make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		org[i], account[i], contract[i] = k.org, string(k.account), k.contract
	}
	return []column{{name: "org", text: org}, {name: "account", text: account}, {name: "contract", text: contract}}
}

// group judges entries that stand or fall together.
func (b *batch) group(entries []Entry) error {
	b.undo = b.undo[:0]
	for _, e := range entries {
		if err := b.entry(e); err != nil {
			for _, back := range slices.Backward(b.undo) {
				back()
			}
			return err
		}
	}
	return nil
}

// entry judges one entry and, if it stands, numbers it and moves the totals.
func (b *batch) entry(e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	n := name{e.Org, e.Ref}
	if was, ok := b.entries[n]; ok {
		if same(was.Entry, e) {
			return nil
		}
		return ErrRefReused.With("ref", e.Ref).At("ref")
	}
	if b.held[n] && b.settling != n {
		return ErrHeld.With("ref", e.Ref).At("ref")
	}
	bk := b.books[e.Org]
	switch {
	case e.Booked.IsZero():
		e.Booked = e.Date
		if !bk.closed.IsZero() && !e.Booked.After(bk.closed) {
			e.Booked = bk.closed.AddDays(1)
		}
	case !bk.closed.IsZero() && !e.Booked.After(bk.closed):
		return ErrClosed.With("day", e.Booked, "closed", bk.closed).At("booked")
	}
	if e.Reverses != "" {
		if err := b.reversal(e); err != nil {
			return err
		}
	}
	if err := b.move(e); err != nil {
		return err
	}
	p := Posted{Seq: bk.seq + 1, Entry: e}
	var err error
	if p.Digest, err = digest(bk.digest, p); err != nil {
		return err
	}
	was := *bk
	bk.seq, bk.digest = p.Seq, p.Digest
	b.entries[n] = p
	b.fresh = append(b.fresh, p)
	if e.Reverses != "" {
		b.reversed[name{e.Org, e.Reverses}] = e.Ref
	}
	b.undo = append(b.undo, func() {
		*bk = was
		delete(b.entries, n)
		b.fresh = b.fresh[:len(b.fresh)-1]
		if e.Reverses != "" {
			delete(b.reversed, name{e.Org, e.Reverses})
		}
	})
	return nil
}

// reversal checks that an entry undoes another: its exact opposite, once.
func (b *batch) reversal(e Entry) error {
	of := name{e.Org, e.Reverses}
	was, ok := b.entries[of]
	if !ok {
		return ErrNotFound.With("ref", brief(e.Reverses)).At("reverses")
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
	if by := b.reversed[of]; by != "" {
		return bad("已被 "+by+" 冲销", "it was reversed by "+by)
	}
	return nil
}

// move adds the entry's lines to the totals and checks them: range, side, bound. An error leaves them as they were.
func (b *batch) move(e Entry) error {
	return b.shift(e, func(t *total) (*int64, *int64) { return &t.debit, &t.credit })
}

// shift adds lines to one pair of sums of each total they touch.
func (b *batch) shift(e Entry, pair func(*total) (debit, credit *int64)) error {
	back := len(b.undo)
	for _, l := range e.Lines {
		k := key{e.Org, pot{l.Account, l.Contract}}
		was := b.pots[k]
		t := was
		debit, credit := pair(&t)
		*debit += int64(l.Debit)
		*credit += int64(l.Credit)
		touched := b.dirty[k]
		b.pots[k], b.dirty[k] = t, true
		b.undo = append(b.undo, func() {
			b.pots[k] = was
			if !touched {
				delete(b.dirty, k)
			}
		})
	}
	for _, l := range e.Lines {
		if err := b.within(e, key{e.Org, pot{l.Account, l.Contract}}); err != nil {
			for _, undo := range slices.Backward(b.undo[back:]) {
				undo()
			}
			b.undo = b.undo[:back]
			return err
		}
	}
	return nil
}

// within checks a total against what bounds its account. What holds would take counts as taken, what they would bring
// does not count as there; against an upper bound it is the other way round.
func (b *batch) within(e Entry, k key) error {
	t := b.pots[k]
	if t.debit > maxSum || t.credit > maxSum || t.heldDebit > maxSum || t.heldCredit > maxSum {
		return ErrRange.At("lines")
	}
	info, _ := Chart.Find(k.account)
	least := info.net(money.Fen(t.debit), money.Fen(t.credit))
	out, in := money.Fen(t.heldCredit), money.Fen(t.heldDebit)
	if info.Side == CreditSide {
		out, in = in, out
	}
	if !info.Guarded && t.most < 0 {
		return nil
	}
	var moved money.Fen // what this entry takes out of the account
	for _, l := range e.Lines {
		if k.pot == (pot{l.Account, l.Contract}) {
			moved -= info.net(l.Debit, l.Credit)
		}
	}
	// An entry that only adds is never refused for what was missing before it, nor one that only takes for a bound.
	if info.Guarded && least-out < 0 && moved > 0 {
		return ErrWrongSide.With("contract", k.contract, "zh", info.Name.ZH, "en", info.Name.EN,
			"have", least-out+moved, "need", moved).At("lines")
	}
	if t.most >= 0 && least+in > money.Fen(t.most) && moved < 0 {
		return ErrOverLimit.With("contract", k.contract, "zh", info.Name.ZH, "en", info.Name.EN,
			"most", money.Fen(t.most), "would", least+in).At("lines")
	}
	return nil
}
