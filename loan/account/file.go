package account

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Currency of contracts: amounts here are fen.
const Currency = "CNY"

// ErrLine says that a credit line or its term does not fit the contract.
var ErrLine = fault.Define("loan.account.line", fault.Invalid,
	"额度 {limit} 元或提款期 {until} 与合同不符", "line {limit} until {until} does not fit the contract").
	Hint("额度不低于首次放款，提款期在放款日与到期日之间", "the line covers the first drawdown, and ends between drawdown and maturity")

// normal fills the defaults in and checks what concerns more than the contract.
func (f *File) normal() (err error) {
	if f.Contract, err = f.Contract.Normal(); err != nil {
		return err
	}
	if f.Currency == "" {
		f.Currency = Currency
	}
	if f.Currency != Currency {
		return ErrCurrency.With("got", short(f.Currency), "want", Currency).At("currency")
	}
	if f.Limit == 0 {
		f.Limit = f.Contract.Principal
	}
	if f.AvailableUntil.IsZero() {
		f.AvailableUntil = f.Contract.Maturity
	}
	if f.Limit < f.Contract.Principal || f.Limit > money.Max || f.AvailableUntil.Before(f.Contract.Drawdown) ||
		f.AvailableUntil.After(f.Contract.Maturity) {
		return ErrLine.With("limit", f.Limit, "until", f.AvailableUntil).At("limit")
	}
	for _, x := range f.Fees {
		if err := x.check(); err != nil {
			return err
		}
	}
	if len(f.Transactions) > MaxEntries {
		return loan.ErrTooMany.With("max", MaxEntries).At("transactions")
	}
	if f.Floating != nil {
		_, err = f.Floating.Changes(f.Contract, daycount.Date{}) // the rule is known
	}
	return err
}

// End is the day by which all that the file tells has happened: the last maturity or transaction. A run as of that day
// is the plan to the end, with floating rates staying at what was last published.
func (f File) End() daycount.Date {
	end := f.Contract.Maturity
	for _, x := range f.Transactions {
		for _, d := range append([]daycount.Date{x.Date, x.Maturity}, x.DueDates...) {
			if d.After(end) {
				end = d
			}
		}
	}
	return end
}
