package accounting

import (
	"math/big"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

// Account is what a movement moves.
type Account string

// The accounts of a resource. A resource has development before it is ready, then gross, amortised and impaired.
const (
	InDevelopment Account = "development" // 开发支出
	Gross         Account = "gross"       // 账面原值
	Amortised     Account = "amortised"   // 累计摊销
	Impaired      Account = "impaired"    // 减值准备、存货跌价准备
)

// Cause is why an amount moves: the lines of the disclosure tables.
type Cause string

// Causes. Sold is of inventory; WrittenBack is a write-down that is no longer needed.
const (
	Incurred    Cause = "incurred"     // 购入、采集加工、其他增加
	Completed   Cause = "completed"    // 内部研发: development becomes intangible
	Charged     Cause = "charged"      // 计提
	Disposed    Cause = "disposal"     // 处置
	Expired     Cause = "expiry"       // 失效且终止确认
	Ended       Cause = "other"        // 其他减少
	SoldOff     Cause = "sold"         // 出售、转销
	WrittenBack Cause = "written_back" // 转回
)

// Movement is one line of a ledger: an account grows, or shrinks where Out is set.
type Movement struct {
	Date    valuation.Date `json:"date"`
	Account Account        `json:"account"`
	Cause   Cause          `json:"cause"`
	Out     bool           `json:"out,omitzero"`
	Amount  Book           `json:"amount_fen"`
}

// Ledger is a resource's movements in order of time.
type Ledger struct {
	Movements []Movement `json:"movements"`
	Tests     []Tested   `json:"tests,omitzero"`
}

// balance is an account's amount at the end of a day; the zero date is before everything.
func (l Ledger) balance(a Account, at daycount.Date) Book {
	var b Book
	for _, m := range l.Movements {
		if m.Account == a && !m.Date.After(at) {
			if m.Out {
				b = b.Less(m.Amount)
			} else {
				b = b.Plus(m.Amount)
			}
		}
	}
	return b
}

// Carrying is the book value at the end of a day: gross less amortised less impaired, and what is in development.
func (l Ledger) Carrying(at daycount.Date) Book {
	return l.balance(Gross, at).Less(l.balance(Amortised, at)).Less(l.balance(Impaired, at)).Plus(l.balance(InDevelopment, at))
}

// moved is what one cause moved within a period.
func (l Ledger) moved(a Account, c Cause, out bool, from, to daycount.Date) Book {
	var b Book
	for _, m := range l.Movements {
		if m.Account == a && m.Cause == c && m.Out == out && !m.Date.Before(from) && !m.Date.After(to) {
			b = b.Plus(m.Amount)
		}
	}
	return b
}

// keeper writes one resource's ledger.
type keeper struct {
	unit valuation.Unit
	r    Resource
	Ledger
	gross, amortised, impaired, development Book
}

func (k *keeper) move(d daycount.Date, a Account, c Cause, out bool, b Book) {
	if b.carried == 0 {
		return
	}
	k.Movements = append(k.Movements, Movement{valuation.Date{Date: d}, a, c, out, b})
	at := map[Account]*Book{InDevelopment: &k.development, Gross: &k.gross, Amortised: &k.amortised, Impaired: &k.impaired}[a]
	if out {
		*at = at.Less(b)
	} else {
		*at = at.Plus(b)
	}
}

func (k *keeper) carrying() Book { return k.gross.Less(k.amortised).Less(k.impaired) }

// keep goes through the months from the first cost to the end of the period.
func (k *keeper) keep(costs []Treated, to daycount.Date) {
	slices.SortStableFunc(costs, func(a, b Treated) int { return a.Date.Compare(b.Date.Date) })
	if len(costs) == 0 {
		return
	}
	for month := costs[0].Date.MonthEnd(); !month.After(to); month = month.AddDays(1).MonthEnd() {
		k.spend(costs, month)
		k.ready(month)
		if k.r.Purpose == ForSale {
			k.stock(month)
		} else {
			k.amortise(month)
			k.impair(month)
		}
		k.end(month)
	}
}

// spend takes the month's capitalised costs.
func (k *keeper) spend(costs []Treated, month daycount.Date) {
	for _, c := range costs {
		if c.Date.MonthEnd() != month || c.Into == Expense {
			continue
		}
		account := Gross
		if k.r.Acquired == Developed && k.r.Purpose == ForUse && (k.r.ReadyOn.IsZero() || !c.Date.After(k.r.ReadyOn.Date)) {
			account = InDevelopment
		}
		k.move(c.Date.Date, account, Incurred, false, Book{}.With(c.Cost))
	}
}

// ready moves development to gross in the month of readiness.
func (k *keeper) ready(month daycount.Date) {
	if on := k.r.ReadyOn.Date; !on.IsZero() && on.MonthEnd() == month && k.development.carried != 0 {
		b := k.development
		k.move(on, InDevelopment, Completed, true, b)
		k.move(on, Gross, Completed, false, b)
	}
}

func (k *keeper) goneIn(month daycount.Date) bool {
	return k.r.Gone != nil && !k.r.Gone.Date.MonthEnd().After(month)
}

// amortise takes the month's share of what is left, so that rounding never adds up: the last month takes the rest. In
// the month of readiness it begins, in the month of derecognition it has ended.
func (k *keeper) amortise(month daycount.Date) {
	on := k.r.ReadyOn.Date
	if on.IsZero() || month.Before(on.MonthEnd()) || k.goneIn(month) {
		return
	}
	residual := Book{}.With(Cost{k.fen(k.r.Residual)})
	base := k.carrying().Less(residual)
	if base.carried <= 0 {
		return
	}
	charge := Book{}
	switch {
	case k.r.Units != nil:
		used, before := k.r.Units.in(month), k.r.Units.before(month)
		if left := k.r.Units.Total - before; left > 0 {
			charge = base.part(min(used, left), left)
		}
	case k.r.Life != nil && !k.r.Life.Indefinite:
		n, _ := k.r.Life.months()
		if left := int64(n - monthsBetween(on, month)); left > 0 {
			charge = base.part(1, left)
		}
	}
	k.move(month, Amortised, Charged, false, charge)
}

func monthsBetween(from, to daycount.Date) int {
	return (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
}

func (u Units) in(month daycount.Date) (n int64) {
	for _, x := range u.Used {
		if x.Month.MonthEnd() == month {
			n += x.Units
		}
	}
	return n
}

func (u Units) before(month daycount.Date) (n int64) {
	for _, x := range u.Used {
		if x.Month.MonthEnd().Before(month) {
			n += x.Units
		}
	}
	return n
}

// stock takes the month's sales and net realisable values in order of date; a value on the day of a sale is after it.
func (k *keeper) stock(month daycount.Date) {
	if k.r.Inventory == nil {
		return
	}
	type event struct {
		on  daycount.Date
		run func()
	}
	var events []event
	for _, s := range k.r.Inventory.Sold {
		events = append(events, event{s.Date.Date, func() { k.sell(s) }})
	}
	for _, v := range k.r.Inventory.NRV {
		events = append(events, event{v.Date.Date, func() { k.realisable(v) }})
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.on.Compare(b.on) })
	for _, e := range events {
		if e.on.MonthEnd() == month && !k.goneIn(month) {
			e.run()
		}
	}
}

// sell takes out a share of the cost and of what was written down on it.
func (k *keeper) sell(s Sold) {
	out := func(b Book) Book {
		return Book{roundFen(new(big.Rat).Mul(rat(s.Share), new(big.Rat).SetInt64(int64(b.carried))))}
	}
	cost, provision := out(k.gross), out(k.impaired)
	k.move(s.Date.Date, Gross, SoldOff, true, cost)
	k.move(s.Date.Date, Impaired, SoldOff, true, provision)
}

// realisable brings the provision to what cost exceeds net realisable value by, up or down.
func (k *keeper) realisable(v Realisable) {
	nrv := max(0, k.fen(v.Price)-k.fen(v.Completion)-k.fen(v.Selling))
	diff := max(0, k.gross.carried-nrv) - k.impaired.carried
	k.Tests = append(k.Tests, Tested{Date: v.Date, Sign: "CAS 1", Carrying: k.carrying(), NetRealisable: NewAppraised(nrv),
		Recoverable: NewAppraised(nrv), Loss: Book{diff}})
	if diff > 0 {
		k.move(v.Date.Date, Impaired, Charged, false, Book{diff})
	} else {
		k.move(v.Date.Date, Impaired, WrittenBack, true, Book{-diff})
	}
}

// end takes everything out on derecognition.
func (k *keeper) end(month daycount.Date) {
	g := k.r.Gone
	if g == nil || g.Date.MonthEnd() != month {
		return
	}
	c := Cause(g.How)
	k.move(g.Date.Date, Gross, c, true, k.gross)
	k.move(g.Date.Date, Amortised, c, true, k.amortised)
	k.move(g.Date.Date, Impaired, c, true, k.impaired)
	k.move(g.Date.Date, InDevelopment, c, true, k.development)
}

// fen reads an amount that validation has accepted; one that is not given is 0.
func (k *keeper) fen(a valuation.Amount) money.Fen {
	if a == "" {
		return 0
	}
	f, err := a.Fen(k.unit)
	if err != nil {
		return 0
	}
	return f
}
