package profile

// Quantiles of a column's numbers or times, from the sample of rows. Texts, in the form of the column's extremes.
type Quantiles struct {
	P01 string `json:"p01"`
	P05 string `json:"p05"`
	P25 string `json:"p25"`
	P50 string `json:"p50"`
	P75 string `json:"p75"`
	P95 string `json:"p95"`
	P99 string `json:"p99"`
}

// Histogram counts values by equal classes from the least to the greatest.
type Histogram struct {
	Bins  []Bin `json:"bins"`
	Exact bool  `json:"exact"` // counts are of all values; else of the sample's
}

// Bin counts values from From up to, but not including, To; the last bin includes it.
type Bin struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Count int64  `json:"count"`
}

// Pattern is how values are written: A and a are letters, 9 a digit, 汉 a Chinese character, anything else itself;
// a run of over four is written once with its length, as in 9{11}. Count is of the sample of rows.
type Pattern struct {
	Pattern string `json:"pattern"`
	Count   int64  `json:"count"`
}

// Period is how many rows a year, month or day has, up to the day of measurement: 2026, 2026-03 or 2026-03-01.
type Period struct {
	Period string `json:"period"`
	Rows   int64  `json:"rows"`
}

// Gap is a run of periods without a row, both ends included.
type Gap struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Periods int64  `json:"periods"`
}

// Relations are what columns have to do with one another, from the sample of rows. Columns are named.
type Relations struct {
	Correlations  []Correlation `json:"correlations"` // strongest first
	MissingMatrix MissingMatrix `json:"missing_matrix"`
	Dependencies  []Dependency  `json:"dependencies"`
	// Keys are the least sets of columns whose values together tell every row apart: exact for one column, by the
	// sample for two.
	Keys [][]string `json:"keys"`
	// Limited says that there were too many columns to compare all: the most telling were taken.
	Limited bool `json:"limited"`
}

// Correlation is how far two columns go together.
type Correlation struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Method string `json:"method"` // pearson and spearman of numbers and times, cramers_v of categories
	Value  string `json:"value"`  // −1 to 1, cramers_v 0 to 1; four decimals
	N      int64  `json:"n"`      // rows in which both have a value
}

// MissingMatrix says where values are missing, and which columns miss them together. It covers the columns that miss
// any, at most fifty.
type MissingMatrix struct {
	Columns []string `json:"columns"`
	// Together[i][j] is in how many rows of the sample both lack a value; [i][i] in how many the column does.
	Together [][]int64 `json:"together"`
	// Segments are consecutive parts of the table; SegmentsMissing[i][s] is how many cells column i lacks in part s, of
	// all rows, and SegmentRows[s] how many rows it has.
	SegmentRows     []int64   `json:"segment_rows"`
	SegmentsMissing [][]int64 `json:"segments_missing"`
}

// Dependency says that the determinants' values tell the dependent's.
type Dependency struct {
	Determinants []string `json:"determinants"` // one or two
	Dependent    string   `json:"dependent"`
	ErrorPPM     int64    `json:"error_ppm"` // share of rows to leave out for it to hold everywhere
	Rows         int64    `json:"rows"`      // of the sample that it was tried on
}

// Severity of an alert.
type Severity string

// Severities.
const (
	Info    Severity = "info"
	Warning Severity = "warning"
	Serious Severity = "serious"
)

// Alert is something that a person should know, in a plain sentence. Column is empty where it is about the table.
type Alert struct {
	Code     string   `json:"code"`
	Column   string   `json:"column,omitempty"`
	ZH       string   `json:"zh"`
	EN       string   `json:"en"`
	Severity Severity `json:"severity"`
}
