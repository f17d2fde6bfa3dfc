package profile

import (
	"math"
	"strconv"
	"time"

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
const Version = "shurong-profile/1"

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
	Exact    bool             `json:"exact"`    // distinct is exact; else within 2 %, two standard errors
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

// fitPPM is the share of values that makes a column a type; the rest is dirt.
const fitPPM = 950_000

// finish sums the column up.
func (c *column) finish(rows int64) Column {
	for i := range c.memo {
		c.forget(&c.memo[i])
	}
	out := Column{
		Name: c.name, Evidence: map[string]int64{}, Values: c.values(), Padded: c.padded,
		Missing: c.counts[Null] + c.counts[Marker] + c.counts[Blank],
	}
	for k, n := range c.counts {
		if n > 0 {
			out.Evidence[kindNames[k]] = n
		}
	}
	out.Type, out.Fitting = c.decide(out.Values)
	out.Distinct, out.Exact = c.different(out.Values)
	switch {
	case out.Values < 2 || out.Type != "integer" && out.Type != "code" && out.Type != "text":
	case out.Missing == 0 && !c.repeated && c.sample.repeats() == 0:
		out.Key = "unique"
	case out.Distinct*100 >= rows*98:
		out.Key = "nearly"
	}
	if out.Values > 0 {
		out.Lengths = &Lengths{Min: c.minChars, Max: c.maxChars, Mean: decimal(float64(c.chars) / float64(out.Values))}
	}
	switch out.Type {
	case "integer", "decimal":
		out.Number = c.number.finish()
	case "date", "datetime":
		out.Time = c.times.finish(out.Type, c.forms)
	}
	return out
}

// different is the number of different values, and whether it is exact. Where the sample of values holds all of them,
// it is; where nine in ten differ, the sample's share of different values is the better estimate; else it is
// HyperLogLog's.
func (c *column) different(values int64) (int64, bool) {
	s := &c.sample
	switch {
	case s.level == 0:
		return int64(s.distinct), true
	case int64(s.distinct)*10 >= s.seen*9:
		return int64(math.Round(float64(values) / float64(s.seen) * float64(s.distinct))), false
	}
	return min(int64(c.distinct.Estimate()), values), false
}

// decide chooses the narrowest type that fits 95 % of the values.
func (c *column) decide(values int64) (string, int64) {
	n := &c.counts
	fits := func(k int64) bool { return k > 0 && k*1_000_000 >= values*fitPPM }
	dates := n[Date] + n[DateTime] + c.compact
	switch {
	case values == 0:
		return "empty", 0
	case fits(n[Boolean]):
		return "boolean", n[Boolean]
	case fits(dates) && c.times.timed*2 > dates:
		return "datetime", dates
	case fits(dates):
		return "date", dates
	case fits(n[Integer]) && c.fixedNumber():
		return "code", n[Integer] + n[Code]
	case fits(n[Integer]):
		return "integer", n[Integer]
	case fits(n[Integer] + n[Decimal]):
		return "decimal", n[Integer] + n[Decimal]
	case fits(n[Clock]):
		return "time", n[Clock]
	case fits(n[Code] + n[Integer]):
		return "code", n[Code] + n[Integer]
	}
	return "text", values
}

// fixedNumber reports whether a column's integers are identifiers: all of one length, at least eight digits, none
// negative.
func (c *column) fixedNumber() bool {
	return c.minChars == c.maxChars && c.minChars >= 8 && c.number.negatives == 0
}

func (s *numbers) finish() *Number {
	n := float64(s.n)
	out := &Number{Min: plain(s.least), Max: plain(s.greatest), Zeros: s.zeros, Negatives: s.negatives,
		Mean: decimal(s.base + s.sum/n), StdDev: "0"}
	if s.n > 1 {
		out.StdDev = decimal(math.Sqrt(max(0, (s.squares-s.sum/n*s.sum)/(n-1))))
	}
	return out
}

func (t *times) finish(kind string, counts [forms]int64) *Time {
	out := &Time{}
	first, last := t.first, t.last
	if counts[shortForm] > 0 {
		switch {
		case t.onlyMonthFirst > 0:
			out.DayOrder = "month_first"
		case t.onlyDayFirst > 0:
			out.DayOrder, first, last = "day_first", t.swappedFirst, t.swappedLast
		default:
			out.DayOrder = "unknown"
		}
	}
	layout := time.DateOnly
	if kind == "datetime" {
		layout = time.DateTime
	}
	out.Earliest, out.Latest = time.Unix(first, 0).UTC().Format(layout), time.Unix(last, 0).UTC().Format(layout)
	out.latest = last
	for f, n := range counts {
		if n > out.InForm {
			out.Form, out.InForm = formNames[f], n
		}
	}
	return out
}

// decimal writes a figure with ten significant digits: more would differ between machines.
func decimal(x float64) string {
	s := strconv.FormatFloat(x, 'g', 10, 64)
	if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
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
	}
	return p
}
