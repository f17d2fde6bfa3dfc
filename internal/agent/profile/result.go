package profile

import (
	"math"
	"strconv"

	"shurong.org/shurong/internal/table"
)

// Profile is what one pass found out about a table. Its canonical JSON is deterministic: the same file gives the same
// bytes on every machine, whatever the number of cores. Numbers that are not counts are decimal texts.
type Profile struct {
	Version   string       `json:"version"`
	Format    table.Format `json:"format"`
	Tally     table.Tally  `json:"tally"`
	Rows      int64        `json:"rows"`
	Columns   []Column     `json:"columns"`
	Duplicate Duplicates   `json:"duplicates"`
	Relations
	// SampleRows is how many rows the sampled figures rest on: quantiles, histograms that are not exact, patterns and
	// all of [Relations]. Where it equals Rows they are exact.
	SampleRows int64   `json:"sample_rows"`
	Alerts     []Alert `json:"alerts"`
}

// Version names the method. Profiles of different versions are not compared digit by digit.
const Version = "shurong-profile/2"

// Duplicates says how many rows repeat an earlier row in all cells.
type Duplicates struct {
	Rows  int64 `json:"rows"`
	Exact bool  `json:"exact"` // else estimated from the rows whose hash begins with SampledBits zero bits
	// SampledBits is 0 where every row was compared (by 64-bit hash: two different rows pass for one with probability
	// 10⁻⁷ among a million).
	SampledBits int `json:"sampled_bits"`
}

// Column is what is known of a column. It holds no cell, but for the extremes of numbers and dates, which
// [Profile.Withhold] removes.
type Column struct {
	Name  string `json:"name"`
	Named bool   `json:"named"` // has a name of its own in the file
	// integer, decimal, date, datetime, time, boolean, code, text, empty
	Type     string           `json:"type"`
	Evidence map[string]int64 `json:"evidence"` // cells of each kind
	Fitting  int64            `json:"fitting"`  // values that fit the type
	Values   int64            `json:"values"`   // cells that hold something
	Missing  int64            `json:"missing"`  // nulls, words for nothing, and blanks
	Null     int64            `json:"null"`     // of them: nothing at all, or a word for nothing
	Blank    int64            `json:"blank"`    // of them: white space only
	Padded   int64            `json:"padded"`   // values with white space around them
	Distinct int64            `json:"distinct"` // different values
	Exact    bool             `json:"exact"`    // distinct is exact; else within 2 %
	// "unique": none is missing, and in the sample of values none came twice; "nearly": 98 % differ
	Key     string   `json:"key,omitempty"`
	Lengths *Lengths `json:"lengths,omitempty"` // in characters
	Number  *Number  `json:"number,omitempty"`  // of integer and decimal columns
	Time    *Time    `json:"time,omitempty"`    // of date and datetime columns
	// of numbers and times
	Quantiles *Quantiles `json:"quantiles,omitempty"`
	Histogram *Histogram `json:"histogram,omitempty"`
	// how values are written, the commonest first
	Patterns []Pattern `json:"patterns"`
	// in the order of the file: increasing, strictly_increasing, decreasing, strictly_decreasing or none; of numbers,
	// times, and codes of one length
	Monotone string `json:"monotone"`
	// of the distribution of values, in bits; 0 is a constant
	EntropyBits string `json:"entropy_bits"`
	// Binary says that the numbers are 0 and 1 only: a column of yes and no.
	Binary bool `json:"binary,omitempty"`
	// extremes are kept at the site: the column holds personal data
	Withheld bool `json:"withheld,omitempty"`
}

// Lengths of values in characters.
type Lengths struct {
	Min  int32  `json:"min"`
	Max  int32  `json:"max"`
	Mean string `json:"mean"`
}

// Number summarises numbers.
type Number struct {
	Min       string `json:"min,omitempty"`
	Max       string `json:"max,omitempty"`
	Mean      string `json:"mean"`
	StdDev    string `json:"std_dev"`  // of the values as a sample
	Skewness  string `json:"skewness"` // third standardised moment; 0 is symmetric
	Kurtosis  string `json:"kurtosis"` // excess: 0 is a normal distribution
	Zeros     int64  `json:"zeros"`
	Negatives int64  `json:"negatives"`
}

// Time summarises dates and instants, as written.
type Time struct {
	Earliest string `json:"earliest"`
	Latest   string `json:"latest"`
	Form     string `json:"form"`    // the commonest
	InForm   int64  `json:"in_form"` // values written so
	// of dates like 3/4/2026: month_first, day_first, or unknown, taken as month first
	DayOrder string `json:"day_order,omitempty"`
	// Growth is how many rows fall into each period that has any, in order of time.
	Growth []Period `json:"growth"`
	Unit   string   `json:"unit"` // of Growth: year, month or day
	// Gaps are runs of periods without a row between the first and the last, longest first.
	Gaps []Gap `json:"gaps"`
	// Newest is the latest instant that does not lie after the measurement.
	Newest string `json:"newest"`
	Future int64  `json:"future"` // values after the measurement
	latest int64
}

// decimal writes a figure with ten significant digits: more would differ between machines.
func decimal(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) { // beyond what can be summed up
		return ""
	}
	s := strconv.FormatFloat(x, 'g', 10, 64)
	if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return s
}

// fixed writes a figure with four decimals.
func fixed(x float64) string {
	s := decimal(math.Round(x*1e4) / 1e4)
	if s == "-0" {
		return "0"
	}
	return s
}

// plain writes a number as it was read, as far as 15 digits hold it.
func plain(x float64) string {
	if math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', 15, 64)
}

// Latest is the newest instant in the column, in seconds since 1970 as written.
func (c *Column) Latest() (sec int64, ok bool) {
	if c.Time == nil {
		return 0, false
	}
	return c.Time.latest, true
}

// Withhold returns the profile without the extremes of the columns at these indexes: there the smallest number is
// somebody's.
func (p Profile) Withhold(indexes []int) Profile {
	p.Columns = append([]Column(nil), p.Columns...)
	for _, i := range indexes {
		c := &p.Columns[i]
		c.Withheld = true
		if c.Number != nil {
			c.Number = &Number{Zeros: c.Number.Zeros, Negatives: c.Number.Negatives}
		}
		c.Quantiles, c.Histogram = nil, nil
	}
	return p
}
