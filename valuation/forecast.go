package valuation

import (
	"strconv"

	"shurong.org/shurong/valuation/formula"
)

// MaxPeriods is the longest forecast in years. A registered right lasts at most five years at a time (Guide Art.
// 26) and can be renewed; no data keeps its economic life for fifty.
const MaxPeriods = 50

// Forecast is one amount a year: listed, or a first year that grows at a constant rate.
type Forecast struct {
	Amounts []Amount `json:"amounts,omitzero"` // one a year, 1 to 50; may be negative
	First   Amount   `json:"first,omitzero"`   // the first year's, in place of a list
	Growth  Decimal  `json:"growth,omitzero"`  // a year, (-1, 1]
	Periods int      `json:"periods,omitzero"` // years, 1 to 50
}

func (f Forecast) check(c *check, field string) {
	if listed, grown := len(f.Amounts) > 0, f.First != "" || !f.Growth.IsZero() || f.Periods != 0; listed && grown {
		c.fail(ErrExclusive.With("name", last(field), "choices", "amounts, first+growth+periods"), field)
		return
	} else if grown {
		c.signed(sub(field, "first"), f.First)
		c.within(sub(field, "growth"), f.Growth, growthSpan)
		c.count(sub(field, "periods"), max(f.Periods, 0), MaxPeriods)
		return
	}
	c.count(sub(field, "amounts"), len(f.Amounts), MaxPeriods)
	for i, a := range f.Amounts {
		c.signed(item(sub(field, "amounts"), i), a)
	}
}

// given reports whether there is anything of it in the file.
func (f Forecast) given() bool {
	return len(f.Amounts) > 0 || f.First != "" || !f.Growth.IsZero() || f.Periods != 0
}

func (f Forecast) periods() int {
	if len(f.Amounts) > 0 {
		return len(f.Amounts)
	}
	return f.Periods
}

// build writes one node a year, each a cell called symbol_t. All of them stand on the quantity level, 1 as given: what a
// simulation or a rule moves when it moves the forecast as a whole.
func (f Forecast) build(s *sheet, name, symbol string, label Text) []formula.ID {
	q := s.quantity(name+".level", Text{ZH: label.ZH + "水平", EN: "level of " + label.EN}, formula.Ratio, levelSpan)
	level := s.g.Input(q, integer(1))
	out := make([]formula.ID, 0, f.periods())
	var grown, growth formula.ID
	if len(f.Amounts) == 0 {
		grown = s.amount(name+".first", Text{ZH: label.ZH + "（首年）", EN: label.EN + ", first year"}, f.First)
		growth = s.ratio(name+".growth", Text{ZH: label.ZH + "年增长率 g", EN: "growth of " + label.EN + " g"}, f.Growth, growthSpan, "0")
	}
	for i := range f.periods() {
		t := strconv.Itoa(i + 1)
		at := Text{ZH: "第 " + t + " 年" + label.ZH, EN: label.EN + ", year " + t}
		in := []formula.Symbol{sym("level", level)}
		var x formula.ID
		switch {
		case len(f.Amounts) > 0:
			x = s.g.Mul(s.amount(item(name+".amounts", i), at, f.Amounts[i]), level)
		case i == 0:
			x = s.g.Mul(grown, level)
		default:
			x = s.g.Mul(out[i-1], s.g.Add(s.one(), growth))
			in = []formula.Symbol{sym(symbol+"_"+strconv.Itoa(i), out[i-1]), sym("g", growth)}
		}
		out = append(out, s.cell(name, symbol+"_"+t, at, x, formula.ShowMoney, in...))
	}
	return out
}
