package valuation

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/valuation/sector"
	"shurong.org/shurong/valuation/strict"
	"shurong.org/shurong/valuation/uncertainty"
)

// File is everything a valuation rests on. It is read from YAML by [Decode]; its JSON has the same names.
type File struct {
	// Version of this format: 1.
	Version int    `json:"version"`
	Asset   string `json:"asset"` // its name, at most 400 characters
	// Certificate is the code of the registration certificate, where there is one yet.
	Certificate   string    `json:"certificate,omitzero"`
	Purpose       Purpose   `json:"purpose"`        // pledge, transfer, licence, contribution, disclosure, enforcement
	ValueType     ValueType `json:"value_type"`     // market, investment, in_use, liquidation
	ValuationDate Date      `json:"valuation_date"` // YYYY-MM-DD: what the value is of
	// ValidUntil is the last day the report may be used: at most one year from the valuation date, that year by default.
	ValidUntil   Date `json:"valid_until,omitzero"`
	CurrencyUnit Unit `json:"currency_unit"` // 元 or 万元, of every amount in the file; amounts are exact to the fen
	// SensitivityStep is the relative move of each driver, 0.10 by default.
	SensitivityStep Decimal `json:"sensitivity_step,omitzero"`
	// Quality is the data's quality, for the factors that follow from it.
	Quality    *GradedQuality `json:"quality,omitzero"`
	Approaches []Approach     `json:"approaches"` // 1 to 10
	// Reconciliation says why the approaches were weighed as they are.
	Reconciliation string   `json:"reconciliation,omitzero"`
	Assumptions    []string `json:"assumptions,omitzero"` // at most 50, shown as they are
	Limits         []string `json:"limits,omitzero"`      // of the use of the report, at most 50
	// Dynamic is the rule set by which the value follows measurements.
	Dynamic *Dynamic `json:"dynamic,omitzero"`
	// Uncertainty says which inputs are distributions.
	Uncertainty *uncertainty.Block `json:"uncertainty,omitzero"`
	// Sector holds the values against what is typical of a sector; what lies outside needs a reason.
	Sector *sector.Use `json:"sector,omitzero"`

	doc *strict.Document // for the lines of faults
}

// Approach is one way of valuing: exactly one method, its weight in the conclusion, and where its inputs come from.
type Approach struct {
	// Weight may be left out where there is only one approach. Weights add up to exactly 1.
	Weight Decimal `json:"weight,omitzero"`
	// Reason says why the method was chosen and weighed so.
	Reason string `json:"reason,omitzero"`
	// Sources say of inputs, by name, where they come from; a name may go deeper (discount_rate.risk_free). At least one
	// is required: accounting rules ask for it.
	Sources map[string]string `json:"sources"`

	Cost           *Cost           `json:"cost,omitzero"`
	CostExpert9    *CostExpert9    `json:"cost_expert9,omitzero"`
	Direct         *Direct         `json:"direct,omitzero"`
	Royalty        *Royalty        `json:"royalty,omitzero"`
	ExcessEarnings *ExcessEarnings `json:"excess_earnings,omitzero"`
	Incremental    *Incremental    `json:"incremental,omitzero"`
	Contracts      *Contracts      `json:"contracts,omitzero"`
	Market         *Market         `json:"market,omitzero"`
}

// Kind is one of the three approaches.
type Kind string

// Method is one way within an approach; its text is the key under which a file gives it.
type Method string

// The three approaches and their methods.
const (
	CostApproach   Kind = "cost"
	IncomeApproach Kind = "income"
	MarketApproach Kind = "market"

	ReplacementCost      Method = "cost"
	CostByExpert9        Method = "cost_expert9"
	DirectIncome         Method = "direct"
	ReliefFromRoyalty    Method = "royalty"
	ExcessEarningsMethod Method = "excess_earnings"
	IncrementalIncome    Method = "incremental"
	ContractBacked       Method = "contracts"
	MarketComparison     Method = "market"
)

// Purpose is what the valuation is for (评估目的).
type Purpose string

// ValueType is the kind of value (价值类型).
type ValueType string

// choice is a word of the file and its name in documents.
type choice struct {
	word string
	text Text
}

var purposes = []choice{
	{"pledge", Text{ZH: "质押融资", EN: "pledge financing"}},
	{"transfer", Text{ZH: "转让", EN: "transfer"}},
	{"licence", Text{ZH: "许可", EN: "licence"}},
	{"contribution", Text{ZH: "作价入股", EN: "capital contribution"}},
	{"disclosure", Text{ZH: "信息披露", EN: "disclosure"}},
	{"enforcement", Text{ZH: "司法处置", EN: "enforcement"}},
}

var valueTypes = []choice{
	{"market", Text{ZH: "市场价值", EN: "market value"}},
	{"investment", Text{ZH: "投资价值", EN: "investment value"}},
	{"in_use", Text{ZH: "在用价值", EN: "value in use"}},
	{"liquidation", Text{ZH: "清算价值", EN: "liquidation value"}},
}

// Text names the purpose in both languages.
func (p Purpose) Text() Text { return find(purposes, string(p)) }

// Text names the type of value in both languages.
func (v ValueType) Text() Text { return find(valueTypes, string(v)) }

func find(cs []choice, word string) Text {
	for _, c := range cs {
		if c.word == word {
			return c.text
		}
	}
	return Text{ZH: word, EN: word}
}

func (c *check) choice(field, word string, cs []choice) {
	words := make([]string, 0, len(cs))
	for _, k := range cs {
		words = append(words, k.word)
	}
	switch {
	case word == "":
		c.fail(ErrMissing.With("name", last(field)), field)
	case !slices.Contains(words, word):
		c.fail(ErrChoice.With("name", last(field), "value", clip(word), "choices", strings.Join(words, ", ")), field)
	}
}

var (
	// ErrWeights says that the weights of the approaches do not add up to 1.
	ErrWeights = fault.Define("valuation.weights", fault.Invalid,
		"各评估方法权重之和为 {sum}，应恰为 1", "the weights of the approaches add up to {sum}; they must add up to exactly 1")
	// ErrValidity says that a report would be used outside its term.
	ErrValidity = fault.Define("valuation.validity", fault.Invalid,
		"有效期止于 {until}，应在评估基准日 {date} 之后且不晚于 {latest}",
		"valid until {until}: it must be after the valuation date {date} and not after {latest}").
		Hint("评估报告自评估基准日起有效期不超过一年", "a valuation report is valid for at most one year from the valuation date")
	// ErrSource says that a source is given for something that is no input of the method.
	ErrSource = fault.Define("valuation.source", fault.Invalid,
		"来源说明中的“{name}”不是该方法的参数，可用：{choices}", "sources: “{name}” is no input of this method; use {choices}")
)

const maxApproaches = 10

// Validate checks every rule that can be read off the file, and returns the first fault with its field.
func (f File) Validate() error {
	c := check{unit: f.CurrencyUnit, date: f.ValuationDate.Date, graded: f.Quality != nil,
		profiled: f.Quality != nil && f.Quality.From == fromProfile && f.Quality.Reason == ""}
	if f.Version != 1 {
		c.fail(ErrChoice.With("name", "version", "value", f.Version, "choices", "1"), "version")
	}
	c.text("asset", f.Asset, true)
	if f.Certificate != "" {
		if _, err := identifier.ParseCertificateCode(f.Certificate); err != nil {
			c.fail(fault.From(err), "certificate")
		}
	}
	c.choice("purpose", string(f.Purpose), purposes)
	c.choice("value_type", string(f.ValueType), valueTypes)
	f.checkDates(&c)
	c.choice("currency_unit", string(f.CurrencyUnit), []choice{{word: string(UnitYuan)}, {word: string(UnitWan)}})
	c.optional("sensitivity_step", f.SensitivityStep, stepSpan)
	if f.Quality != nil {
		f.Quality.check(&c, "quality")
	}
	c.count("approaches", len(f.Approaches), maxApproaches)
	c.text("reconciliation", f.Reconciliation, false)
	c.texts("assumptions", f.Assumptions)
	c.texts("limits", f.Limits)
	if c.err != nil {
		return c.err
	}
	for i, a := range f.Approaches {
		a.check(&c, item("approaches", i))
	}
	f.checkWeights(&c)
	if f.Dynamic != nil && c.err == nil {
		f.Dynamic.check(&c, "dynamic")
	}
	return c.err
}

// The valuation dates we believe; outside, a date is a slip.
var firstDate, lastDate = daycount.MustDate("2000-01-01"), daycount.MustDate("2199-12-31")

func (f File) checkDates(c *check) {
	d := f.ValuationDate.Date
	switch {
	case d.IsZero():
		c.fail(ErrMissing.With("name", "valuation_date"), "valuation_date")
		return
	case d.Before(firstDate) || d.After(lastDate):
		c.fail(ErrOutOfRange.With("name", "valuation_date", "value", d, "range",
			"["+firstDate.String()+", "+lastDate.String()+"]"), "valuation_date")
		return
	}
	if u := f.ValidUntil; !u.IsZero() && (!u.After(d) || u.After(longest(d))) {
		c.fail(ErrValidity.With("until", u, "date", d, "latest", longest(d)), "valid_until")
	}
}

// longest is the last day of the year that begins with the valuation date.
func longest(d daycount.Date) daycount.Date { return d.AddMonths(12).AddDays(-1) }

func (f File) checkWeights(c *check) {
	if len(f.Approaches) == 1 && f.Approaches[0].Weight.IsZero() || c.err != nil {
		return
	}
	var a arith
	sum := integer(0)
	for i, p := range f.Approaches {
		c.within(sub(item("approaches", i), "weight"), p.Weight, share)
		sum = a.Add(sum, p.Weight)
	}
	if sum.Cmp(integer(1)) != 0 {
		c.fail(ErrWeights.With("sum", sum), "approaches")
	}
}

// weight is the approach's weight; a lone approach has all of it.
func (a Approach) weight() Decimal {
	if a.Weight.IsZero() {
		return integer(1)
	}
	return a.Weight
}

// method is the one method given, or nil where none or several are.
func (a Approach) method() method {
	var given []method
	if a.Cost != nil {
		given = append(given, *a.Cost)
	}
	if a.CostExpert9 != nil {
		given = append(given, *a.CostExpert9)
	}
	if a.Direct != nil {
		given = append(given, *a.Direct)
	}
	if a.Royalty != nil {
		given = append(given, *a.Royalty)
	}
	if a.ExcessEarnings != nil {
		given = append(given, *a.ExcessEarnings)
	}
	if a.Incremental != nil {
		given = append(given, *a.Incremental)
	}
	if a.Contracts != nil {
		given = append(given, *a.Contracts)
	}
	if a.Market != nil {
		given = append(given, *a.Market)
	}
	if len(given) != 1 {
		return nil
	}
	return given[0]
}

func (a Approach) check(c *check, field string) {
	m := a.method()
	if m == nil {
		c.fail(ErrExclusive.With("name", field, "choices",
			"cost, cost_expert9, direct, royalty, excess_earnings, incremental, contracts, market"), field)
		return
	}
	c.text(sub(field, "reason"), a.Reason, false)
	m.check(c, sub(field, string(m.name())))
	at := sub(field, "sources")
	c.count(at, len(a.Sources), 100)
	for _, name := range sortedKeys(a.Sources) {
		if first, _, _ := strings.Cut(name, "."); !slices.Contains(m.inputs(), first) {
			c.fail(ErrSource.With("name", clip(name), "choices", strings.Join(m.inputs(), ", ")), sub(at, name))
		}
		c.text(sub(at, name), a.Sources[name], true)
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// MaxFile bounds a valuation file. The largest honest one, ten approaches with 100 comparables each, stays under it and
// under the bound on lines.
const MaxFile = strict.MaxFile

// Faults of reading a file.
var (
	ErrFileSize     = strict.ErrSize
	ErrEncoding     = strict.ErrEncoding
	ErrSyntax       = strict.ErrSyntax
	ErrUnknownKey   = strict.ErrKey
	ErrDuplicateKey = strict.ErrTwice
	ErrShape        = strict.ErrShape
	ErrYAMLFeature  = strict.ErrFeature
	ErrMissing      = strict.ErrMissing
)

// Decode reads a valuation file strictly and validates it. Faults carry the name, the line and the field. The name is
// for the faults only; nothing is opened.
func Decode(b []byte, name string) (File, error) {
	var f File
	doc, err := strict.Decode(b, name, &f)
	if err == nil {
		err = doc.Place(f.Validate())
	}
	if err != nil {
		return File{}, err
	}
	f.doc = doc
	return f, nil
}

// Date is a civil date of a file.
type Date struct{ daycount.Date }

// UnmarshalYAML reads YYYY-MM-DD at its line.
func (d *Date) UnmarshalYAML(n ast.Node) error {
	return strict.Scalar(n, func(s string) error { return d.UnmarshalText([]byte(s)) })
}

// UnmarshalYAML keeps an amount as it is written; it is checked when the currency unit is known.
func (a *Amount) UnmarshalYAML(n ast.Node) error {
	return strict.Scalar(n, func(s string) error { *a = Amount(s); return nil })
}
