package quality

// Input is what a pass over the data counted, for the indicators to be computed from. Its JSON holds no value of the
// data.
type Input struct {
	Rows         int64 `json:"rows"`          // well-formed
	Ragged       int64 `json:"ragged"`        // rows with the wrong number of cells
	Repeated     int64 `json:"repeated"`      // rows that repeat an earlier one in all cells
	InvalidBytes int64 `json:"invalid_bytes"` // sequences that are no text
	// the file is in an encoding that the rules know: UTF-8, GB 18030, or Parquet
	Standard bool     `json:"standard"`
	Columns  []Column `json:"columns"`
	// AsOf and PeriodDays judge timeliness: on this day, in days since 1970, data that is renewed every so many days.
	AsOf       int64 `json:"as_of"`
	PeriodDays int64 `json:"period_days"`
	// Dependencies that the profile met in the sample of rows; rules are inferred from them.
	Dependencies []Dependency `json:"-"`
}

// Column is what is known of one column.
type Column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Named   bool   `json:"named"`   // has a name of its own
	Values  int64  `json:"values"`  // cells that hold something
	Missing int64  `json:"missing"` // cells that do not
	Fitting int64  `json:"fitting"` // values of the column's type
	Padded  int64  `json:"padded"`  // values with white space around them
	Key     bool   `json:"key"`     // meant to identify rows: nearly all values are different
	// Distinct is the number of different values; it counts for keys.
	Distinct int64 `json:"distinct"`
	// Checked and Correct: values of a kind that has check digits, and those whose check digit is right.
	Checked int64 `json:"checked"`
	Correct int64 `json:"correct"`
	// InForm is how many dates are written in the column's commonest way. Newest is the last date, in days since 1970.
	// Future is how many lie after the measurement.
	Dates  int64 `json:"dates"`
	InForm int64 `json:"in_form"`
	Newest int64 `json:"newest"`
	Future int64 `json:"future"`
	// Personal says that the column holds personal data in clear.
	Personal bool `json:"personal"`
	// Seen is made of values and stays at the site; rules are inferred from it.
	Seen Seen `json:"-"`
}

// Seen is what a column's values looked like.
type Seen struct {
	Min, Max             string // of numbers and dates, as a rule writes them
	MinLength, MaxLength int64  // in characters; Max 0 is not known
	Patterns             []Share
	SampledValues        int64    // that the patterns were counted over
	Categories           []string // all values of a column that has few, or nil
	Format               Format   // of identifiers
}

// Dependency is a relation of columns in the sample of rows.
type Dependency struct {
	Determinants []string
	Dependent    string
	ErrorPPM     PPM
}

// Assessment is one dimension's score and what it rests on.
type Assessment struct {
	Dimension  Dimension   `json:"dimension"`
	Assessed   bool        `json:"assessed"`
	PPM        PPM         `json:"ppm"` // 0 if not assessed
	WeightPPM  PPM         `json:"weight_ppm"`
	Indicators []Indicator `json:"indicators"`
}

// Result is a data set's quality. It holds column names, counts and shares, and no value of the data.
type Result struct {
	TotalPPM   PPM          `json:"total_ppm"`
	Grade      Grade        `json:"grade"`
	Dimensions []Assessment `json:"dimensions"` // in the order of the standard
	// Judgement says how the weights were come by, if by comparison.
	Judgement *Judgement   `json:"judgement,omitempty"`
	Rules     []RuleResult `json:"rules"`
}

// Stale is the number of days from the newest date that does not lie in the future to AsOf; 0 if there is no date.
func (in *Input) Stale() int64 {
	if n := in.newest(); n > 0 {
		return max(in.AsOf-n, 0)
	}
	return 0
}

// newest is the last day of any date column; a column that runs past the day of measurement, with a day's grace for
// time zones, says nothing.
func (in *Input) newest() (day int64) {
	for _, c := range in.Columns {
		if c.Dates > 0 && c.Newest <= in.AsOf+1 {
			day = max(day, c.Newest)
		}
	}
	return day
}

// Score measures the six dimensions without any rule. The weights are taken as they are; see [Weights.Check].
func Score(in Input, w Weights) Result { return Evaluate(Rules{}, in, nil, w) }

// Evaluate measures the six dimensions under rules. counts, if any, are what the rules' [Counter]s counted.
func Evaluate(rules Rules, in Input, counts *Counts, w Weights) Result {
	t := tally{}
	r := Result{Rules: []RuleResult{}, Judgement: rules.Judgement}
	taken := rules.take(t, in, counts, &r)
	in.tally(t, rules, taken)
	scores := map[Dimension]PPM{}
	for _, d := range Dimensions {
		a := Assessment{Dimension: d, WeightPPM: w[d], Indicators: t.result(d)}
		if len(a.Indicators) > 0 {
			a.Assessed, a.PPM = true, mean(a.Indicators)
			scores[d] = a.PPM
		}
		r.Dimensions = append(r.Dimensions, a)
	}
	r.TotalPPM = Total(scores, w)
	r.Grade = GradeOf(r.TotalPPM)
	return r
}

// tally counts what needs no rule. taken says which columns a rule already counted for an indicator.
func (in *Input) tally(t tally, rules Rules, taken map[Measure]map[string]bool) {
	cells, wide := int64(0), int64(len(in.Columns))
	named, open, filled := int64(0), int64(0), int64(0)
	for _, c := range in.Columns {
		free := func(m Measure) bool { return !taken[m][c.Name] }
		cells += c.Values + c.Missing
		if c.Named {
			named++
		}
		if c.Values > 0 {
			filled++
		}
		if c.Personal && !rules.personal(c.Name) {
			open++
		}
		if free(DataModel) && wide > 0 {
			t.of(DataModel).add(min(c.Values, 1), 1)
		}
		if free(Element) && !rules.optional(c.Name) {
			t.of(Element).add(c.Values, c.Values+c.Missing)
		}
		if free(Content) {
			t.of(Content).add(c.Correct, c.Checked)
		}
		if free(FormatFit) {
			t.of(FormatFit).add(c.Fitting, c.Values)
		}
		if free(Uniqueness) && c.Key {
			t.of(Uniqueness).add(c.Distinct, c.Values)
		}
		if free(DataStandard) {
			t.of(DataStandard).add(c.InForm, c.Dates)
		}
		t.of(SameData).add(c.Values-c.Padded, c.Values)
		if in.AsOf > 0 && c.Dates > 0 {
			t.of(Period).add(c.Dates-c.Future, c.Dates)
		}
	}
	t.of(Metadata).add(named, wide)
	t.of(Security).add(wide-open, wide)
	t.of(Record).add(in.Rows, in.Rows+in.Ragged)
	t.of(Repetition).add(in.Rows-in.Repeated, in.Rows)
	t.of(Dirty).add(cells-in.InvalidBytes, cells)
	if n := in.newest(); n > 0 && in.AsOf > 0 && rules.period(in.PeriodDays) > 0 {
		p := rules.period(in.PeriodDays)
		t.of(Point).add(p, max(p, in.AsOf-n))
	}
	standard := int64(0)
	if in.Standard {
		standard = 1
	}
	t.of(Accessible).add(standard, 1)
	t.of(Available).add(filled, wide)
}
