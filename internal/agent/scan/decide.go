package scan

import (
	"slices"

	"shurong.org/shurong/daycount"
)

// Input is all that a decision rests on.
type Input struct {
	Columns []ColumnInfo
	Rows    int64  // of the whole table
	Sample  Sample // rows drawn evenly from it
	// Detector is what was met inside texts while all cells were read; nil if they were not searched.
	Detector *Detector
	// At is the day on which ages are reckoned. Its zero value leaves children unlooked for.
	At daycount.Date
}

// ColumnInfo is what is known of a column from the whole table.
type ColumnInfo struct {
	Name string
	// Type by the profile: date and datetime mark time columns; "" if not known, then the sample decides.
	Type     string
	Values   int64 // cells that hold a value
	Distinct int64 // different values, about; 0 if not known
}

// Decide says what a table holds, column by column and as a whole. The same input gives the same result.
func Decide(in Input) Result {
	r := Result{Version: Version, Grade: None, Findings: []Finding{}, InText: []InText{}, Blocks: []Block{},
		Rows: in.Rows}
	if in.Sample == nil {
		return r
	}
	r.SampleRows = int64(in.Sample.Rows())
	columns := make([]*sampleColumn, len(in.Columns))
	t := &whole{in: &in, columns: columns}
	for i := range in.Columns {
		columns[i] = readSampleColumn(&in, i)
		t.findings = append(t.findings, columns[i].findings(i)...)
	}
	t.births()
	t.places()
	t.attributes()
	t.secrets()
	for i, c := range columns {
		c.distinct = nil
		columns[i] = nil
	}
	r.InText = append(r.InText, t.inText()...)
	r.Findings = append(r.Findings, t.findings...)
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return a.Index - b.Index })
	r.Persons, r.PersonsBy = persons(&in, r.Findings)
	r.grade()
	r.block(&in)
	r.propose(&in)
	return r
}

// whole is a table while it is decided on.
type whole struct {
	in       *Input
	columns  []*sampleColumn
	findings []Finding
}

// aboutPersons reports whether some column identifies natural persons in plain form, so that the rest of a row is about
// somebody.
func (t *whole) aboutPersons() bool {
	return slices.ContainsFunc(t.findings, func(f Finding) bool { return f.plain() && personKind(f.Category) })
}

// plain reports whether a finding is sure enough and uncured.
func (f *Finding) plain() bool { return f.State == Plain && f.Confidence != Low }

func personKind(code string) bool {
	k, ok := byCode(code)
	return ok && catalogue[k].person
}

// finding fills in what the catalogue says of a kind.
func finding(k kind, column string, index int) Finding {
	a := &catalogue[k]
	return Finding{
		Column: column, Index: index, Category: a.code, ZH: a.zh, EN: a.en, Grade: a.grade,
		Annex: Text{a.annexZH, a.annexEN}, Special: a.special, State: Plain, Check: a.check, Cure: cures[a.cure],
	}
}

// grade is the highest of what is sure and plain; personal data inside texts counts from one cell in a thousand.
func (r *Result) grade() {
	raise := func(g Grade) {
		if g.rank() > r.Grade.rank() {
			r.Grade = g
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.plain() {
			raise(f.Grade)
		}
	}
	for _, t := range r.InText {
		if t.Per10k >= inTextGrading {
			raise(t.Grade)
		}
	}
}

// inTextGrading is from how many of 10,000 cells on texts with personal data grade the table.
const inTextGrading = 10

// identifiersByRank are the kinds by which persons are counted, the best first.
var identifiersByRank = []kind{residentID, resident15, passport, permit, mobile, bankCard, email, imei, plate, name}

// persons is about how many natural persons the table is about.
func persons(in *Input, found []Finding) (int64, string) {
	for _, k := range identifiersByRank {
		for _, f := range found {
			if f.Category != catalogue[k].code || f.State == Masked || f.Confidence == Low || f.Index < 0 {
				continue
			}
			c := in.Columns[f.Index]
			n := c.Distinct
			if n == 0 {
				n = c.Values
			}
			return min(n, max(f.Matching, 1)), f.Column
		}
	}
	return 0, ""
}
