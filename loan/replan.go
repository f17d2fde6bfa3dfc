package loan

import (
	"math/big"
	"slices"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// MaxChanges bounds the changes of one contract.
const MaxChanges = 2000

// Effect says what a prepayment changes.
type Effect string

const (
	// Lower keeps the term and lowers the instalments: 减少月供.
	Lower Effect = ""
	// Shorten keeps the instalment and ends earlier: 缩短期限. It is for level instalments and equal principal.
	Shorten Effect = "shorten"
)

// Change is what happens to a contract on a day, from that day on. Several fields may be set; they act together.
type Change struct {
	On     daycount.Date     `json:"on"`
	Rate   *udecimal.Decimal `json:"rate,omitempty"`       // the new yearly rate
	Draw   money.Fen         `json:"draw_fen,omitzero"`    // a further drawdown
	Prepay money.Fen         `json:"prepay_fen,omitzero"`  // principal repaid early; its interest stays due with the period
	Effect Effect            `json:"effect,omitempty"`     // of the prepayment
	Later  int               `json:"later_days,omitempty"` // due dates after On move by so many days, free of interest
}

var (
	// ErrChange says that a change does not fit its contract.
	ErrChange = fault.Define("loan.change", fault.Invalid,
		"{on} 的变更有误：{zh}", "the change of {on} does not fit: {en}")
	// ErrPrepay says that more is prepaid than is left.
	ErrPrepay = fault.Define("loan.prepay", fault.Invalid,
		"提前还本 {amount} 元超过剩余本金 {left} 元", "prepayment {amount} is more than the principal left, {left}")
)

// Replan is the schedule after dated changes, in the order of their days.
//
// Interest of a period in which something changes is the sum of its parts, each rounded once. A part's share of the
// period's days is that of its actual days: under 30/360 the parts of a month make one twelfth of a year together.
//
// At every change of balance or rate the instalment is solved anew over the periods left, with what the running period
// will have earned; it knows nothing of later changes. So a change recorded late gives what it would have given in time.
//
// Opening of a period is the balance on its first day; Closing is Opening plus drawdowns less prepayments less Principal.
func Replan(c Contract, changes []Change) ([]Instalment, error) {
	c, err := c.Normal()
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return Schedule(c)
	}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b Change) int { return a.On.Compare(b.On) })
	for i := range changes {
		if err := changes[i].check(c); err != nil {
			return nil, err
		}
	}
	if len(changes) > MaxChanges {
		return nil, ErrTooMany.With("max", MaxChanges).At("changes")
	}
	r := replan{Contract: c, changes: changes, balance: c.Principal}
	if r.plan, err = periods(c); err != nil {
		return nil, err
	}
	if r.level, err = c.level(r.plan); err != nil {
		return nil, err
	}
	for i := range r.plan {
		if err := r.period(i); err != nil {
			return nil, err
		}
		if r.balance == 0 && !r.drawsLater() {
			return r.plan[:i+1], nil
		}
	}
	return r.plan, nil
}

func (x *Change) check(c Contract) error {
	switch {
	case x.On.Before(c.Drawdown) || !x.On.Before(c.Maturity):
		return ErrChange.With("on", x.On, "zh", "日期不在贷款期内", "en", "the day is not within the loan's term").At("on")
	case x.Draw < 0 || x.Prepay < 0 || x.Draw > money.Max || x.Draw > 0 && x.Prepay > 0:
		return ErrChange.With("on", x.On, "zh", "金额应为正，且提款与还本不能同时发生",
			"en", "amounts are positive, and a change draws or prepays, not both").At("draw_fen")
	case x.Later < 0 || x.Later > 366:
		return ErrChange.With("on", x.On, "zh", "延后天数应为 0 至 366", "en", "dues move by 0 to 366 days").At("later_days")
	case x.Effect != Lower && x.Effect != Shorten:
		return ErrChange.With("on", x.On, "zh", "提前还本方式未知", "en", "the effect is not a known one").At("effect")
	}
	if x.Rate != nil {
		if err := checkRate(*x.Rate); err != nil {
			return err.At("rate")
		}
	}
	return nil
}

// replan is the running state: the contract with its present rate, the balance, and the changes still to come.
type replan struct {
	Contract
	plan    []Instalment
	changes []Change
	balance money.Fen
	level   money.Fen
}

func (r *replan) drawsLater() bool {
	return slices.ContainsFunc(r.changes, func(x Change) bool { return x.Draw > 0 })
}

// period runs one period: its parts, a new instalment if something changed, and the repayment at its end.
func (r *replan) period(i int) error {
	in := &r.plan[i]
	in.Opening = r.balance
	exact := new(big.Int) // interest times den
	whole := int64(in.To.Sub(in.From))
	den := big.NewInt(whole * int64(r.DayCount.Basis()))
	den.Mul(den, big.NewInt(rateScale))
	earned := func(from, to daycount.Date) *big.Int {
		num := big.NewInt(int64(r.balance))
		num.Mul(num, big.NewInt(scaled(r.Rate)))
		return num.Mul(num, big.NewInt(int64(in.Days)*int64(to.Sub(from))))
	}
	part := func(from, to daycount.Date) error {
		num := earned(from, to)
		exact.Add(exact, num)
		interest, err := roundRatio(num, den, r.Rounding)
		in.Interest += interest
		return err
	}
	from := in.From
	for len(r.changes) > 0 && r.changes[0].On.Before(in.To) {
		x := r.changes[0]
		r.changes = r.changes[1:]
		if err := part(from, x.On); err != nil {
			return err
		}
		from = x.On
		changed, err := r.apply(x, i)
		if err != nil {
			return err
		}
		if changed {
			if err := r.recast(i, new(big.Int).Add(exact, earned(from, in.To)), den); err != nil {
				return err
			}
		}
	}
	if err := part(from, in.To); err != nil {
		return err
	}
	return r.repay(i)
}

// apply changes the state, and reports whether the instalment must be solved anew.
func (r *replan) apply(x Change, i int) (recast bool, err error) {
	if x.Prepay > r.balance {
		return false, ErrPrepay.With("amount", x.Prepay, "left", r.balance).At("prepay_fen")
	}
	if x.Rate != nil {
		r.Rate = *x.Rate
	}
	r.balance += x.Draw - x.Prepay
	if r.balance > money.Max {
		return false, ErrPrincipal.With("amount", r.balance).At("draw_fen")
	}
	for j := i; x.Later > 0 && j < len(r.plan); j++ {
		due := r.plan[j].Due.AddDays(x.Later)
		if r.Roll == RollFollowing {
			due = roll(due)
		}
		r.plan[j].Due = due
	}
	return x.Rate != nil || x.Draw > 0 || x.Prepay > 0 && x.Effect == Lower, nil
}

// recast solves the instalment over period i and those after it: with g the balance and the interest of period i, and f
// the growth of each later one, A = g·∏f ÷ (∏ of all f + ∏ of all but the first + … + 1).
func (r *replan) recast(i int, exact, den *big.Int) (err error) {
	rest := r.plan[i+1:]
	switch r.Method {
	case EqualPrincipal:
		r.level, err = roundRatio(big.NewInt(int64(r.balance)), big.NewInt(int64(len(rest)+1)), r.Rounding)
	case EqualInstalment:
		unit := big.NewInt(int64(r.DayCount.Basis()) * rateScale)
		grown := new(big.Int).Mul(big.NewInt(int64(r.balance)), den)
		grown.Add(grown, exact)
		paid, power := big.NewInt(1), big.NewInt(1)
		for _, in := range rest {
			f := big.NewInt(scaled(r.Rate))
			f.Mul(f, big.NewInt(int64(in.Days))).Add(f, unit)
			power.Mul(power, unit)
			grown.Mul(grown, f)
			paid.Mul(paid, f).Add(paid, power)
		}
		r.level, err = roundRatio(grown, paid.Mul(paid, den), r.Rounding)
	}
	return err
}

func (r *replan) repay(i int) error {
	in := &r.plan[i]
	switch {
	case i == len(r.plan)-1:
		in.Principal = r.balance
	case r.Method == EqualInstalment:
		in.Principal = r.level - in.Interest
		if in.Principal < 0 && r.balance > 0 {
			return ErrInstalment.With("payment", r.level, "no", in.No, "interest", in.Interest)
		}
	case r.Method == EqualPrincipal:
		in.Principal = r.level
	}
	in.Principal = max(0, min(in.Principal, r.balance))
	in.Payment = in.Interest + in.Principal
	r.balance -= in.Principal
	in.Closing = r.balance
	return nil
}
