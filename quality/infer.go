package quality

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Thresholds of inference. A rule that nearly holds is stated, so that what breaks it shows; one that does not is not a
// rule of this data.
const (
	nearlyFull    PPM = 950_000 // share of values from which a column is meant to be filled
	nearlyForm    PPM = 990_000 // share of values in one pattern from which it is prescribed
	nearlyOrdered PPM = 990_000 // share of rows in order from which two times have one
	orderRows         = 30      // rows that an order must have been seen in
	mostTimes         = 12      // columns with times that are compared pair by pair
	mostPairRules     = 64      // dependencies and orders that are stated
)

// Infer reads rules off a measurement. sample and read, if given, are for what only rows can tell: the order of times.
// What it states is for a person to correct: an observed range is not a right one.
func Infer(in Input, sample Rows, read Reader) Rules {
	r := Rules{PeriodDays: in.PeriodDays, Inferred: true}
	for _, c := range in.Columns {
		if c.Values > 0 {
			r.List = append(r.List, c.infer()...)
		}
	}
	n := 0
	for _, d := range in.Dependencies {
		if n == mostPairRules || len(d.Determinants) == 0 || len(d.Determinants) > 4 {
			break
		}
		r.List = append(r.List, Rule{Check: CheckDependency, Columns: d.Determinants, Determines: d.Dependent})
		n++
	}
	r.List = append(r.List, in.orders(sample, read)...)
	return r
}

// infer states what a column keeps nearly everywhere.
func (c *Column) infer() (out []Rule) {
	on := []string{c.Name}
	if c.Type != "text" && c.Type != "empty" {
		out = append(out, Rule{Check: CheckType, Columns: on, Is: c.Type})
	}
	if Ratio(c.Values, c.Values+c.Missing) >= nearlyFull {
		out = append(out, Rule{Check: CheckNotNull, Columns: on})
	}
	if c.Key {
		out = append(out, Rule{Check: CheckUnique, Columns: on})
	}
	s := c.Seen
	if s.Format != "" {
		return append(out, Rule{Check: CheckFormat, Columns: on, Is: string(s.Format)})
	}
	if c.Personal {
		return out // bounds and lists would repeat what the scan is meant to keep in
	}
	switch {
	case len(s.Categories) > 0 && (c.Type == "text" || c.Type == "code" || c.Type == "boolean"):
		out = append(out, Rule{Check: CheckValues, Columns: on, Values: s.Categories})
	case c.Type == "integer", c.Type == "decimal", c.Type == "date", c.Type == "datetime":
		rule := Rule{Check: CheckRange, Columns: on, Min: s.Min, Max: s.Max}
		if strings.HasPrefix(c.Type, "date") {
			rule.Max = "" // time goes on
		}
		if key, _, _ := rule.fault(false); key == "" {
			out = append(out, rule)
		}
	case c.Type == "code":
		if re, ok := s.form(); ok {
			out = append(out, Rule{Check: CheckPattern, Columns: on, Matches: re})
		} else if s.MaxLength > 0 {
			out = append(out, Rule{Check: CheckLength, Columns: on, Min: itoa(s.MinLength), Max: itoa(s.MaxLength)})
		}
	}
	return out
}

// form is the regular expression of the one pattern that nearly all values are written in.
func (s *Seen) form() (string, bool) {
	if len(s.Patterns) == 0 || Ratio(s.Patterns[0].Count, s.SampledValues) < nearlyForm {
		return "", false
	}
	return Expression(s.Patterns[0].Value)
}

// run is a repeated character of a pattern with its length: 9{11}.
var run = regexp.MustCompile(`^\{([0-9]{1,4})\}`)

// Expression turns a pattern of the profile into a regular expression: A and a stand for letters, 9 for a digit, 汉 for a
// Chinese character, anything else for itself, and {n} behind one for n of it.
func Expression(pattern string) (string, bool) {
	var b strings.Builder
	for rest := pattern; rest != ""; {
		r := []rune(rest)[0]
		rest = rest[len(string(r)):]
		n := 1
		if m := run.FindStringSubmatch(rest); m != nil {
			n, _ = strconv.Atoi(m[1])
			rest = rest[len(m[0]):]
		}
		for len(rest) > 0 && strings.HasPrefix(rest, string(r)) && !run.MatchString(rest[len(string(r)):]) {
			n++
			rest = rest[len(string(r)):]
		}
		switch r {
		case 'A':
			b.WriteString(`[A-Z]`)
		case 'a':
			b.WriteString(`[a-z]`)
		case '9':
			b.WriteString(`[0-9]`)
		case '汉':
			b.WriteString(`\p{Han}`)
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
		if n > 1 {
			b.WriteString("{" + strconv.Itoa(n) + "}")
		}
	}
	re, err := regexp.Compile(b.String())
	return b.String(), err == nil && re != nil && b.Len() <= 1000
}

// orders finds pairs of columns with times of which one is hardly ever before the other.
func (in *Input) orders(sample Rows, read Reader) (out []Rule) {
	if sample == nil || read == nil {
		return nil
	}
	var times []int
	for i, c := range in.Columns {
		if (c.Type == "date" || c.Type == "datetime") && len(times) < mostTimes {
			times = append(times, i)
		}
	}
	if len(times) < 2 {
		return nil
	}
	type pairCount struct{ both, before, same int64 }
	counts := make([]pairCount, len(times)*len(times))
	row := make([]Value, len(times))
	for r := range sample.Rows() {
		for i, c := range times {
			row[i] = read(sample.Cell(r, c))
		}
		for i, a := range row {
			for k, b := range row {
				if i == k || !a.Timed || !b.Timed {
					continue
				}
				p := &counts[i*len(times)+k]
				p.both++
				switch {
				case a.Seconds < b.Seconds:
					p.before++
				case a.Seconds == b.Seconds:
					p.same++
				}
			}
		}
	}
	for i := range times {
		for k := range times {
			p := counts[i*len(times)+k]
			if i == k || p.both < orderRows || p.same == p.both || Ratio(p.before+p.same, p.both) < nearlyOrdered {
				continue
			}
			if len(out) < mostPairRules {
				out = append(out, Rule{Check: CheckOrder,
					Columns: []string{in.Columns[times[i]].Name, in.Columns[times[k]].Name}})
			}
		}
	}
	return slices.Clip(out)
}
