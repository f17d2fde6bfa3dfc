// Package profile sums up a table in one pass: rows, types with their evidence, missing values, distinct values,
// ranges, lengths, keys, repeated rows, and the span of every date.
//
//	b := profile.NewBuilder(columns, mark)
//	for each batch {
//	    for c := range columns { b.Column(c, batch) }   // in any order, on several cores at once
//	    b.Rows(batch)
//	}
//	p, local := b.Finish(format, tally)
//
// Each cell is hashed once (xxh3, 64 bits). The hash serves the count of distinct values, the table of frequent ones,
// the search for keys and repeated rows, and a small memory of what recent cells were read as: of a column that
// repeats itself only new values are parsed.
//
// Every column is worked on by one core at a time and sees its cells in order, so the result does not depend on the
// number of cores. Memory is bounded: at most 300 KiB a column, 60 KiB in a table of over 500, and 24 MiB for repeated
// rows.
//
// A [Profile] holds counts and extremes and may leave the site after [Profile.Withhold]. [Local] holds values and
// stays.
//
// Costs, on one core: 15 ns a cell that repeats, 100 ns a new one.
package profile

import "shurong.org/shurong/internal/table"

// rowSample bounds the search for repeated rows: exact up to a million rows, estimated from as many beyond.
const rowSample = 1 << 20

// topShown is how many frequent values are reported.
const topShown = 10

// Builder gathers a profile.
type Builder struct {
	columns []*column
	hashes  []uint64
	rows    int64
	sample  hashSample
}

// NewBuilder starts a profile. mark, if any, is asked once about every new cell that holds a value; what it answers is
// counted bit by bit.
func NewBuilder(names []string, mark func([]byte) uint16) *Builder {
	b := &Builder{columns: make([]*column, len(names)), sample: hashSample{limit: rowSample}}
	for i, n := range names {
		b.columns[i] = newColumn(n, len(names), mark)
	}
	return b
}

// Begin makes room for a batch. It comes before [Builder.Column] and is called by one goroutine.
func (b *Builder) Begin(batch *table.Batch) {
	if n := batch.Rows() * len(b.columns); n > len(b.hashes) {
		b.hashes = make([]uint64, n)
	}
}

// Column reads one column of the batch. Different columns may be read at once.
func (b *Builder) Column(c int, batch *table.Batch) {
	b.columns[c].observe(batch, c, len(b.columns), b.hashes)
}

// End reads the rows of the batch as wholes, after all its columns.
func (b *Builder) End(batch *table.Batch) {
	n := len(b.columns)
	b.rows += int64(batch.Rows())
	for r := range batch.Rows() {
		h := uint64(0)
		for _, cell := range b.hashes[r*n : r*n+n] {
			h = (h<<7 | h>>57) ^ cell
			h *= 0x9fb21c651e98df25
		}
		h ^= h >> 32
		h *= 0xff51afd7ed558ccd
		b.sample.add(h ^ h>>29)
	}
}

// Counts are a column's marks so far.
type Counts struct {
	Values   int64
	Distinct int64
	Marks    [16]int64
}

// Marks returns the marks of a column counted so far.
func (b *Builder) Marks(c int) Counts {
	col := b.columns[c]
	return Counts{Values: col.values(), Distinct: int64(col.distinct.Estimate()), Marks: col.marks}
}

// Finish sums up.
func (b *Builder) Finish(f table.Format, t table.Tally) (Profile, Local) {
	p := Profile{Version: Version, Format: f, Tally: t, Rows: b.rows, Columns: make([]Column, len(b.columns))}
	local := Local{Columns: make([]LocalColumn, len(b.columns))}
	for i, c := range b.columns {
		p.Columns[i] = c.finish(b.rows)
		p.Columns[i].Named = f.Header && c.name != table.Unnamed(i)
		local.Columns[i] = LocalColumn{
			Name: c.name, Top: c.frequent(), TopExact: c.topExact(), MinText: string(c.minText),
			MaxText: string(c.maxText),
		}
	}
	p.Duplicate = Duplicates{Rows: b.sample.repeats(), Exact: b.sample.level == 0, SampledBits: int(b.sample.level)}
	return p, local
}

// Local is what a profile found that is made of values. It is shown to the owner of the data and is never sent.
type Local struct {
	Columns []LocalColumn `json:"columns"`
}

// LocalColumn holds a column's frequent values and its least and greatest text, cut to 64 bytes.
type LocalColumn struct {
	Name     string     `json:"name"`
	Top      []TopValue `json:"top"`
	TopExact bool       `json:"top_exact"`
	MinText  string     `json:"min_text,omitempty"`
	MaxText  string     `json:"max_text,omitempty"`
}
