package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/formula"
)

// Market compares with sales of like data (市场法), each corrected for five things: P_i = price·k1·k2·k3·k4·k5, and takes
// the median, the mean, or a mean weighted by similarity or recency. Outliers, where a rule for them is stated, are put
// aside before; fewer comparables than the minimum are refused unless a reason is given.
//
// Which comparables are put aside is structure, fixed by the file's prices; weights are on the graph.
type Market struct {
	Comparables []Comparable `json:"comparables"`
	// Take is median (the default: one odd sale does not move it) or mean.
	Take Take `json:"take,omitzero"`
	// Weighting is equal (the default), similarity or recency: w_i = 2^(−age/H). Other than equal takes the mean.
	Weighting Weighting `json:"weighting,omitzero"`
	// RecencyDays is H, the age in days at which a sale counts half: 365 by default.
	RecencyDays int       `json:"recency_days,omitzero"`
	Outliers    *Outliers `json:"outliers,omitzero"`
	// Minimum is how many comparables must be left, 3 by default; with fewer, ThinReason says why they will do.
	Minimum    int    `json:"minimum,omitzero"`
	ThinReason string `json:"thin_reason,omitzero"`
}

// Take says how one value is made of several.
type Take string

// The two ways.
const (
	Median Take = "median"
	Mean   Take = "mean"
)

// Weighting says what makes a comparable count more.
type Weighting string

// The three ways.
const (
	Equal      Weighting = "equal"
	Similarity Weighting = "similarity"
	Recency    Weighting = "recency"
)

// Comparable is one sale and its corrections, each stated even when it is 1: to leave one out is to not have looked.
type Comparable struct {
	Name    string  `json:"name"`
	Price   Amount  `json:"price"`
	Quality Decimal `json:"quality,omitzero"` // k1 质量
	// QualityScore of the sold data, (0, 1], stands for Quality: k1 is the file's score by it.
	QualityScore Decimal `json:"quality_score,omitzero"`
	SupplyDemand Decimal `json:"supply_demand"` // k2 供求
	Date         Decimal `json:"date"`          // k3 期日
	Volume       Decimal `json:"volume"`        // k4 容量
	Other        Decimal `json:"other"`         // k5 其他

	Similarity Decimal `json:"similarity,omitzero"` // to the asset, (0, 1]
	TradeDate  Date    `json:"trade_date,omitzero"`
	// Trade and LogPosition cite a sale that the platform has recorded.
	Trade       string  `json:"trade,omitzero"`
	LogPosition *uint64 `json:"log_position,omitzero"`
}

const (
	maxComparables = 100
	leastEvidence  = 3
	recencyDays    = 365
)

var (
	// ErrThin says that there are too few comparables to speak of a market.
	ErrThin = fault.Define("valuation.thin_evidence", fault.Invalid,
		"可比案例仅 {count} 个，少于 {minimum} 个", "there are only {count} comparables, fewer than {minimum}").
		Hint("请补充案例；确需采用的，在 thin_reason 说明理由", "add comparables, or say in thin_reason why these will do")
	// ErrWeighted says that a weighting meets the median.
	ErrWeighted = fault.Define("valuation.weighted_median", fault.Invalid,
		"按 {weighting} 加权时应取均值（take: mean）", "weighting by {weighting} takes the mean (take: mean)")
)

func (m Market) kind() Kind   { return MarketApproach }
func (m Market) name() Method { return MarketComparison }
func (m Market) title() Text {
	return Text{ZH: "市场法（五项修正）", EN: "market approach: five corrections"}
}
func (m Market) inputs() []string {
	return []string{"comparables", "take", "weighting", "outliers", "minimum"}
}

func (m Market) check(c *check, field string) {
	at := sub(field, "comparables")
	c.count(at, len(m.Comparables), maxComparables)
	for i, k := range m.Comparables {
		k.check(c, item(at, i), m.Weighting)
	}
	if m.Take != "" && m.Take != Median && m.Take != Mean {
		c.fail(ErrChoice.With("name", "take", "value", clip(string(m.Take)), "choices", "median, mean"), sub(field, "take"))
	}
	if m.Weighting != "" {
		c.choice(sub(field, "weighting"), string(m.Weighting), []choice{{word: string(Equal)}, {word: string(Similarity)}, {word: string(Recency)}})
	}
	if m.weighted() && m.Take == Median {
		c.fail(ErrWeighted.With("weighting", m.Weighting), sub(field, "take"))
	}
	if m.RecencyDays < 0 || m.RecencyDays > 36500 {
		c.fail(ErrOutOfRange.With("name", "recency_days", "value", m.RecencyDays, "range", daysSpan), sub(field, "recency_days"))
	}
	if m.Outliers != nil {
		m.Outliers.check(c, sub(field, "outliers"))
	}
	c.text(sub(field, "thin_reason"), m.ThinReason, false)
	if m.Minimum < 0 || m.Minimum > maxComparables {
		c.fail(ErrOutOfRange.With("name", "minimum", "value", m.Minimum, "range", "[1, 100]"), sub(field, "minimum"))
	}
	if n := len(m.Comparables); n < m.minimum() && m.ThinReason == "" {
		c.fail(ErrThin.With("count", n, "minimum", m.minimum()), at)
	}
}

func (k Comparable) check(c *check, at string, w Weighting) {
	c.text(sub(at, "name"), k.Name, true)
	c.amount(sub(at, "price"), k.Price)
	switch {
	case k.QualityScore.IsZero():
		c.within(sub(at, "quality"), k.Quality, factorSpan)
	case !k.Quality.IsZero():
		c.fail(ErrExclusive.With("name", "comparable", "choices", "quality, quality_score"), at)
	case !c.graded:
		c.fail(ErrNoQuality.With("name", "quality_score"), sub(at, "quality_score"))
	default:
		c.within(sub(at, "quality_score"), k.QualityScore, partial)
	}
	c.within(sub(at, "supply_demand"), k.SupplyDemand, factorSpan)
	c.within(sub(at, "date"), k.Date, factorSpan)
	c.within(sub(at, "volume"), k.Volume, factorSpan)
	c.within(sub(at, "other"), k.Other, factorSpan)
	if w == Similarity {
		c.within(sub(at, "similarity"), k.Similarity, partial)
	}
	c.optional(sub(at, "similarity"), k.Similarity, partial)
	if w == Recency && k.TradeDate.IsZero() {
		c.fail(ErrMissing.With("name", "trade_date"), sub(at, "trade_date"))
	}
	if !k.TradeDate.IsZero() && k.TradeDate.After(c.date) {
		c.fail(ErrLaterTrade.With("date", k.TradeDate, "base", c.date), sub(at, "trade_date"))
	}
	c.text(sub(at, "trade"), k.Trade, false)
}

func (m Market) minimum() int {
	if m.Minimum > 0 {
		return m.Minimum
	}
	return leastEvidence
}

func (m Market) weighted() bool { return m.Weighting == Similarity || m.Weighting == Recency }

// build writes the corrected prices, puts outliers aside, and takes the median or a mean.
func (m Market) build(s *sheet) formula.ID {
	prices := make([]formula.ID, len(m.Comparables))
	for i, k := range m.Comparables {
		prices[i] = k.build(s, i)
	}
	used, ev := m.Outliers.sift(s, m.Comparables, prices)
	s.market = used
	list := make([]formula.ID, len(used))
	for i, u := range used {
		list[i] = prices[u]
	}
	n := s.g.Int(int64(len(list)))
	mean := s.money("mean", "mean", Text{ZH: "算术平均", EN: "mean"}, s.g.Quo(s.g.Sum(list...), n), sym("n", n))
	middle := s.money("median", "M", Text{ZH: "中位数", EN: "median"}, s.g.Median(list...))
	value := middle
	switch {
	case m.weighted():
		value = m.weigh(s, used, list, ev)
	case m.Take == Mean:
		value = mean
	}
	ev.finish(s, m, used, list, middle)
	return s.money("value", "P", valueLabel, s.g.Sum(value))
}

func (k Comparable) build(s *sheet, i int) formula.ID {
	at := item("comparables", i)
	price := s.amount(sub(at, "price"), Text{ZH: k.Name + "成交价", EN: "price of " + k.Name}, k.Price)
	labelled := func(zh, en string) Text { return Text{ZH: k.Name + zh, EN: en + " of " + k.Name} }
	var k1 formula.ID
	if k.QualityScore.IsZero() {
		k1 = s.ratio(sub(at, "quality"), labelled("质量修正", "quality correction"), k.Quality, factorSpan, "1")
	} else {
		sold := s.ratio(sub(at, "quality_score"), labelled("质量评分", "quality score"), k.QualityScore, partial, "1")
		k1 = s.factor("quality_correction", "k1", labelled("质量修正", "quality correction"), s.g.Quo(s.score(), sold),
			sym("Q", s.score()), sym("Q_i", sold))
	}
	k2 := s.ratio(sub(at, "supply_demand"), labelled("供求修正", "supply-demand correction"), k.SupplyDemand, factorSpan, "1")
	k3 := s.ratio(sub(at, "date"), labelled("期日修正", "date correction"), k.Date, factorSpan, "1")
	k4 := s.ratio(sub(at, "volume"), labelled("容量修正", "volume correction"), k.Volume, factorSpan, "1")
	k5 := s.ratio(sub(at, "other"), labelled("其他修正", "other correction"), k.Other, factorSpan, "1")
	if k.LogPosition != nil {
		at := strconv.FormatUint(*k.LogPosition, 10)
		s.state("可比案例“"+k.Name+"”为平台成交记录 "+k.Trade+"（登记日志第 "+at+" 条）",
			"comparable “"+k.Name+"” is the platform's trade "+k.Trade+" (entry "+at+" of the log)")
	}
	return s.money("comparable", "P_i", Text{ZH: "可比案例：" + k.Name, EN: "comparable: " + k.Name},
		s.g.Mul(price, k1, k2, k3, k4, k5),
		sym("p", price), sym("k1", k1), sym("k2", k2), sym("k3", k3), sym("k4", k4), sym("k5", k5))
}

// weigh is Σ w_i·P_i / Σ w_i.
func (m Market) weigh(s *sheet, used []int, prices []formula.ID, ev *Evidence) formula.ID {
	ws, products := make([]formula.ID, len(used)), make([]formula.ID, len(used))
	half := m.RecencyDays
	if half == 0 {
		half = recencyDays
	}
	days := s.count("recency_days", Text{ZH: "时近性半衰期 H（天）", EN: "half-life of recency H (days)"}, integer(int64(half)), "days")
	for i, u := range used {
		k, at := m.Comparables[u], item("comparables", u)
		label := Text{ZH: k.Name + "权重", EN: "weight of " + k.Name}
		if m.Weighting == Similarity {
			ws[i] = s.factor("weight", "w_i", label, s.ratio(sub(at, "similarity"), label, k.Similarity, partial, "1"))
		} else {
			age := s.count(sub(at, "age_days"), Text{ZH: k.Name + "距基准日（天）", EN: "age of " + k.Name + " (days)"},
				integer(int64(s.date.Sub(k.TradeDate.Date))), "days")
			ws[i] = s.factor("weight", "w_i", label, s.g.Pow(s.g.Const(dec("0.5")), s.g.Quo(age, days)), sym("age", age), sym("H", days))
		}
		products[i] = s.money("weighted", "W_i", Text{ZH: k.Name + "加权价", EN: "weighted price of " + k.Name},
			s.g.Mul(ws[i], prices[i]), sym("w_i", ws[i]), sym("P_i", prices[i]))
	}
	ev.weights = ws
	return s.money("weighted_mean", "mean_w", Text{ZH: "加权平均", EN: "weighted mean"}, s.g.Quo(s.g.Sum(products...), s.g.Sum(ws...)))
}

// bounds are the lowest and the highest corrected price that was used.
func (m Market) bounds(s *sheet) (low, high formula.ID) {
	var prices []formula.ID
	i := 0
	for _, r := range s.g.Rows() {
		if r.Section != s.section || r.Key != "comparable" {
			continue
		}
		for _, u := range s.market {
			if u == i {
				prices = append(prices, r.Node)
			}
		}
		i++
	}
	return s.g.Min(prices...), s.g.Max(prices...)
}
