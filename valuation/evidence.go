package valuation

import (
	"strconv"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Outliers is the rule by which comparables are put aside: mad, the median absolute deviation. A corrected price is an
// outlier when 0.6745·|P_i − median|/MAD is over the limit (Iglewicz and Hoaglin's modified z-score; 3.5 is theirs).
// With MAD = 0, when over half the prices are equal, nothing is put aside.
type Outliers struct {
	Rule  string  `json:"rule"`           // mad
	Limit Decimal `json:"limit,omitzero"` // (0, 100], 3.5 by default
}

var limitSpan = formula.MustSpan("(0, 100]")

// ErrLaterTrade says that a comparable was sold after the valuation date.
var ErrLaterTrade = fault.Define("valuation.later_trade", fault.Invalid,
	"成交日 {date} 在评估基准日 {base} 之后", "the sale of {date} is after the valuation date {base}")

func (o Outliers) check(c *check, field string) {
	c.choice(sub(field, "rule"), o.Rule, []choice{{word: "mad"}})
	c.optional(sub(field, "limit"), o.Limit, limitSpan)
}

// Evidence says how much a market value rests on.
type Evidence struct {
	Comparables int      `json:"comparables"`
	Used        int      `json:"used"`
	Aside       []string `json:"aside,omitzero"` // names of the outliers
	Minimum     int      `json:"minimum"`
	// Effective is (Σw)²/Σw²: how many comparables of equal weight the weighted ones are worth.
	Effective string `json:"effective"`
	// Spread is (highest − lowest)/median of the corrected prices used.
	Spread string `json:"spread"`
	// NewestDays and OldestDays are the ages of the sales with a date.
	NewestDays *int   `json:"newest_days,omitzero"`
	OldestDays *int   `json:"oldest_days,omitzero"`
	ThinReason string `json:"thin_reason,omitzero"`

	weights []formula.ID
}

// sift decides by the file's prices which comparables are used: their indexes.
func (o *Outliers) sift(s *sheet, ks []Comparable, prices []formula.ID) ([]int, *Evidence) {
	ev := &Evidence{Comparables: len(ks)}
	used := make([]int, 0, len(ks))
	aside := map[int]bool{}
	if o != nil {
		limit := o.Limit
		if limit.IsZero() {
			limit = dec("3.5")
		}
		middle := s.g.Median(prices...)
		off := make([]formula.ID, len(prices))
		for i, p := range prices {
			off[i] = s.money("deviation", "D_i", Text{ZH: ks[i].Name + "偏离中位数", EN: "deviation of " + ks[i].Name},
				s.g.Abs(s.g.Sub(p, middle)), sym("P_i", p))
		}
		mad := s.money("mad", "MAD", Text{ZH: "绝对中位差", EN: "median absolute deviation"}, s.g.Median(off...))
		var a decimal.Arith
		for i := range prices {
			if s.g.Value(mad).Sign() == 0 {
				break
			}
			z := a.Quo(a.Mul(dec("0.6745"), s.g.Value(off[i])), s.g.Value(mad))
			if z.Cmp(limit) > 0 {
				aside[i] = true
				ev.Aside = append(ev.Aside, ks[i].Name)
				s.state("“"+ks[i].Name+"”为离群案例（修正 z 值 "+z.Fixed(2)+" > "+limit.String()+"），不予采用",
					"“"+ks[i].Name+"” is an outlier (modified z-score "+z.Fixed(2)+" > "+limit.String()+") and was put aside")
			}
		}
		if s.g.Value(mad).Sign() == 0 {
			s.state("过半案例价格相同，绝对中位差为零，未剔除案例", "over half the prices are equal: MAD is 0 and nothing was put aside")
		}
	}
	for i := range ks {
		if !aside[i] {
			used = append(used, i)
		}
	}
	return used, ev
}

// finish measures the evidence and refuses what is too thin.
func (e *Evidence) finish(s *sheet, m Market, used []int, prices []formula.ID, middle formula.ID) {
	e.Used, e.Minimum, e.ThinReason = len(used), m.minimum(), m.ThinReason
	var a decimal.Arith
	e.Effective = strconv.Itoa(len(used))
	if e.weights != nil {
		sum, squares := integer(0), integer(0)
		for _, w := range e.weights {
			sum, squares = a.Add(sum, s.g.Value(w)), a.Add(squares, a.Mul(s.g.Value(w), s.g.Value(w)))
		}
		e.Effective = a.Quo(a.Mul(sum, sum), squares).Fixed(2)
	}
	low, high := s.g.Value(prices[0]), s.g.Value(prices[0])
	for _, p := range prices {
		if v := s.g.Value(p); v.Cmp(low) < 0 {
			low = v
		} else if v.Cmp(high) > 0 {
			high = v
		}
	}
	e.Spread = "0"
	if s.g.Value(middle).Sign() > 0 {
		e.Spread = a.Quo(a.Sub(high, low), s.g.Value(middle)).Fixed(4)
	}
	for _, u := range used {
		if k := m.Comparables[u]; !k.TradeDate.IsZero() {
			age := s.date.Sub(k.TradeDate.Date)
			if e.NewestDays == nil {
				newest, oldest := age, age
				e.NewestDays, e.OldestDays = &newest, &oldest
			}
			*e.NewestDays, *e.OldestDays = min(*e.NewestDays, age), max(*e.OldestDays, age)
		}
	}
	s.part.Evidence = e
	n := strconv.Itoa(e.Used)
	s.state("市场证据："+n+" 个案例，价差为中位数的 "+e.Spread, "market evidence: "+n+" comparables, spread "+e.Spread+" of the median")
	switch {
	case e.Used >= e.Minimum:
	case m.ThinReason == "":
		s.fail(ErrThin.With("count", e.Used, "minimum", e.Minimum).At("comparables"))
	default:
		s.state("案例少于 "+strconv.Itoa(e.Minimum)+" 个仍予采用，理由："+m.ThinReason,
			"fewer than "+strconv.Itoa(e.Minimum)+" comparables were accepted, because: "+m.ThinReason)
	}
}

// Trade is a sale that the platform has recorded, as the caller hands it over: this package reads no store.
type Trade struct {
	ID          string
	Name        string
	PriceFen    money.Fen
	Date        Date
	LogPosition uint64
	QualityPPM  int64 // quality score in millionths, 0 where it is not known
	SimilarPPM  int64 // similarity to the asset in millionths, 0 where it is not known
}

// FromTrade is a comparable with what the platform knows of a sale. Supply and demand, date, volume and the rest are the
// appraiser's to judge, and until they are the file does not validate. Where the quality is known, it is corrected by
// score; the file then needs a quality of its own.
func FromTrade(t Trade, u Unit) Comparable {
	price := t.PriceFen.String()
	if u == UnitWan {
		var a decimal.Arith
		price = strings.TrimSpace(a.Quo(integer(int64(t.PriceFen)), integer(int64(money.Wan))).Short(6))
	}
	at := t.LogPosition
	k := Comparable{Name: t.Name, Price: Amount(price), Trade: t.ID, LogPosition: &at, TradeDate: t.Date}
	if t.QualityPPM > 0 {
		k.QualityScore = dec(millionths(t.QualityPPM))
	}
	if t.SimilarPPM > 0 {
		k.Similarity = dec(millionths(t.SimilarPPM))
	}
	return k
}
