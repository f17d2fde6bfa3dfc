package valuation

import "strconv"

// Text is a text in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

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

// worksheet is where a method computes: arithmetic with a sticky error, and the lines written so far.
type worksheet struct {
	arith
	unit Unit
	rows []Row
}

// amountRow writes a line whose result is money; factorRow one whose result is a number. Pairs are name, value.
func (w *worksheet) amountRow(key string, label Text, formula string, result Decimal, pairs ...string) {
	w.rows = append(w.rows, Row{Key: key, Label: label, Formula: formula, Inputs: inputs(pairs), Result: result.Fixed(2),
		Unit: w.unit})
}

func (w *worksheet) factorRow(key string, label Text, formula string, result Decimal, pairs ...string) {
	w.rows = append(w.rows, Row{Key: key, Label: label, Formula: formula, Inputs: inputs(pairs), Result: result.Factor()})
}

// countRow writes a line whose result is a whole number.
func (w *worksheet) countRow(key string, label Text, formula string, result int, pairs ...string) {
	w.rows = append(w.rows, Row{Key: key, Label: label, Formula: formula, Inputs: inputs(pairs),
		Result: strconv.Itoa(result)})
}

func inputs(pairs []string) []Input {
	in := make([]Input, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		in = append(in, Input{pairs[i], pairs[i+1]})
	}
	return in
}

// method is what every way of valuing is: a file of this package with a struct that a file's approach points to. Adding
// one is adding its struct, these methods, and its line in [Approach.method].
type method interface {
	// kind is the approach of the three that it belongs to.
	kind() Kind
	name() Method
	title() Text
	// inputs are the names of which a source may be given.
	inputs() []string
	check(c *check, field string)
	// derive computes the value in the currency unit and writes the lines that lead to it.
	derive(w *worksheet) Decimal
	// drivers are the inputs that the sensitivity moves, one at a time.
	drivers(a *arith) []driver
}

// ranger is a method whose range is in its data rather than in its sensitivity.
type ranger interface {
	bounds(a *arith, u Unit) (low, high Decimal)
}

// driver is one input, its present value, what it may be, and the same method with another value of it.
type driver struct {
	name  string
	label Text
	value Decimal
	span  span
	with  func(Decimal) method
}
