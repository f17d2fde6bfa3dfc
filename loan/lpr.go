package loan

import (
	"sort"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// LPR is a table of the loan prime rate of one term: what was published, and when (the 20th of each month, or the next
// working day), in order.
type LPR []Fixing

// Fixing is one publication.
type Fixing struct {
	Published daycount.Date    `json:"published"`
	Rate      udecimal.Decimal `json:"rate"`
}

// Reprice says when a floating rate is set anew.
type Reprice string

const (
	RepriceJanuary     Reprice = "january"     // every 1 January
	RepriceAnniversary Reprice = "anniversary" // every year on the day of drawdown: 对年对月对日
	RepriceQuarterly   Reprice = "quarterly"   // every three months from drawdown
	// RepriceQuarterStart is 1 January, April, July and October.
	RepriceQuarterStart Reprice = "quarter_start"
)

var (
	// ErrLPR says that no rate had been published before a day.
	ErrLPR = fault.Define("loan.lpr", fault.Invalid,
		"{date} 之前没有 LPR 报价", "no LPR had been published before {date}")
	// ErrReprice says that the repricing rule is not known.
	ErrReprice = fault.Define("loan.reprice", fault.Invalid,
		"重定价规则 {name} 不支持", "repricing rule {name} is not supported").
		Hint("可用：january、anniversary、quarterly、quarter_start", "use january, anniversary, quarterly or quarter_start")
)

// basisPoint is a hundredth of a percent.
var basisPoint = udecimal.MustParse("0.0001")

// Rate is the last LPR published before a day, plus a spread in basis points, which may be negative.
func (l LPR) Rate(on daycount.Date, spreadBP int64) (udecimal.Decimal, error) {
	i := sort.Search(len(l), func(i int) bool { return !l[i].Published.Before(on) })
	if i == 0 {
		return udecimal.Decimal{}, ErrLPR.With("date", on)
	}
	rate := l[i-1].Rate.Add(basisPoint.Mul(udecimal.MustFromInt64(spreadBP, 0)))
	if err := checkRate(rate); err != nil {
		return rate, err.At("rate")
	}
	return rate, nil
}

// Changes are the repricings of a contract that the table can tell: those whose rate was published before until. A day
// on which the rate stays as it was gives no change.
func (l LPR) Changes(c Contract, spreadBP int64, rule Reprice, until daycount.Date) ([]Change, error) {
	return Floating{Table: l, SpreadBP: spreadBP, Reprice: rule}.Changes(c, until)
}

// Floating is a rate that follows the LPR: plus a spread, set anew by a rule, never under a floor.
type Floating struct {
	Table    LPR              `json:"table"`
	SpreadBP int64            `json:"spread_bp"`
	Reprice  Reprice          `json:"reprice"`
	Floor    udecimal.Decimal `json:"floor,omitzero"`
}

// Rate is the rate set on a day.
func (f Floating) Rate(on daycount.Date) (udecimal.Decimal, error) {
	rate, err := f.Table.Rate(on, f.SpreadBP)
	if err == nil && rate.LessThan(f.Floor) {
		return f.Floor, nil
	}
	return rate, err
}

// Changes are the repricings up to a day, which must have been published by then.
func (f Floating) Changes(c Contract, until daycount.Date) ([]Change, error) {
	months, anchor, rule := 12, c.Drawdown, f.Reprice
	switch rule {
	case RepriceJanuary:
		anchor = daycount.NewDate(c.Drawdown.Year(), 1, 1)
	case RepriceAnniversary:
	case RepriceQuarterly:
		months = 3
	case RepriceQuarterStart:
		months, anchor = 3, daycount.NewDate(c.Drawdown.Year(), 1, 1)
	default:
		return nil, ErrReprice.With("name", brief(string(rule)))
	}
	var out []Change
	last := c.Rate
	for k := 1; ; k++ {
		on := anchor.AddMonths(k * months)
		if !on.Before(c.Maturity) || on.After(until) {
			return out, nil
		}
		if !on.After(c.Drawdown) {
			continue
		}
		rate, err := f.Rate(on)
		if err != nil {
			return nil, err
		}
		if !rate.Equal(last) {
			out, last = append(out, Change{On: on, Rate: &rate}), rate
		}
	}
}
