// Package uncertainty says how far a value may be off when its inputs are not known: by simulation on the same
// expression graph that gives the value itself.
//
//	t := uncertainty.Target{Graph: g, Value: conclusion, FenPerUnit: 100}
//	if err := block.Check(t); err != nil { … }       // faults name fields: inputs[1].distribution.triangular.mode
//	report, err := uncertainty.Run(block, t)
//
// A [Block] is the part of a valuation file that says which inputs are distributions, how they go together, and what
// is to be looked at besides. Any named quantity of the graph can be uncertain, also one that was computed: a
// discount rate built up from premiums is then replaced as a whole, and its premiums have no influence any more,
// which is a fault where one of them is uncertain too.
//
// # What is simulated
//
// The graph is compiled to a program on columns of float64 ([shurong.org/shurong/valuation/simulation]); what no
// uncertain input reaches is a constant taken from the exact reading. Structure that the file fixes (the number
// of periods, which comparables were put aside) does not move.
//
// # What is exact
//
// Only distributions are simulated. The tornado, two-way tables and the value at a break-even point are computed by the
// exact reading of the graph, with the inputs just as they are shown: whoever types them into the file gets the
// same fen.
//
// # Rounding
//
// Every draw's value is rounded to the fen by the graph itself, as the value is. Quantiles, mean and standard deviation
// are then rounded to the fen, halves to even; shares and indices to millionths, halves to even; inputs to the decimals
// shown ([Places]). Float64 carries some 16 digits, so that a fen is kept up to about ten trillion yuan.
package uncertainty

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/simulation"
	"shurong.org/shurong/valuation/strict"
)

// Block is the uncertainty block of a valuation file.
type Block struct {
	// Seed of the draws, 0 to 2^53−1: the same file gives the same figures everywhere.
	Seed int64 `json:"seed"`
	// Draws is from 1,000 to 2,000,000, by default 100,000.
	Draws int `json:"draws,omitzero"`
	// Method is random or latin_hypercube, by default the latter.
	Method simulation.Design `json:"method,omitzero"`
	Inputs []Input           `json:"inputs"`
	// Correlations are of pairs of inputs; pairs not named are independent.
	Correlations []Correlation `json:"correlations,omitzero"`
	BreakEven    []BreakEven   `json:"break_even,omitzero"`
	TwoWay       []TwoWay      `json:"two_way,omitzero"`
}

// Input makes a quantity of the valuation uncertain.
type Input struct {
	// Input is its name: "royalty.royalty_rate".
	Input        string       `json:"input"`
	Distribution Distribution `json:"distribution"`
	// Source says where the distribution comes from.
	Source string `json:"source,omitzero"`
}

// Correlation is the correlation of two inputs' normal scores (Gaussian copula).
type Correlation struct {
	A     string          `json:"a"`
	B     string          `json:"b"`
	Value decimal.Decimal `json:"value"`
}

// BreakEven asks at which level of an input the value is just the target, all else as written.
type BreakEven struct {
	Input string `json:"input"`
	// Target is a value in the file's currency unit: a loan, a price, a book value.
	Target decimal.Decimal `json:"target"`
	// Low and High bound the search. By default it is what the input may be, as far as ten times its own size.
	Low  decimal.Decimal `json:"low,omitzero"`
	High decimal.Decimal `json:"high,omitzero"`
}

// TwoWay asks for the value over a grid of two inputs.
type TwoWay struct {
	Rows    string `json:"rows"`
	Columns string `json:"columns"`
	// Levels are by default the 5th, 25th, 50th, 75th and 95th percentile of an uncertain input. Others need them.
	RowLevels    []decimal.Decimal `json:"row_levels,omitzero"`
	ColumnLevels []decimal.Decimal `json:"column_levels,omitzero"`
}

// Limits of a block.
const (
	MaxInputs    = 40
	MaxTables    = 10
	MaxLevels    = 25
	defaultDraws = 100_000
	// maxWork bounds the operations on numbers of one report: some seconds of one core.
	maxWork = 5_000_000_000
	maxSeed = 1<<53 - 1
)

var (
	// ErrUnknownInput says that a name is no quantity of the valuation.
	ErrUnknownInput = fault.Define("uncertainty.unknown_input", fault.Invalid,
		"“{name}”不是本评估的参数，可用：{choices}", "“{name}” is no input of this valuation; there are: {choices}").
		Hint("参数名为“方法.字段”，如 royalty.royalty_rate", "names are method.field, such as royalty.royalty_rate")
	// ErrRepeated says that an input is given two distributions.
	ErrRepeated = fault.Define("uncertainty.repeated", fault.Invalid,
		"参数 {name} 已有分布", "{name} has a distribution already")
	// ErrNoInfluence says that the value does not depend on an input.
	ErrNoInfluence = fault.Define("uncertainty.no_influence", fault.Invalid,
		"参数 {name} 对评估值没有影响：它所决定的参数已另设分布，或未被使用",
		"{name} has no influence on the value: what it determines is uncertain itself, or it is not used").
		Hint("请只保留其中之一", "keep one of the two")
	// ErrCertain says that a correlation or a table names an input that is not uncertain.
	ErrCertain = fault.Define("uncertainty.certain", fault.Invalid,
		"参数 {name} 未在 inputs 中设分布", "{name} has no distribution in inputs")
	// ErrSupport says that draws may leave what the input may be.
	ErrSupport = fault.Define("uncertainty.support", fault.Invalid,
		"参数 {name} 的抽样范围 {low} 至 {high} 超出其取值范围 {range}",
		"draws of {name} reach from {low} to {high}, but it must lie in {range}").
		Hint("请在分布中加 min、max 截断", "cut the distribution with min and max")
	// ErrRange says that a number is outside what it may be.
	ErrRange = fault.Define("uncertainty.range", fault.Invalid,
		"{name} 为 {value}，应在 {range} 内", "{name} is {value}; it must be in {range}")
	// ErrCount says that a list is empty or too long.
	ErrCount = fault.Define("uncertainty.count", fault.Limit,
		"{name} 有 {count} 项，应为 {least} 至 {most} 项", "{name} has {count} entries; it must have {least} to {most}")
	// ErrWork says that a block asks for more than a report should take.
	ErrWork = fault.Define("uncertainty.work", fault.Limit,
		"{draws} 次模拟、{inputs} 个不确定参数约需 {work} 百万次运算，上限 {limit} 百万次",
		"{draws} draws of {inputs} uncertain inputs take some {work} million operations; {limit} million is the most").
		Hint("请减少模拟次数或不确定参数", "use fewer draws or fewer uncertain inputs")
	// ErrMethod says that a way of drawing is unknown.
	ErrMethod = fault.Define("uncertainty.method", fault.Invalid,
		"抽样方法“{value}”不支持，可用：random、latin_hypercube", "method “{value}” is unknown; use random or latin_hypercube")
	// ErrNoValue says that the formula gives nothing for some draws.
	ErrNoValue = fault.Define("uncertainty.no_value", fault.Invalid,
		"{draws} 次模拟中有 {count} 次算不出评估值（例如 {example}）",
		"{count} of {draws} draws give no value (for example {example})").
		Hint("请截断分布，使除数不为零、折现率高于增长率", "cut the distributions so that no divisor is 0 and rates stay over growth")
)

// Check checks a block against what it is for. Faults name the field within the block.
func (b Block) Check(t Target) error {
	if err := b.limits(); err != nil {
		return err
	}
	_, err := b.prepare(t)
	return err
}

// limits checks what can be told without the graph.
func (b Block) limits() error {
	switch {
	case b.Seed < 0 || b.Seed > maxSeed:
		return ErrRange.With("name", "seed", "value", b.Seed, "range", "[0, 2^53)").At("seed")
	case b.Draws != 0 && (b.Draws < simulation.MinDraws || b.Draws > simulation.MaxDraws):
		return simulation.ErrDraws.With("draws", b.Draws, "least", simulation.MinDraws, "most", simulation.MaxDraws).
			At("draws")
	case b.Method != "" && b.Method != simulation.Random && b.Method != simulation.LatinHypercube:
		return ErrMethod.With("value", strict.Clip(string(b.Method))).At("method")
	}
	for _, l := range []struct {
		name              string
		count, least, max int
	}{{"inputs", len(b.Inputs), 1, MaxInputs}, {"break_even", len(b.BreakEven), 0, MaxTables},
		{"two_way", len(b.TwoWay), 0, MaxTables}} {
		if l.count < l.least || l.count > l.max {
			return ErrCount.With("name", l.name, "count", l.count, "least", l.least, "most", l.max).At(l.name)
		}
	}
	return nil
}

func (b Block) draws() int {
	if b.Draws == 0 {
		return defaultDraws
	}
	return b.Draws
}

func (b Block) design() simulation.Design {
	if b.Method == "" {
		return simulation.LatinHypercube
	}
	return b.Method
}

// index is the place of an input in the block, or −1.
func (b Block) index(name string) int {
	for i, in := range b.Inputs {
		if in.Input == name {
			return i
		}
	}
	return -1
}

func item(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
