package loan

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// ErrExtension says that a loan may not be extended by so much.
var ErrExtension = fault.Define("loan.extension", fault.Invalid,
	"展期至 {to} 超过规定：最晚可至 {latest}", "an extension to {to} is too long: the latest is {latest}").
	Hint("贷款通则第十二条：短期贷款展期累计不超过原期限，中期不超过原期限的一半，长期不超过三年；重组请用 restructure",
		"Lending Rules Art. 12: a short loan by its own term, one of up to five years by half of it, a longer one by three "+
			"years, all extensions together; what goes further is a restructuring")

// LatestExtension is the day to which extensions together may move a contract's maturity: 贷款通则 Art. 12. The term is
// that of the contract as first agreed; short is up to one year, medium up to five.
func LatestExtension(c Contract) daycount.Date {
	term := c.Maturity.Sub(c.Drawdown)
	switch {
	case !c.Maturity.After(c.Drawdown.AddMonths(12)):
		return c.Maturity.AddDays(term)
	case !c.Maturity.After(c.Drawdown.AddMonths(60)):
		return c.Maturity.AddDays(term / 2)
	}
	return c.Maturity.AddMonths(36)
}

// reforms reports whether a change sets new terms. The due dates left are then cut anew from the contract's grid with
// the new maturity, due day or frequency; the running period keeps its first day and ends at the first of them.
func (x *Change) reforms() bool {
	return !x.Maturity.IsZero() || x.Method != "" || x.Every != "" || x.DueDay != 0 || len(x.DueDates) > 0
}

// reform replaces the periods from i on.
func (r *replan) reform(x Change, i int) error {
	c := r.reformed(x)
	if !c.Maturity.After(x.On) {
		return ErrChange.With("on", x.On, "zh", "新到期日应晚于变更日", "en", "the new maturity is not after it").At("maturity")
	}
	c, err := c.Normal()
	if err != nil {
		return err
	}
	fresh, err := periods(c)
	if err != nil {
		return err
	}
	fresh = fresh[slices.IndexFunc(fresh, func(in Instalment) bool { return in.To.After(x.On) }):]
	first := &fresh[0]
	first.From, first.Opening = r.plan[i].From, r.plan[i].Opening
	first.Days = c.days(first.From, first.To)
	for j := range fresh {
		fresh[j].No = i + 1 + j
	}
	if i+len(fresh) > MaxInstalments {
		return ErrTooMany.With("max", MaxInstalments).At("maturity")
	}
	r.Contract, r.plan = c, append(r.plan[:i:i], fresh...)
	return nil
}

// reformed is the contract under new terms. What they leave out stays, as far as it fits.
func (r *replan) reformed(x Change) Contract {
	c := r.Contract
	if x.Method != "" && x.Method != c.Method {
		c.Method = x.Method
		if (c.Method == BulletAll) != (c.Every == AtMaturity) {
			c.Every, c.DueDay = "", 0
		}
	}
	if x.Every != "" {
		c.Every = x.Every
	}
	if x.DueDay != 0 {
		c.DueDay = x.DueDay
	}
	if !x.Maturity.IsZero() {
		c.Maturity = x.Maturity
	}
	switch {
	case len(x.DueDates) > 0:
		c.DueDates, c.Every = x.DueDates, OnDates
		c.Maturity = x.DueDates[len(x.DueDates)-1]
	case c.Every != OnDates:
		c.DueDates = nil
	case !x.Maturity.IsZero():
		kept := slices.DeleteFunc(slices.Clone(c.DueDates), func(d daycount.Date) bool { return !d.Before(x.Maturity) })
		c.DueDates = append(kept, x.Maturity)
	}
	if c.Every == OnDates || c.Every == AtMaturity {
		c.DueDay, c.FirstDue = 0, daycount.Date{}
	} else if x.Every != "" || x.Method != "" || x.DueDay != 0 {
		c.FirstDue = daycount.Date{}
	}
	return c
}
