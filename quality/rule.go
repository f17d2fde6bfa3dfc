package quality

import "slices"

// Rules are what a data set is held against.
type Rules struct {
	Name string // what is measured, for people
	// PeriodDays is how often the data is renewed; 0: as the input says.
	PeriodDays int64
	Weights    Weights    // nil: none are stated
	Judgement  *Judgement // of the weights, if they were compared
	Optional   []string   // columns that may be empty
	Personal   []string   // columns whose personal data is declared
	List       []Rule
	// Inferred says that nobody wrote these rules: they were read off the data that they are held against.
	Inferred bool
}

// Check is what a rule looks at.
type Check string

// The checks.
const (
	CheckType       Check = "type"       // is: integer, decimal, date, datetime, time, boolean, code, text
	CheckNotNull    Check = "not_null"   // no cell is empty
	CheckLength     Check = "length"     // min and max, in characters
	CheckPattern    Check = "pattern"    // matches, a regular expression (RE2) for the whole value
	CheckFormat     Check = "format"     // is: credit_code, resident_id, bank_card, mobile, email, certificate, iso_date
	CheckRange      Check = "range"      // min and max, numbers or dates, both included
	CheckValues     Check = "values"     // one of these
	CheckReference  Check = "reference"  // on the list in a file
	CheckUnique     Check = "unique"     // no value, or pair of values, comes twice
	CheckDependency Check = "dependency" // the columns' values tell the value of another: determines
	CheckOrder      Check = "order"      // each column's time is not before the last column's
	CheckCompare    Check = "compare"    // two columns by op: "<", "<=", "=", "!="
	CheckEqual      Check = "equal"      // the columns hold the same text
)

// Format is an identifier or form that a value can be held against.
type Format string

// The formats. Those with a check digit count for the correctness of content, the others for the data standard.
const (
	CreditCode  Format = "credit_code"
	ResidentID  Format = "resident_id"
	BankCard    Format = "bank_card"
	Certificate Format = "certificate"
	Mobile      Format = "mobile"
	Email       Format = "email"
	ISODate     Format = "iso_date"
)

// Rule is one statement about one or several columns.
type Rule struct {
	Check      Check
	Columns    []string
	Measure    Measure // the indicator it counts for; empty: the check's own
	Is         string  // of type and format
	Min, Max   string
	Matches    string
	Values     []string
	File       string // of reference: the list's name; the caller reads it into Values
	Determines string
	Op         string
	When       *Condition
	Why        string // in the owner's words
	// FileName and Line say where the rule stands.
	FileName string
	Line     int
}

// Condition restricts a rule to the rows where a column has one of some values.
type Condition struct {
	Column string
	Is     []string
}

// measure is the indicator that a rule counts for.
func (r *Rule) measure() Measure {
	if r.Measure != "" {
		return r.Measure
	}
	switch r.Check {
	case CheckNotNull:
		return Element
	case CheckFormat:
		switch Format(r.Is) {
		case CreditCode, ResidentID, BankCard:
			return Content
		}
		return DataStandard
	case CheckRange, CheckValues:
		return Content
	case CheckReference:
		return Reference
	case CheckUnique:
		return Uniqueness
	case CheckDependency:
		return RelatedData
	case CheckOrder:
		return Sequence
	case CheckCompare:
		return BusinessRule
	case CheckEqual:
		return SameData
	}
	return FormatFit
}

// joint says that the rule looks at several columns of a row, or at several rows.
func (r *Rule) joint() bool {
	return r.When != nil ||
		slices.Contains([]Check{CheckUnique, CheckDependency, CheckOrder, CheckCompare, CheckEqual}, r.Check)
}

// observed says that a rule, if it was inferred, repeats what the values were.
func (r *Rule) observed() bool {
	return slices.Contains([]Check{CheckRange, CheckValues, CheckLength, CheckPattern}, r.Check)
}

func (r Rules) optional(column string) bool { return slices.Contains(r.Optional, column) }
func (r Rules) personal(column string) bool { return slices.Contains(r.Personal, column) }

func (r Rules) period(measured int64) int64 {
	if r.PeriodDays > 0 {
		return r.PeriodDays
	}
	return measured
}

// Scope says what a rule's counts are of.
type Scope string

// Scopes.
const (
	All      Scope = "all"      // every row
	Sample   Scope = "sample"   // the sample of rows
	Untested Scope = "untested" // a column is missing, or nothing applied
)

// RuleResult is what became of a rule. It names columns and holds counts; the rule's bounds and lists, which are made
// of values, are in [Rule.Sentence].
type RuleResult struct {
	Check   Check    `json:"check"`
	Columns []string `json:"columns"`
	Measure Measure  `json:"indicator"`
	ZH      string   `json:"zh"`
	EN      string   `json:"en"`
	A       int64    `json:"a"`
	B       int64    `json:"b"`
	PPM     PPM      `json:"ppm"`
	Scope   Scope    `json:"scope"`
	// SampledBits: the counts are of the values whose hash begins with as many zero bits; 0 is all.
	SampledBits int `json:"sampled_bits,omitempty"`
}

// take counts every rule, and returns which columns' plain count each indicator must leave out.
func (r Rules) take(t tally, in Input, counts *Counts, out *Result) map[Measure]map[string]bool {
	taken := map[Measure]map[string]bool{}
	cover := func(m Measure, columns ...string) {
		if taken[m] == nil {
			taken[m] = map[string]bool{}
		}
		for _, c := range columns {
			taken[m][c] = true
		}
	}
	index := make(map[string]*Column, len(in.Columns))
	for i := range in.Columns {
		index[in.Columns[i].Name] = &in.Columns[i]
	}
	for i := range r.List {
		rule := &r.List[i]
		zh, en := rule.summary()
		res := RuleResult{Check: rule.Check, Columns: rule.all(), Measure: rule.measure(), ZH: zh, EN: en, Scope: Untested}
		counted := false
		if absent := absent(index, res.Columns); len(absent) > 0 {
			for _, c := range absent {
				if !taken[DataModel][c] {
					t.of(DataModel).add(0, 1)
					cover(DataModel, c)
				}
			}
		} else {
			counted = rule.count(&res, index[rule.Columns[0]], counts, i, r.Inferred)
		}
		if c := index[rule.Columns[0]]; rule.Check == CheckType && rule.When == nil && c != nil && !taken[DataModel][c.Name] {
			cover(DataModel, c.Name)
			t.of(DataModel).add(b2i(c.Type == rule.Is), 1)
		}
		// A bound that was read off the data holds for that data: it says nothing of it, only of the next.
		if counted && res.B > 0 && (!r.Inferred || !rule.observed()) {
			f := t.of(res.Measure)
			f.add(res.A, res.B)
			f.sampled = f.sampled || res.Scope == Sample || res.SampledBits > 0
			if plain(rule, res.Measure) {
				cover(res.Measure, rule.Columns...)
			}
		}
		res.PPM = Ratio(res.A, res.B)
		out.Rules = append(out.Rules, res)
	}
	return taken
}

// plain says that a rule counts what its indicator would have counted of the column without it.
func plain(r *Rule, m Measure) bool {
	switch {
	case r.When != nil:
		return false
	case r.Check == CheckType, r.Check == CheckPattern:
		return m == FormatFit
	case r.Check == CheckNotNull:
		return m == Element
	case r.Check == CheckUnique:
		return m == Uniqueness && len(r.Columns) == 1
	case r.Check == CheckFormat:
		return m == Content || m == DataStandard
	}
	return false
}

// count fills A, B and scope: from a counter over all rows, else from what the pass counted anyway, else from the
// sample. c is its first column.
func (r *Rule) count(res *RuleResult, c *Column, counts *Counts, i int, inferred bool) bool {
	if counts != nil && counts.Scope == All {
		counts.into(res, i)
		return true
	}
	if a, b, ok := r.known(c, inferred); ok {
		res.A, res.B, res.Scope = a, b, All
		return true
	}
	if counts == nil {
		return false
	}
	counts.into(res, i)
	return true
}

// known are A and B where the pass counted them anyway. What was inferred from all values of a column holds for those
// that it was inferred from.
func (r *Rule) known(c *Column, inferred bool) (a, b int64, ok bool) {
	if r.When != nil || len(r.Columns) != 1 {
		return 0, 0, false
	}
	switch {
	case r.Check == CheckType && c.Type == r.Is, r.Check == CheckRange && inferred:
		return c.Fitting, c.Values, true
	case r.Check == CheckNotNull:
		return c.Values, c.Values + c.Missing, true
	case r.Check == CheckUnique:
		return min(c.Distinct, c.Values), c.Values, true
	case r.Check == CheckFormat && c.Checked > 0 && r.measure() == Content:
		return c.Correct, c.Checked, true
	case (r.Check == CheckValues || r.Check == CheckLength) && inferred:
		return c.Values, c.Values, true
	}
	return 0, 0, false
}

// Doubtful returns the rules, made ready as by [Rules.Plan], without those of which the pass's own counts show that every
// row keeps them: there is no failing row to look for.
func (r Rules) Doubtful(in Input, columns []string, read Reader) *Plan {
	p := r.Plan(columns, read)
	index := make(map[string]*Column, len(in.Columns))
	for i := range in.Columns {
		index[in.Columns[i].Name] = &in.Columns[i]
	}
	p.keep(func(i int) bool {
		rule := &r.List[i]
		c := index[rule.Columns[0]]
		if c == nil {
			return true
		}
		a, b, ok := rule.known(c, r.Inferred)
		return !ok || a < b
	})
	return p
}

func absent(index map[string]*Column, names []string) (out []string) {
	for _, n := range names {
		if index[n] == nil {
			out = append(out, n)
		}
	}
	return out
}

// all lists the columns that a rule looks at.
func (r *Rule) all() []string {
	out := slices.Clone(r.Columns)
	if r.Determines != "" {
		out = append(out, r.Determines)
	}
	if r.When != nil && !slices.Contains(out, r.When.Column) {
		out = append(out, r.When.Column)
	}
	return out
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
