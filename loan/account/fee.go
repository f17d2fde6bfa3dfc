package account

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Kind is what a fee is for.
type Kind string

// The kinds of fee.
const (
	Upfront    Kind = "upfront"    // once, on the day of the first drawdown: an amount, or bp of the line
	OnBalance  Kind = "balance"    // each period, on the balance at its beginning: bp a year
	OnLimit    Kind = "limit"      // each period, on the line: bp a year
	Commitment Kind = "commitment" // each period, on what is undrawn, day by day while it may be drawn: bp a year
	Late       Kind = "late"       // once per instalment not paid within its grace: an amount, or bp of what is unpaid of it
	PrepayFee  Kind = "prepayment" // bp of what is prepaid, by months since the drawdown
)

// Fee is one agreed fee.
type Fee struct {
	Kind   Kind      `json:"kind"`
	Amount money.Fen `json:"amount_fen,omitzero"`
	BP     int64     `json:"bp,omitzero"`
	Steps  []Step    `json:"steps,omitempty"`
}

// Step is a prepayment fee until so many months after the drawdown.
type Step struct {
	Months int   `json:"months"`
	BP     int64 `json:"bp"`
}

// ErrFee says that a fee is not one that can be charged.
var ErrFee = fault.Define("loan.account.fee", fault.Invalid,
	"费用 {kind} 有误：{zh}", "fee {kind}: {en}").
	Hint("kind：upfront、balance、limit、commitment、late、prepayment；金额与 bp 只填其一，bp 为 1 至 2000；prepayment 填 steps",
		"kinds are upfront, balance, limit, commitment, late and prepayment; an amount or bp (1 to 2000), not both; prepayment has steps")

// maxFeeBP bounds what a fee may take: 20 %.
const maxFeeBP = 2000

func (x Fee) check() error {
	wrong := func(zh, en string) error {
		return ErrFee.With("kind", short(string(x.Kind)), "zh", zh, "en", en).At("fees")
	}
	switch x.Kind {
	case Upfront, Late:
		if (x.Amount > 0) == (x.BP > 0) || x.Amount > money.Max {
			return wrong("金额与 bp 应只填一个", "it has an amount or bp, one of them")
		}
	case OnBalance, OnLimit, Commitment:
		if x.Amount != 0 || x.BP == 0 {
			return wrong("应填年费率 bp", "it has bp a year")
		}
	case PrepayFee:
		if len(x.Steps) == 0 || x.Amount != 0 || x.BP != 0 {
			return wrong("应填 steps", "it has steps")
		}
	default:
		return wrong("类型未知", "its kind is not known")
	}
	last := 0
	for _, s := range x.Steps {
		if s.Months <= last || s.Months > 12*loan.MaxYears || s.BP < 0 || s.BP > maxFeeBP || x.Kind != PrepayFee {
			return wrong("steps 的月数应递增，bp 不超过 2000", "months of steps increase, and bp is at most 2000")
		}
		last = s.Months
	}
	if x.BP < 0 || x.BP > maxFeeBP || x.Amount < 0 {
		return wrong("费率超出范围", "it is out of range")
	}
	return nil
}

// upfront puts down the fees of the first day and the terms of the late fee.
func (r *run) upfront() error {
	if r.Contract.Fee > 0 {
		r.once = append(r.once, once{r.Contract.Drawdown, Upfront, r.Contract.Fee})
	}
	for _, x := range r.Fees {
		switch x.Kind {
		case Upfront:
			share, err := r.Contract.Part(r.Limit, x.BP)
			if err != nil {
				return err
			}
			r.once = append(r.once, once{r.Contract.Drawdown, Upfront, x.Amount + share})
		case Late:
			r.history.Late.Amount += x.Amount
			r.history.Late.BP += x.BP
		}
	}
	r.once = slices.DeleteFunc(r.once, func(o once) bool { return o.date.After(r.asOf) || o.amount == 0 })
	return nil
}

// prepayment puts down the fee of a prepayment, paid with it.
func (r *run) prepayment(x Transaction) error {
	for _, fee := range r.Fees {
		i := slices.IndexFunc(fee.Steps, func(s Step) bool { return x.Date.Before(r.Contract.Drawdown.AddMonths(s.Months)) })
		if fee.Kind != PrepayFee || i < 0 {
			continue
		}
		amount, err := r.Contract.Part(x.Amount, fee.Steps[i].BP)
		if err != nil {
			return err
		}
		if amount > 0 {
			r.once = append(r.once, once{x.Date, PrepayFee, amount})
		}
	}
	return nil
}

// charge computes the fees that fall due with instalments.
func (r *run) charge() error {
	add := func(no int, kind string, amount money.Fen) {
		if amount > 0 {
			r.history.Charges = append(r.history.Charges, loan.Charge{No: no, Kind: kind, Amount: amount})
		}
	}
	for _, in := range r.plan {
		for _, fee := range r.Fees {
			var amount money.Fen
			var err error
			switch fee.Kind {
			case OnBalance:
				amount, err = r.Contract.Share(in.Opening, fee.BP, in.Days)
			case OnLimit:
				amount, err = r.Contract.Share(r.Limit, fee.BP, in.Days)
			case Commitment:
				amount, err = r.commitment(in, fee.BP)
			default:
				continue
			}
			if err != nil {
				return err
			}
			add(in.No, string(fee.Kind), amount)
		}
	}
	for _, x := range r.tx {
		if x.Kind != Charge {
			continue
		}
		i := slices.IndexFunc(r.plan, func(in loan.Instalment) bool { return in.Due.After(x.Date) })
		if i < 0 {
			i = len(r.plan) - 1
		}
		add(r.plan[i].No, "costs", x.Amount)
	}
	return nil
}

// commitment is the fee on what is undrawn, over the stretches of a period between drawdowns, each rounded once.
func (r *run) commitment(in loan.Instalment, bp int64) (sum money.Fen, err error) {
	end := in.To
	if until := r.AvailableUntil.AddDays(1); until.Before(end) {
		end = until
	}
	days := []daycount.Date{in.From}
	for _, x := range r.tx {
		if (x.Kind == Draw || x.Kind == Prepay) && x.Date.After(days[len(days)-1]) && x.Date.Before(end) {
			days = append(days, x.Date)
		}
	}
	days = append(days, end)
	for i := range len(days) - 1 {
		if n := r.Contract.DayCount.Days(days[i], days[i+1]); n > 0 {
			part, err := r.Contract.Share(r.undrawn(days[i]), bp, n)
			if err != nil {
				return 0, err
			}
			sum += part
		}
	}
	return sum, nil
}

// ahead refuses prepayments while something is due and unpaid.
func (r *run) ahead() error {
	for _, x := range r.tx {
		if x.Kind != Prepay {
			continue
		}
		pos, err := loan.Replay(r.Contract, r.plan, r.history, x.Date)
		if err != nil {
			return err
		}
		var owed money.Fen
		for _, d := range pos.Dues {
			owed += d.Total()
		}
		if owed > 0 {
			return x.at(ErrArrears.With("date", x.Date, "amount", owed).At("date"))
		}
	}
	return nil
}
