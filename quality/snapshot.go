package quality

// Snapshot is the part of a measurement that [Compare] looks at.
type Snapshot struct {
	Rows       int64
	Repeated   int64
	TotalPPM   PPM   // quality; 0 is not known
	MeasuredAt int64 // day since 1970; 0 is not known
	PeriodDays int64
	Columns    []SnapColumn
}

// SnapColumn is a column of a snapshot. What is not known is left empty and not compared.
type SnapColumn struct {
	Name       string
	Type       string
	Values     int64
	Missing    int64
	Distinct   int64
	Exact      bool // distinct is
	MinLength  int64
	MaxLength  int64
	Bins       []Bin   // of numbers, in rising order
	Patterns   []Share // how values are written
	Categories []Share // all values of a column that has few
	Newest     int64   // day since 1970 of the newest date that is not in the future; 0 is none
}

// Bin counts numbers from From up to To.
type Bin struct {
	From, To float64
	Count    int64
}

// Share is how often a value or pattern came.
type Share struct {
	Value string
	Count int64
}
