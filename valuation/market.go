package valuation

import (
	"slices"
	"strconv"
)

// Market compares with sales of like data (市场法), each corrected for five things: P_i = price·k1·k2·k3·k4·k5, and takes
// the median or the mean.
type Market struct {
	Comparables []Comparable `json:"comparables"`
	// Take is median (the default: one odd sale does not move it) or mean.
	Take Take `json:"take,omitzero"`
}

// Take says how one value is made of several.
type Take string

// The two ways.
const (
	Median Take = "median"
	Mean   Take = "mean"
)

// Comparable is one sale and its corrections, each stated even when it is 1: to leave one out is to not have looked.
type Comparable struct {
	Name         string  `json:"name"`
	Price        Amount  `json:"price"`
	Quality      Decimal `json:"quality"`       // k1 质量
	SupplyDemand Decimal `json:"supply_demand"` // k2 供求
	Date         Decimal `json:"date"`          // k3 期日
	Volume       Decimal `json:"volume"`        // k4 容量
	Other        Decimal `json:"other"`         // k5 其他
}

const maxComparables = 100

func (m Market) kind() Kind   { return MarketApproach }
func (m Market) name() Method { return MarketComparison }
func (m Market) title() Text {
	return Text{"市场法（五项修正）", "market approach: five corrections"}
}
func (m Market) inputs() []string { return []string{"comparables", "take"} }

func (m Market) check(c *check, field string) {
	at := sub(field, "comparables")
	c.count(at, len(m.Comparables), maxComparables)
	for i, k := range m.Comparables {
		at := item(at, i)
		c.text(sub(at, "name"), k.Name, true)
		c.amount(sub(at, "price"), k.Price)
		c.within(sub(at, "quality"), k.Quality, factorSpan)
		c.within(sub(at, "supply_demand"), k.SupplyDemand, factorSpan)
		c.within(sub(at, "date"), k.Date, factorSpan)
		c.within(sub(at, "volume"), k.Volume, factorSpan)
		c.within(sub(at, "other"), k.Other, factorSpan)
	}
	if m.Take != "" && m.Take != Median && m.Take != Mean {
		c.fail(ErrChoice.With("name", "take", "value", clip(string(m.Take)), "choices", "median, mean"), sub(field, "take"))
	}
}

func (k Comparable) adjusted(a *arith, u Unit) Decimal {
	return a.Mul(a.amount(k.Price, u), k.Quality, k.SupplyDemand, k.Date, k.Volume, k.Other)
}

// sorted are the corrected prices in ascending order, so that nothing depends on the order of the file.
func (m Market) sorted(a *arith, u Unit) []Decimal {
	out := make([]Decimal, 0, len(m.Comparables))
	for _, k := range m.Comparables {
		out = append(out, k.adjusted(a, u))
	}
	slices.SortFunc(out, Decimal.Cmp)
	return out
}

func (m Market) derive(w *worksheet) Decimal {
	for _, k := range m.Comparables {
		w.amountRow("comparable", Text{"可比案例：" + k.Name, "comparable: " + k.Name}, "P_i = p·k1·k2·k3·k4·k5",
			k.adjusted(&w.arith, w.unit),
			"p", w.amount(k.Price, w.unit).Fixed(2), "k1", k.Quality.String(), "k2", k.SupplyDemand.String(),
			"k3", k.Date.String(), "k4", k.Volume.String(), "k5", k.Other.String())
	}
	prices := m.sorted(&w.arith, w.unit)
	n := strconv.Itoa(len(prices))
	mean := w.Quo(w.Sum(prices), integer(int64(len(prices))))
	middle := prices[len(prices)/2]
	if len(prices)%2 == 0 {
		middle = w.Quo(w.Add(prices[len(prices)/2-1], middle), integer(2))
	}
	w.amountRow("mean", Text{"算术平均", "mean"}, "mean(P_i)", mean, "n", n)
	w.amountRow("median", Text{"中位数", "median"}, "median(P_i)", middle, "n", n)
	value, formula := middle, "P = median(P_i)"
	if m.Take == Mean {
		value, formula = mean, "P = mean(P_i)"
	}
	w.amountRow("value", Text{"评估值", "value"}, formula, value)
	return value
}

// bounds are the lowest and the highest corrected price.
func (m Market) bounds(a *arith, u Unit) (low, high Decimal) {
	prices := m.sorted(a, u)
	return prices[0], prices[len(prices)-1]
}

// drivers: none. The spread of the comparables says more than moving a correction would.
func (m Market) drivers(*arith) []driver { return nil }
