package quality

import "slices"

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

// Severity says how much a change matters.
type Severity string

// Severities.
const (
	Info    Severity = "info"
	Warning Severity = "warning"
	Serious Severity = "serious"
)

// Change is one difference between two measurements of one data set, with the numbers that it rests on. ZH and EN say it
// in a plain sentence, which names columns and holds no value of the data.
type Change struct {
	// rows, repeated, quality, column_added, column_removed, column_renamed, type, missing, distinct, distribution,
	// writing, categories, fresh
	Kind     string   `json:"kind"`
	Column   string   `json:"column,omitempty"` // as it is called now, or was, if it is gone
	Severity Severity `json:"severity"`
	Before   string   `json:"before,omitempty"` // a type or a name
	After    string   `json:"after,omitempty"`
	// From and To are counts, ppm or days, by kind. DeltaPPM is the relative change, or the change of a share.
	From     int64  `json:"from,omitempty"`
	To       int64  `json:"to,omitempty"`
	DeltaPPM int64  `json:"delta_ppm,omitempty"`
	PSI      PPM    `json:"psi_ppm,omitempty"`
	KS       PPM    `json:"ks_ppm,omitempty"`
	Critical PPM    `json:"ks_critical_ppm,omitempty"` // KS beyond this is no chance, 99 %
	ZH       string `json:"zh"`
	EN       string `json:"en"`
}

// Thresholds. Under them a difference is within what one renewal brings.
const (
	missingStep  PPM = 20_000  // two points of missing cells are worth a word
	missingMuch  PPM = 100_000 // ten points are serious
	distinctStep PPM = 100_000 // over the error of the estimate
	psiSome      PPM = 100_000
	psiMuch      PPM = 250_000
	ksSome       PPM = 100_000
	rowsLost     PPM = -50_000 // a loan's data may grow, not shrink
	rowsMany     PPM = 500_000
	qualityStep  PPM = 20_000
)

// Compare says how after differs from before. Columns are matched by name, then those that are left by what they look
// like; their order is ignored. The gravest change comes first, then table before columns, in the order of after.
func Compare(before, after Snapshot) []Change {
	out := table(before, after)
	renamed := match(before.Columns, after.Columns)
	for i := range after.Columns {
		b := &after.Columns[i]
		a := find(before.Columns, b.Name)
		if a == nil {
			if old, ok := renamed[b.Name]; ok {
				a = find(before.Columns, old)
				out = append(out, Change{Kind: "column_renamed", Column: b.Name, Severity: Warning, Before: old, After: b.Name})
			} else {
				out = append(out, Change{Kind: "column_added", Column: b.Name, Severity: Info, After: b.Type})
				continue
			}
		}
		out = append(out, column(a, b, before, after)...)
	}
	for _, a := range before.Columns {
		gone := find(after.Columns, a.Name) == nil
		for _, old := range renamed {
			gone = gone && old != a.Name
		}
		if gone {
			out = append(out, Change{Kind: "column_removed", Column: a.Name, Severity: Serious, Before: a.Type})
		}
	}
	for i := range out {
		out[i].ZH, out[i].EN = out[i].sentence()
	}
	slices.SortStableFunc(out, func(x, y Change) int { return gravity(y.Severity) - gravity(x.Severity) })
	return slices.Clip(out)
}

func gravity(s Severity) int {
	switch s {
	case Serious:
		return 2
	case Warning:
		return 1
	}
	return 0
}

func find(list []SnapColumn, name string) *SnapColumn {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// table compares what is of the table as a whole.
func table(before, after Snapshot) []Change {
	out := []Change{}
	if d := Relative(before.Rows, after.Rows); d != 0 {
		s := Info
		switch {
		case after.Rows == 0 || d <= 4*rowsLost:
			s = Serious
		case d <= rowsLost || d >= rowsMany:
			s = Warning
		}
		out = append(out, Change{Kind: "rows", Severity: s, From: before.Rows, To: after.Rows, DeltaPPM: d})
	}
	a, b := share(before.Repeated, before.Rows), share(after.Repeated, after.Rows)
	if d := b - a; d >= missingStep || d <= -missingStep {
		out = append(out, Change{Kind: "repeated", Severity: worse(d, Warning), From: a, To: b, DeltaPPM: d})
	}
	if d := after.TotalPPM - before.TotalPPM; before.TotalPPM > 0 && after.TotalPPM > 0 &&
		(d >= qualityStep || d <= -qualityStep) {
		s := worse(-d, Warning)
		if d <= -5*qualityStep {
			s = Serious
		}
		out = append(out, Change{Kind: "quality", Severity: s, From: before.TotalPPM, To: after.TotalPPM, DeltaPPM: d})
	}
	return append(out, fresh(before, after)...)
}

// worse is s if something rose that had better not, else no more than a note.
func worse(d int64, s Severity) Severity {
	if d > 0 {
		return s
	}
	return Info
}

// fresh says whether the newest date moved on with the days between the measurements.
func fresh(before, after Snapshot) []Change {
	var a, b int64
	for _, c := range before.Columns {
		a = max(a, c.Newest)
	}
	for _, c := range after.Columns {
		b = max(b, c.Newest)
	}
	if a == 0 || b == 0 || before.MeasuredAt == 0 || after.MeasuredAt == 0 {
		return nil
	}
	passed, stale := after.MeasuredAt-before.MeasuredAt, after.MeasuredAt-b
	c := Change{Kind: "fresh", From: b - a, To: stale, Severity: Info}
	period := max(after.PeriodDays, 1)
	switch {
	case b < a:
		c.Severity = Serious
	case passed > period && b == a && stale > period:
		c.Severity = Serious
	case stale > period && stale > before.MeasuredAt-a:
		c.Severity = Warning
	case b == a:
		return nil
	}
	return []Change{c}
}

func share(part, whole int64) PPM {
	if whole == 0 {
		return 0
	}
	return Ratio(part, whole)
}

// column compares one column with what it was.
func column(a, b *SnapColumn, before, after Snapshot) []Change {
	var out []Change
	if a.Type != b.Type {
		s := Serious
		if a.Type == "empty" || a.Type == "integer" && b.Type == "decimal" || a.Type == "date" && b.Type == "datetime" {
			s = Warning
		}
		out = append(out, Change{Kind: "type", Column: b.Name, Severity: s, Before: a.Type, After: b.Type})
	}
	ma, mb := share(a.Missing, a.Values+a.Missing), share(b.Missing, b.Values+b.Missing)
	if d := mb - ma; d >= missingStep || d <= -missingStep {
		s := worse(d, Warning)
		if d >= missingMuch {
			s = Serious
		}
		out = append(out, Change{Kind: "missing", Column: b.Name, Severity: s, From: ma, To: mb, DeltaPPM: d})
	}
	// Distinct values may grow with the rows, and no further; a category keeps them.
	rows := Relative(before.Rows, after.Rows)
	if d := Relative(a.Distinct, b.Distinct); a.Distinct > 0 && (d > max(rows, 0)+distinctStep ||
		d < min(rows, 0)-distinctStep) {
		out = append(out, Change{Kind: "distinct", Column: b.Name, Severity: Warning, From: a.Distinct, To: b.Distinct,
			DeltaPPM: d})
	}
	if c, ok := distribution(a, b); ok {
		out = append(out, c)
	}
	if c, ok := shares("writing", b.Name, a.Patterns, b.Patterns, b.Type != "text"); ok {
		out = append(out, c)
	}
	if c, ok := shares("categories", b.Name, a.Categories, b.Categories, true); ok {
		out = append(out, c)
	}
	return out
}

func distribution(a, b *SnapColumn) (Change, bool) {
	if len(a.Bins) == 0 || len(b.Bins) == 0 {
		return Change{}, false
	}
	c := Change{Kind: "distribution", Column: b.Name, PSI: PSIBins(a.Bins, b.Bins), KS: KS(a.Bins, b.Bins),
		Critical: ksCritical(total(a.Bins), total(b.Bins))}
	switch {
	case c.KS <= c.Critical:
		return c, false
	case c.PSI >= psiMuch:
		c.Severity = Serious
	case c.PSI >= psiSome || c.KS >= ksSome:
		c.Severity = Warning
	default:
		return c, false
	}
	return c, true
}

func total(bins []Bin) (n int64) {
	for _, b := range bins {
		n += b.Count
	}
	return n
}

// shares compares how often each of some texts came, by PSI; From and To are how many are new and gone.
func shares(kind, name string, a, b []Share, wanted bool) (Change, bool) {
	if !wanted || len(a) == 0 || len(b) == 0 {
		return Change{}, false
	}
	count := map[string][2]int64{}
	var order []string
	for side, list := range [][]Share{a, b} {
		for _, s := range list {
			n, ok := count[s.Value]
			if !ok {
				order = append(order, s.Value)
			}
			n[side] += s.Count
			count[s.Value] = n
		}
	}
	var before, after []int64
	c := Change{Kind: kind, Column: name}
	for _, v := range order {
		n := count[v]
		before, after = append(before, n[0]), append(after, n[1])
		switch {
		case n[0] == 0:
			c.From++
		case n[1] == 0:
			c.To++
		}
	}
	switch c.PSI = PSI(before, after); {
	case c.PSI >= psiMuch:
		c.Severity = Warning
		if kind == "categories" {
			c.Severity = Serious
		}
	case c.PSI >= psiSome:
		c.Severity = Warning
	case kind == "categories" && c.From+c.To > 0:
		c.Severity = Info
	default:
		return c, false
	}
	return c, true
}
