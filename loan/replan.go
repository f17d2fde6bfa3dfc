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
	// New terms for what is left: 展期 sets Maturity alone, a restructuring any of them. See [Change.reforms].
	Maturity daycount.Date   `json:"maturity,omitzero"`
	Method   Method          `json:"method,omitempty"`
	Every    Every           `json:"every,omitempty"`
	DueDay   int             `json:"due_day,omitzero"`
	DueDates []daycount.Date `json:"due_dates,omitempty"`
	// End brings all principal and the interest to that day due on that day.
	End bool `json:"end,omitempty"`
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
// At every change of balance, rate or terms the instalment is solved anew over the periods left, with what the running
// period will have earned; it knows nothing of later changes. So a change recorded late gives what it would have given
// in time. Changes of one day act together, whatever the order they are given in.
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
	if len(changes) > MaxChanges {
		return nil, ErrTooMany.With("max", MaxChanges).At("changes")
	}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b Change) int { return a.On.Compare(b.On) })
	last := c.Maturity
	for i := range changes {
		if err := changes[i].check(c, last); err != nil {
			return nil, err
		}
		if m := changes[i].Maturity; !m.IsZero() {
			last = m
		}
		if changes[i].End {
			last = changes[i].On
		}
	}
	r := replan{Contract: c, changes: changes, balance: c.Principal}
	if r.plan, err = periods(c); err != nil {
		return nil, err
	}
	if r.level, err = c.level(r.plan); err != nil {
		return nil, err
	}
	for i := 0; i < len(r.plan); i++ {
		if err := r.period(i); err != nil {
			return nil, err
		}
		if r.balance == 0 && !r.drawsLater() {
			r.plan = r.plan[:i+1]
		}
	}
	for _, x := range r.changes {
		if x.Prepay > 0 {
			return nil, ErrPrepay.With("amount", x.Prepay, "left", money.Fen(0)).At("prepay_fen")
		}
	}
	return r.plan, nil
}

func (x *Change) check(c Contract, last daycount.Date) error {
	switch {
	case x.On.Before(c.Drawdown) || !x.On.Before(last):
		return ErrChange.With("on", x.On, "zh", "日期不在贷款期内", "en", "the day is not within the loan's term").At("on")
	case x.Draw < 0 || x.Prepay < 0 || x.Draw > money.Max || x.Draw > 0 && x.Prepay > 0:
		return ErrChange.With("on", x.On, "zh", "金额应为正，且提款与还本不能同时发生",
			"en", "amounts are positive, and a change draws or prepays, not both").At("draw_fen")
	case x.Later < 0 || x.Later > 366:
		return ErrChange.With("on", x.On, "zh", "延后天数应为 0 至 366", "en", "dues move by 0 to 366 days").At("later_days")
	case x.Effect != Lower && x.Effect != Shorten:
		return ErrChange.With("on", x.On, "zh", "提前还本方式未知", "en", "the effect is not a known one").At("effect")
	case x.End && (x.reforms() || x.On == c.Drawdown):
		return ErrChange.With("on", x.On, "zh", "结清应晚于放款日，且不能同时变更条款",
			"en", "a loan ends after its drawdown, and not on new terms").At("end")
	}
	if x.Rate != nil {
		if err := checkRate(*x.Rate); err != nil {
			return err.At("rate")
		}
	}
	return nil
}

// replan is the running state: the contract with its present terms, the balance, and the changes still to come.
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

// segment is a stretch of days within a period on which balance and rate stay: balance × rate × days.
type segment struct {
	balance money.Fen
	factor  int64
}

// period runs one period: its parts, a new instalment if something changed, and the repayment at its end.
func (r *replan) period(i int) (err error) {
	var parts []segment
	r.plan[i].Opening = r.balance
	from, whole := r.plan[i].From, r.plan[i] // an end leaves the length of the whole period as the measure of its parts
	for len(r.changes) > 0 && r.changes[0].On.Before(r.plan[i].To) {
		day := r.changes[0].On
		parts = append(parts, segment{r.balance, scaled(r.Rate) * int64(day.Sub(from))})
		from = day
		recast := false
		for len(r.changes) > 0 && r.changes[0].On == day {
			x := r.changes[0]
			r.changes = r.changes[1:]
			changed, err := r.apply(x, i)
			if err != nil {
				return err
			}
			if recast = recast || changed; x.End {
				in := &r.plan[i]
				in.Days = r.runningDays(*in, day)
				in.To, in.Due = day, day
				r.plan, r.changes = r.plan[:i+1], nil
			} else {
				whole = r.plan[i]
			}
		}
		if recast {
			rest := segment{r.balance, scaled(r.Rate) * int64(whole.To.Sub(from))}
			if err := r.recast(i, append(slices.Clip(parts), rest), whole); err != nil {
				return err
			}
		}
	}
	in := &r.plan[i]
	parts = append(parts, segment{r.balance, scaled(r.Rate) * int64(in.To.Sub(from))})
	for _, p := range parts {
		interest, err := roundProduct(p.balance, p.factor*int64(whole.Days), r.measure(whole), r.Rounding)
		if err != nil {
			return err
		}
		in.Interest += interest
	}
	return r.repay(i)
}

// measure is what balance × rate × actual days × the period's days is divided by.
func (r *replan) measure(whole Instalment) int64 {
	return int64(whole.To.Sub(whole.From)) * int64(r.DayCount.Basis()) * rateScale
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
	if x.reforms() {
		if err := r.reform(x, i); err != nil {
			return false, err
		}
	}
	for j := i; x.Later > 0 && j < len(r.plan); j++ {
		due := r.plan[j].Due.AddDays(x.Later)
		if r.Roll == RollFollowing {
			due = roll(due)
		}
		r.plan[j].Due = due
	}
	return x.reforms() || x.Rate != nil || x.Draw > 0 || x.Prepay > 0 && x.Effect == Lower, nil
}

// recast solves the instalment over period i, with all that it will have earned, and the periods after it.
func (r *replan) recast(i int, parts []segment, whole Instalment) (err error) {
	rest := r.plan[i+1:]
	switch r.Method {
	case EqualPrincipal:
		r.level, err = roundProduct(r.balance, 1, int64(len(rest)+1), r.Rounding)
	case EqualInstalment:
		den := big.NewInt(r.measure(whole))
		debt := big.NewInt(int64(r.balance))
		debt.Mul(debt, den)
		for _, p := range parts {
			earned := big.NewInt(int64(p.balance))
			debt.Add(debt, earned.Mul(earned, big.NewInt(p.factor*int64(whole.Days))))
		}
		r.level, err = r.annuity(debt, den, rest, true)
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
