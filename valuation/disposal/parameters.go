package disposal

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/strict"
)

// Parameters are the lender's, with the source of each. Amounts are in yuan, rates decimals, times months.
type Parameters struct {
	Version  int               `json:"version"`
	Lender   string            `json:"lender"`
	Discount valuation.Decimal `json:"discount"`
	NoSale   valuation.Decimal `json:"no_sale"`
	Time     Time              `json:"time_to_sell"`
	HalfLife valuation.Decimal `json:"half_life"`
	Rate     valuation.Decimal `json:"rate"`
	Costs    Costs             `json:"costs"`
	Loan     Loan              `json:"loan"`
	// Quantile of the time to sell that the prudent value takes; 0.9 if not given.
	Quantile valuation.Decimal `json:"quantile,omitzero"`
	Cap      valuation.Decimal `json:"cap"`
	Sources  map[string]string `json:"sources"`
}

// Time is a distribution of the time to sell in months. Exactly one is given.
type Time struct {
	Fixed       valuation.Decimal `json:"fixed,omitzero"`
	Uniform     *Uniform          `json:"uniform,omitzero"`
	Triangular  *Triangular       `json:"triangular,omitzero"`
	Exponential valuation.Decimal `json:"exponential,omitzero"` // its mean
}

// Uniform is as likely at every time between its ends.
type Uniform struct {
	Low  valuation.Decimal `json:"low"`
	High valuation.Decimal `json:"high"`
}

// Triangular rises from Low to Mode and falls to High.
type Triangular struct {
	Low  valuation.Decimal `json:"low"`
	Mode valuation.Decimal `json:"mode"`
	High valuation.Decimal `json:"high"`
}

// Costs of a sale.
type Costs struct {
	Share   valuation.Decimal `json:"share"`   // of the price: fees of exchange, auction, brokers
	Fixed   valuation.Decimal `json:"fixed"`   // counsel, appraisal, transfer of the registration
	Monthly valuation.Decimal `json:"monthly"` // keeping the data alive and safe until it is sold
}

// Loan is what is owed when an enforcement begins.
type Loan struct {
	Term         valuation.Decimal `json:"term"`          // months of the loan
	Enforcement  valuation.Decimal `json:"enforcement"`   // months from default until the sale begins
	InterestRate valuation.Decimal `json:"interest_rate"` // a year
	Unpaid       valuation.Decimal `json:"unpaid_months"` // months of interest owed at enforcement
}

var (
	// ErrMissing says that a parameter is not there.
	ErrMissing = fault.Define("disposal.missing", fault.Invalid, "缺少 {name}", "{name} is missing").
			Hint("请对照 examples/disposal/lender.yaml", "compare with examples/disposal/lender.yaml")
	// ErrRange says that a parameter lies outside what its meaning allows.
	ErrRange = fault.Define("disposal.range", fault.Invalid,
		"{name} 为 {value}，应在 {range} 之内", "{name} is {value}; it should lie in {range}").
		Hint("比率请写小数，时间按月", "rates are decimals, times are months")
	// ErrSource says that a parameter has no source: a pledge rate would rest on nothing.
	ErrSource = fault.Define("disposal.source", fault.Invalid,
		"参数 {name} 没有来源说明", "the parameter {name} has no source").
		Hint("在 sources 中写明出处；属于本行判断的也请写明", "say under sources where it comes from; if it is the lender's judgement, say that")
	// ErrUnknownSource says that a source is given for something that is no parameter.
	ErrUnknownSource = fault.Define("disposal.unknown_source", fault.Invalid,
		"sources 中的“{name}”不是参数", "sources: “{name}” is no parameter")
	// ErrTime says that not exactly one distribution is given, or that its ends are in the wrong order.
	ErrTime = fault.Define("disposal.time", fault.Invalid,
		"time_to_sell 应且只应填写 fixed、uniform、triangular、exponential 之一，且 low < mode < high",
		"time_to_sell: give exactly one of fixed, uniform, triangular, exponential, with low < mode < high")
)

var (
	shareSpan = formula.MustSpan("[0, 1)")
	rateSpan  = formula.MustSpan("(0, 1]")
	monthSpan = formula.MustSpan("[0, 600]")
	lifeSpan  = formula.MustSpan("(0, 1200]")
	moneySpan = formula.MustSpan("[0, 1000000000000]")
	capSpan   = formula.MustSpan("(0, 1]")
	midSpan   = formula.MustSpan("[0.5, 0.999]")
)

// parameter is one input: its name in the file, what it may be, and how to read it.
type parameter struct {
	name  string
	label formula.Text
	unit  formula.Unit
	span  formula.Span
	of    func(p Parameters) valuation.Decimal
}

// parameters are those that need a source, in the order of the file. The time to sell is beside them.
var parameters = []parameter{
	{"discount", formula.Text{ZH: "快速变现折扣 d", EN: "forced-sale discount d"}, formula.Ratio, shareSpan,
		func(p Parameters) valuation.Decimal { return p.Discount }},
	{"no_sale", formula.Text{ZH: "流拍概率 q", EN: "probability of no sale q"}, formula.Ratio, shareSpan,
		func(p Parameters) valuation.Decimal { return p.NoSale }},
	{"time_to_sell", formula.Text{ZH: "变现时间 T（月）", EN: "time to sell T (months)"}, formula.Count, monthSpan, nil},
	{"half_life", formula.Text{ZH: "时效半衰期 H（月）", EN: "half-life of timeliness H (months)"}, formula.Count, lifeSpan,
		func(p Parameters) valuation.Decimal { return p.HalfLife }},
	{"rate", formula.Text{ZH: "贴现率 r（年）", EN: "discount rate r (a year)"}, formula.Ratio, rateSpan,
		func(p Parameters) valuation.Decimal { return p.Rate }},
	{"costs.share", formula.Text{ZH: "按价款计的处置费用 c", EN: "costs as a share of the price c"}, formula.Ratio, shareSpan,
		func(p Parameters) valuation.Decimal { return p.Costs.Share }},
	{"costs.fixed", formula.Text{ZH: "固定处置费用 F（元）", EN: "fixed costs F (CNY)"}, formula.Currency, moneySpan,
		func(p Parameters) valuation.Decimal { return p.Costs.Fixed }},
	{"costs.monthly", formula.Text{ZH: "每月保管费用 h（元）", EN: "keeping a month h (CNY)"}, formula.Currency, moneySpan,
		func(p Parameters) valuation.Decimal { return p.Costs.Monthly }},
	{"loan.term", formula.Text{ZH: "贷款期限（月）", EN: "term of the loan (months)"}, formula.Count, monthSpan,
		func(p Parameters) valuation.Decimal { return p.Loan.Term }},
	{"loan.enforcement", formula.Text{ZH: "违约至处置启动（月）", EN: "default to enforcement (months)"}, formula.Count, monthSpan,
		func(p Parameters) valuation.Decimal { return p.Loan.Enforcement }},
	{"loan.interest_rate", formula.Text{ZH: "贷款利率 i（年）", EN: "interest rate i (a year)"}, formula.Ratio, shareSpan,
		func(p Parameters) valuation.Decimal { return p.Loan.InterestRate }},
	{"loan.unpaid_months", formula.Text{ZH: "拖欠利息月数 u", EN: "months of unpaid interest u"}, formula.Count, monthSpan,
		func(p Parameters) valuation.Decimal { return p.Loan.Unpaid }},
	{"cap", formula.Text{ZH: "本行质押率上限", EN: "the lender's cap"}, formula.Ratio, capSpan,
		func(p Parameters) valuation.Decimal { return p.Cap }},
}

// Decode reads the lender's parameters strictly.
func Decode(b []byte, name string) (Parameters, error) {
	var p Parameters
	doc, err := strict.Decode(b, name, &p)
	if err == nil {
		err = doc.Place(p.Validate())
	}
	if err != nil {
		return Parameters{}, err
	}
	return p, nil
}

// Validate returns the first fault with its field.
func (p Parameters) Validate() error {
	if p.Version != 1 {
		return ErrRange.With("name", "version", "value", p.Version, "range", "1").At("version")
	}
	if p.Lender == "" {
		return ErrMissing.With("name", "lender").At("lender")
	}
	for _, x := range parameters {
		if x.of != nil {
			if err := within(x.name, x.of(p), x.span); err != nil {
				return err
			}
		} else if err := p.Time.validate(); err != nil {
			return err
		}
		if p.Sources[x.name] == "" {
			return ErrSource.With("name", x.name).At(x.name)
		}
	}
	if !p.Quantile.IsZero() {
		if err := within("quantile", p.Quantile, midSpan); err != nil {
			return err
		}
	}
	return p.sources()
}

func (p Parameters) sources() error {
	known := 0
	for _, x := range parameters {
		if _, ok := p.Sources[x.name]; ok {
			known++
		}
	}
	if known == len(p.Sources) {
		return nil
	}
	stray := ""
	for name := range p.Sources { // the least, so that the fault is the same every time
		if !isParameter(name) && (stray == "" || name < stray) {
			stray = name
		}
	}
	return ErrUnknownSource.With("name", strict.Clip(stray)).At("sources." + stray)
}

func isParameter(name string) bool {
	for _, x := range parameters {
		if x.name == name {
			return true
		}
	}
	return false
}

func within(field string, d valuation.Decimal, s formula.Span) error {
	switch {
	case d.IsZero():
		return ErrMissing.With("name", field).At(field)
	case !s.Holds(d):
		return ErrRange.With("name", strict.Last(field), "value", d, "range", s).At(field)
	}
	return nil
}

func (t Time) validate() error {
	const at = "time_to_sell"
	given := 0
	var ends []valuation.Decimal
	if !t.Fixed.IsZero() {
		given++
		ends = []valuation.Decimal{t.Fixed}
	}
	if t.Uniform != nil {
		given++
		ends = []valuation.Decimal{t.Uniform.Low, t.Uniform.High}
	}
	if t.Triangular != nil {
		given++
		ends = []valuation.Decimal{t.Triangular.Low, t.Triangular.Mode, t.Triangular.High}
	}
	if !t.Exponential.IsZero() {
		given++
		ends = []valuation.Decimal{t.Exponential}
	}
	if given != 1 {
		return ErrTime.At(at)
	}
	for i, e := range ends {
		if err := within(at, e, monthSpan); err != nil {
			return err
		}
		if i > 0 && ends[i-1].Cmp(e) >= 0 {
			return ErrTime.At(at)
		}
	}
	return nil
}
