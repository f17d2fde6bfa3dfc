package valuation

import "shurong.org/shurong/valuation/formula"

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
