package uncertainty

import (
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/simulation"
)

// Report is what a block leads to.
type Report struct {
	Seed   int64             `json:"seed"`
	Draws  int               `json:"draws"`
	Method simulation.Design `json:"method"`
	Spread
	// MeanErrorFen is the standard error of the mean; that of a Latin hypercube is no larger.
	MeanErrorFen money.Fen `json:"mean_error_fen"`
	LowestFen    money.Fen `json:"lowest_fen"`
	HighestFen   money.Fen `json:"highest_fen"`
	// NotPositivePPM is the share of draws with a value of 0 or less.
	NotPositivePPM int64     `json:"not_positive_ppm"`
	Histogram      Histogram `json:"histogram"`
	// Parts are the spreads of the approaches, in their order.
	Parts  []Spread      `json:"parts,omitzero"`
	Inputs []InputReport `json:"inputs"`
	// SobolDraws is how many base draws the indices of Inputs rest on.
	SobolDraws   int                 `json:"sobol_draws"`
	Correlations []CorrelationReport `json:"correlations,omitzero"`
	// Tornado is in order of falling swing.
	Tornado   []Swing           `json:"tornado"`
	BreakEven []BreakEvenReport `json:"break_even,omitzero"`
	TwoWay    []Table           `json:"two_way,omitzero"`
}

// Spread is a distribution of values.
type Spread struct {
	MeanFen money.Fen `json:"mean_fen"`
	SDFen   money.Fen `json:"sd_fen"`
	P5Fen   money.Fen `json:"p5_fen"`
	P50Fen  money.Fen `json:"p50_fen"`
	P95Fen  money.Fen `json:"p95_fen"`
}

// Histogram counts draws in bins of equal width between the 1st and the 99th percentile, and those outside.
type Histogram struct {
	FromFen money.Fen `json:"from_fen"`
	ToFen   money.Fen `json:"to_fen"`
	Counts  []int     `json:"counts"`
	Below   int       `json:"below"`
	Above   int       `json:"above"`
}

// InputReport is an uncertain input and what it does.
type InputReport struct {
	Input        string       `json:"input"`
	Label        formula.Text `json:"label"`
	Distribution formula.Text `json:"distribution"`
	Source       string       `json:"source,omitzero"`
	// Written is the input as the valuation has it, the others are quantiles of its distribution.
	Written string `json:"written"`
	P5      string `json:"p5"`
	P50     string `json:"p50"`
	P95     string `json:"p95"`
	// FirstPPM is the part of the value's variance that goes if the input becomes known (Sobol's first-order index);
	// TotalPPM what stays if all others become known. Estimates under 0 are 0.
	FirstPPM int64 `json:"first_ppm"`
	TotalPPM int64 `json:"total_ppm"`
}

// CorrelationReport repeats a correlation.
type CorrelationReport struct {
	A     string `json:"a"`
	B     string `json:"b"`
	Value string `json:"value"`
}

// Swing is the value with one input at its 5th and its 95th percentile, all others as written.
type Swing struct {
	Input    string       `json:"input"`
	Label    formula.Text `json:"label"`
	Low      string       `json:"low"`
	High     string       `json:"high"`
	LowFen   money.Fen    `json:"low_fen"`
	HighFen  money.Fen    `json:"high_fen"`
	SwingFen money.Fen    `json:"swing_fen"`
}

// BreakEvenReport is the level of an input at which the value is the target.
type BreakEvenReport struct {
	Input     string       `json:"input"`
	Label     formula.Text `json:"label"`
	TargetFen money.Fen    `json:"target_fen"`
	Written   string       `json:"written"`
	// From and To bound the search; Level is empty where the value does not meet the target between them.
	From  string `json:"from"`
	To    string `json:"to"`
	Level string `json:"level,omitzero"`
	// ValueFen is the value at the level as shown, which is rounded.
	ValueFen money.Fen `json:"value_fen,omitzero"`
}

// Table is the value over a grid of two inputs.
type Table struct {
	Rows         string        `json:"rows"`
	RowLabel     formula.Text  `json:"row_label"`
	Columns      string        `json:"columns"`
	ColumnLabel  formula.Text  `json:"column_label"`
	RowLevels    []string      `json:"row_levels"`
	ColumnLevels []string      `json:"column_levels"`
	ValueFen     [][]money.Fen `json:"value_fen"`
}
