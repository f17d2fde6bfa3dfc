// Package valuation values data assets by the three approaches and follows a value between two appraisals.
//
//	file, err := valuation.Decode(bytes, "asset.yaml")   // strict; faults name file, line and field
//	report, err := valuation.Value(file)                 // derivation, conclusion, range, sensitivity
//	now, err := valuation.Follow(report.ValueFen, atAppraisal, today)
//
// A [File] is everything a valuation rests on: purpose, type of value, valuation date, and one or more approaches, each
// with its inputs and their sources. A [Report] follows from the file alone, the same on every machine to the
// last digit, and has a [Report.Digest] that can be signed and registered. Whoever has the file can check the
// report by running it again.
//
// The methods: replacement cost and expert guidance no. 9 (cost); direct income, relief from royalty by revenue or
// profit, excess earnings, incremental income (with and without) and contract-backed income (income); comparison by five
// corrections (market). Each is one file of this package that implements the method interface. Judgements of experts
// come from package weights, the quality of the data from a profile ([GradedQuality]).
//
// # One graph
//
// Every formula is written once, on the file's expression graph ([Build] gives it as a [Model], package formula says how
// it is read). The lines of a report, its sensitivity, simulations and spreadsheets are readings of that graph. Which
// choices are on the graph and which are structure, [Model] says.
//
// # Numbers
//
// Inputs are decimals as written, money to the fen. Every computation carries 50 digits ([Precision]), half to
// even, and is rounded to the fen once, at each approach's value. The conclusion is made of those rounded values,
// so that it can be redone with a pocket calculator. Lines of the derivation are rounded for reading only;
// re-adding them may differ in the last place shown. No floats, no clock, no I/O, no map order.
//
// # Range and sensitivity
//
// An approach's range is the lowest and highest value that one-at-a-time moves of its drivers give (by default 10 % of
// each, cut off where the driver loses its meaning), or the lowest and highest corrected price of the market
// approach. The conclusion's range weighs these as it weighs the values. It shows how far the number depends on
// its inputs; it is not a confidence interval.
//
// Cost: a royalty file of five years with its sensitivity takes under a millisecond; limits on periods, lists and
// payments keep the worst file to some seconds.
package valuation

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/sector"
	"shurong.org/shurong/valuation/uncertainty"
)

// Report is a valuation's result. Its canonical JSON is what is signed and stored.
type Report struct {
	Version       int       `json:"version"`
	Asset         string    `json:"asset"`
	Certificate   string    `json:"certificate,omitzero"`
	Purpose       Purpose   `json:"purpose"`
	ValueType     ValueType `json:"value_type"`
	ValuationDate Date      `json:"valuation_date"`
	ValidUntil    Date      `json:"valid_until"`
	CurrencyUnit  Unit      `json:"currency_unit"`
	// FileDigest is the SHA-256 of the file's canonical JSON, in hexadecimal: the inputs this report follows from.
	FileDigest string           `json:"file_digest"`
	Approaches []ApproachReport `json:"approaches"`
	ValueFen   money.Fen        `json:"value_fen"`
	LowFen     money.Fen        `json:"low_fen"`
	HighFen    money.Fen        `json:"high_fen"`
	// Sensitivity is in order of falling swing: drawn as bars it is a tornado.
	Sensitivity []Sensitivity `json:"sensitivity"`
	// Divergence is (highest − lowest)/conclusion of the approaches' values, where there are several.
	Divergence string `json:"divergence,omitzero"`
	// Reconciliation is the appraiser's reasons for how the approaches were weighed.
	Reconciliation string         `json:"reconciliation,omitzero"`
	Quality        *QualityReport `json:"quality,omitzero"`
	Assumptions    []string       `json:"assumptions,omitzero"`
	Limits         []string       `json:"limits,omitzero"`
	// Dynamic is the rule set by which the value follows measurements between appraisals.
	Dynamic *Dynamic `json:"dynamic,omitzero"`
	// Uncertainty is how far the conclusion may be off when inputs are distributions.
	Uncertainty *uncertainty.Report `json:"uncertainty,omitzero"`
	// Sector is the check against what is typical of the sector, with the reasons for what is not.
	Sector *sector.Result `json:"sector,omitzero"`
	Notes  []Text         `json:"notes"`
}

// ApproachReport is one approach's derivation and value.
type ApproachReport struct {
	Kind     Kind      `json:"kind"`
	Method   Method    `json:"method"`
	Title    Text      `json:"title"`
	Weight   Decimal   `json:"weight"`
	Reason   string    `json:"reason,omitzero"` // for the weight
	Rows     []Row     `json:"rows"`
	ValueFen money.Fen `json:"value_fen"`
	LowFen   money.Fen `json:"low_fen"`
	HighFen  money.Fen `json:"high_fen"`
	// Sources repeats the file's, in order of name.
	Sources []Source `json:"sources"`
	// Statements are what a reader must know beside the lines: when flows are discounted, what was put aside and why.
	Statements []Text      `json:"statements,omitzero"`
	Life       *LifeReport `json:"life,omitzero"`
	Evidence   *Evidence   `json:"evidence,omitzero"`
}

// Source says where an input comes from.
type Source struct {
	Input string `json:"input"`
	Text  string `json:"text"`
}

// Sensitivity is what the conclusion becomes when one driver of one approach moves down and up by the step.
type Sensitivity struct {
	Approach int       `json:"approach"` // index into Approaches
	Driver   string    `json:"driver"`
	Label    Text      `json:"label"`
	Base     string    `json:"base"`
	Down     string    `json:"down"`
	Up       string    `json:"up"`
	DownFen  money.Fen `json:"down_fen"`
	UpFen    money.Fen `json:"up_fen"`
	SwingFen money.Fen `json:"swing_fen"`
}

// Digest is the SHA-256 of the report's canonical JSON.
func (r Report) Digest() [32]byte { return canon.Digest(r) }

// JSON is the report's canonical JSON.
func (r Report) JSON() []byte { return canon.Must(r) }

// ErrNotPositive says that the inputs lead to no value at all.
var ErrNotPositive = fault.Define("valuation.not_positive", fault.Invalid,
	"按所列参数，{method_zh}的评估值为 {value} 元，不为正", "with these inputs the value by {method} is CNY {value}: it is not positive").
	Hint("请检查收益预测和贡献资产回报", "check the forecast and the contributory charges")

// Text is a text in both languages.
type Text = formula.Text

// Row is one line of a derivation: what was computed, how, from what.
type Row struct {
	// Key names the line for programs: "royalty", "pv", "value". Lines of a period or a comparable share a key.
	Key     string  `json:"key"`
	Label   Text    `json:"label"`
	Formula string  `json:"formula"`
	Inputs  []Input `json:"inputs"`
	// Result is rounded for reading, halves to even: amounts to two decimals of the currency unit, factors to six,
	// or to ten where that is exact. The computation itself goes on with all digits.
	Result string `json:"result"`
	// Unit is the currency unit of an amount, or empty.
	Unit Unit `json:"unit,omitzero"`
}

// Input is a quantity that enters a line, under the name the formula gives it.
type Input struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
