package accounting

import (
	"fmt"
	"math/big"
	"strings"
)

func (r Resource) check(c *checker, at string, f File) {
	c.text(at+".name", r.Name)
	c.choice(at+".acquired", string(r.Acquired), "purchased, developed, other",
		r.Acquired == Purchased || r.Acquired == Developed || r.Acquired == Other)
	c.choice(at+".purpose", string(r.Purpose), "use, sale", r.Purpose == ForUse || r.Purpose == ForSale)
	r.Test.check(c, at+".test")
	if c.err != nil {
		return
	}
	if r.Acquired != Developed || r.Purpose != ForUse {
		if r.Conditions != (Conditions{}) {
			c.fail(ErrChoice.With("name", "conditions", "value", r.Acquired, "choices", "acquired: developed, purpose: use"), at+".conditions")
		}
	} else if r.Conditions != (Conditions{}) {
		c.date(at+".conditions.since", r.Conditions.Since)
	}
	c.count(at+".costs", len(r.Costs), 1, maxEntries)
	for i, e := range r.Costs {
		e.check(c, fmt.Sprintf("%s.costs[%d]", at, i), f)
	}
	if !r.ReadyOn.IsZero() {
		c.date(at+".ready_on", r.ReadyOn)
	}
	c.amount(at+".residual", r.Residual, false)
	r.checkPattern(c, at, f)
	c.count(at+".impairments", len(r.Impairments), 0, 100)
	for i, t := range r.Impairments {
		t.check(c, fmt.Sprintf("%s.impairments[%d]", at, i))
	}
	if r.Inventory != nil {
		r.Inventory.check(c, at+".inventory", r)
	}
	if g := r.Gone; g != nil {
		c.date(at+".derecognised.date", g.Date)
		c.choice(at+".derecognised.how", g.How, "disposal, expiry, other",
			g.How == string(Disposed) || g.How == string(Expired) || g.How == string(Ended))
		c.text(at+".derecognised.reason", g.Reason)
	}
	c.count(at+".appraisals", len(r.Appraisals), 0, 20)
	for i, a := range r.Appraisals {
		a.check(c, fmt.Sprintf("%s.appraisals[%d]", at, i))
	}
}

func (t Test) check(c *checker, at string) {
	for _, q := range []struct {
		name string
		yes  *bool
	}{{"controlled", t.Controlled}, {"benefits", t.Benefits}, {"measurable", t.Measurable}, {"identifiable", t.Identifiable}} {
		if q.yes == nil {
			c.fail(ErrMissing.With("name", q.name), at+"."+q.name)
		}
	}
}

func (e Entry) check(c *checker, at string, f File) {
	c.date(at+".date", e.Date)
	if strings.Contains(e.Kind, "apprais") || strings.Contains(e.Kind, "fair_value") || strings.Contains(e.Kind, "评估") {
		c.fail(ErrAppraised.With("value", e.Kind), at+".kind")
	}
	_, known := costKind(e.Kind)
	c.choice(at+".kind", e.Kind, costCodes(), known)
	c.amount(at+".amount", e.Amount, true)
	if c.err == nil && e.Date.After(f.To.Date) {
		c.fail(ErrDate.With("name", "date", "value", e.Date, "zh", "晚于报告期末", "en", "it is after the end of the period"), at+".date")
	}
	if c.err == nil && monthsBetween(e.Date.Date, f.To.Date) > maxMonths {
		c.fail(ErrDate.With("name", "date", "value", e.Date, "zh", "距报告期末超过 50 年", "en", "it is over 50 years before the end of the period"), at+".date")
	}
}

// checkPattern: an intangible asset in use has exactly one pattern of amortisation (CAS 6 Art. 17).
func (r Resource) checkPattern(c *checker, at string, f File) {
	if c.err != nil {
		return
	}
	inUse := Decide(r).Result == Intangible && !r.ReadyOn.IsZero()
	if (r.Life == nil) == (r.Units == nil) && (inUse || r.Life != nil) {
		c.fail(ErrLife.With(), at)
		return
	}
	if l := r.Life; l != nil {
		c.text(at+".life.reason", l.Reason)
		for _, n := range []int{l.BusinessModel, l.Rights, l.Timeliness, l.Iteration, l.Competition} {
			if n < 0 || n > maxMonths {
				c.fail(ErrRange.With("name", "life", "value", n, "range", "[1, 600]"), at+".life")
			}
		}
		if n, _ := l.months(); (n == 0) != l.Indefinite {
			c.fail(ErrLife.With(), at+".life")
		}
		if l.Indefinite && inUse && !r.testedIn(f) {
			c.fail(ErrYearlyTest.With(), at+".impairments")
		}
	}
	if u := r.Units; u != nil {
		c.text(at+".units.name", u.Name)
		if u.Total <= 0 {
			c.fail(ErrRange.With("name", "total", "value", u.Total, "range", "[1, …]"), at+".units.total")
		}
		c.count(at+".units.used", len(u.Used), 0, maxMonths)
		for i, x := range u.Used {
			c.date(fmt.Sprintf("%s.units.used[%d].month", at, i), x.Month)
			if x.Units < 0 || x.Units > u.Total {
				c.fail(ErrRange.With("name", "units", "value", x.Units, "range", fmt.Sprintf("[0, %d]", u.Total)),
					fmt.Sprintf("%s.units.used[%d].units", at, i))
			}
		}
	}
}

func (r Resource) testedIn(f File) bool {
	for _, t := range r.Impairments {
		if !t.Date.Before(f.From.Date) && !t.Date.After(f.To.Date) {
			return true
		}
	}
	return false
}

func (t Impairment) check(c *checker, at string) {
	c.date(at+".date", t.Date)
	c.text(at+".sign", t.Sign)
	if t.FairValue == "" && len(t.Flows) == 0 {
		c.fail(ErrEvidence.With(), at)
	}
	c.amount(at+".fair_value", t.FairValue, false)
	c.amount(at+".disposal_costs", t.DisposalCosts, false)
	if t.FairValue != "" {
		c.text(at+".fair_value_source", t.FairSource)
	}
	c.count(at+".flows", len(t.Flows), 0, 50)
	for i, a := range t.Flows {
		if _, err := a.Fen(c.unit); err != nil {
			c.amount(fmt.Sprintf("%s.flows[%d]", at, i), a, true)
		}
	}
	if len(t.Flows) > 0 {
		if t.Rate.IsZero() || t.Rate.Sign() <= 0 || rat(t.Rate).Cmp(big.NewRat(1, 1)) > 0 {
			c.fail(ErrRange.With("name", "pre_tax_rate", "value", t.Rate, "range", "(0, 1]"), at+".pre_tax_rate")
		}
		c.text(at+".rate_source", t.RateSource)
	}
}

func (s Stock) check(c *checker, at string, r Resource) {
	if r.Purpose != ForSale {
		c.fail(ErrChoice.With("name", "inventory", "value", r.Purpose, "choices", "purpose: sale"), at)
	}
	c.count(at+".sold", len(s.Sold), 0, maxEntries)
	for i, x := range s.Sold {
		c.date(fmt.Sprintf("%s.sold[%d].date", at, i), x.Date)
		if x.Share.IsZero() || x.Share.Sign() <= 0 || rat(x.Share).Cmp(big.NewRat(1, 1)) > 0 {
			c.fail(ErrRange.With("name", "share", "value", x.Share, "range", "(0, 1]"), fmt.Sprintf("%s.sold[%d].share", at, i))
		}
	}
	c.count(at+".net_realisable", len(s.NRV), 0, 100)
	for i, v := range s.NRV {
		at := fmt.Sprintf("%s.net_realisable[%d]", at, i)
		c.date(at+".date", v.Date)
		c.amount(at+".price", v.Price, true)
		c.amount(at+".completion", v.Completion, false)
		c.amount(at+".selling", v.Selling, false)
	}
}

func (a Appraisal) check(c *checker, at string) {
	c.date(at+".date", a.Date)
	c.amount(at+".value", a.Value, true)
	for _, x := range []struct{ name, text string }{{"report", a.Report}, {"basis", a.Basis},
		{"assumptions", a.Assumptions}, {"method", a.Method}, {"parameters", a.Parameters}} {
		c.text(at+"."+x.name, x.text)
	}
}
