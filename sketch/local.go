package sketch

import (
	"cmp"
	"slices"
)

// Local is a sketch as it lies at the site: with hashes that anyone could try guesses against. It does not leave the
// site; what leaves is what [Seal] makes of it.
type Local struct {
	RowCount    int64
	ColumnCount int
	Columns     []Column
	Keys        []LocalKey
}

// LocalKey is a key with its rows.
type LocalKey struct {
	Key
	Rows []LocalRow
}

// LocalRow is a selected row.
type LocalRow struct {
	Level int
	Tags  []LocalTag
}

// LocalTag is what is hashed of a key and another column's value, and that column's position in Columns.
type LocalTag struct {
	Column int
	Input  [16]byte
}

// Local returns the sketch of the rows read so far, without the columns named. The builder can go on reading.
func (b *Builder) Local(omit ...string) *Local {
	left := func(c int) bool { return slices.Contains(omit, b.names[c]) }
	l := &Local{RowCount: int64(b.count), ColumnCount: len(b.names)}
	chosen, pairs := b.choose(left)
	l.Columns = b.columns(chosen, pairs, left)
	each := MaxTags / K / max(len(chosen), 1)
	for i, k := range chosen {
		l.Keys = append(l.Keys, k.sketch(pairs[i], l.Columns, each))
	}
	return l
}

// choose takes up to MaxKeys keys that have something to say: single columns, then one column with a time, or two if
// there is nothing else, then single columns that are less distinct.
func (b *Builder) choose(left func(int) bool) (chosen []candidate, pairs [][]pairing) {
	single, double := b.candidates(left)
	take := func(k candidate) bool {
		p := k.pairings(len(b.names), left)
		if !slices.ContainsFunc(p, func(p pairing) bool { return p.class != dropped }) {
			return false
		}
		chosen, pairs = append(chosen, k), append(pairs, p)
		return true
	}
	for _, k := range single {
		if len(chosen) < MaxKeys && !k.loose {
			take(k)
		}
	}
	room := min(1, MaxKeys-len(chosen))
	if len(chosen) == 0 {
		room = 2
	}
	for _, k := range double {
		used := slices.ContainsFunc(chosen, func(c candidate) bool { return slices.Contains(c.columns, k.columns[0]) })
		if room > 0 && !used && take(k) {
			room--
		}
	}
	for _, k := range single {
		if len(chosen) < MaxKeys && k.loose {
			take(k)
		}
	}
	return chosen, pairs
}

const (
	// MaxColumns is the number of columns described in a sketch: a tag names its column by one byte.
	MaxColumns = 250
	// Of a wider table than wideColumns the names are cut to wideName bytes, and only so many columns have their looks.
	wideColumns = 64
	wideName    = 24
)

// columns describes the columns by their part in the keys, the first of equals.
func (b *Builder) columns(chosen []candidate, pairs [][]pairing, left func(int) bool) []Column {
	weight := make([]int, len(b.names))
	for i, k := range chosen {
		for _, c := range k.columns {
			weight[c] += 1_000_000
		}
		for c, p := range pairs[i] {
			weight[c] += int(p.class) * p.present
		}
	}
	var order []int
	for c := range b.names {
		if !left(c) {
			order = append(order, c)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(weight[y], weight[x]) })
	order = order[:min(len(order), MaxColumns)]
	slices.Sort(order)
	out := make([]Column, len(order))
	for i, c := range order {
		out[i] = Column{Index: c, Name: clip(b.names[c], maxName)}
		if len(order) > wideColumns {
			out[i].Name = clip(b.names[c], wideName)
		}
		for _, p := range pairs {
			if p[c].present > 0 && i < wideColumns {
				out[i].Shape = p[c].shape()
				break
			}
		}
	}
	return out
}

// sketch selects of each row up to each tags: proofs before hints, then by rank.
func (k *candidate) sketch(pairs []pairing, columns []Column, each int) LocalKey {
	at := map[int]int{} // position of a column in columns
	for i, c := range columns {
		at[c.Index] = i
	}
	top := bound(k.entries[len(k.entries)-1].hash)
	if k.whole {
		top = everything
	}
	out := LocalKey{Key: Key{Bound: top, Distinct: int64(k.distinct), Entity: k.entity}}
	for _, c := range k.columns {
		out.Columns = append(out.Columns, at[c])
	}
	for _, p := range pairs {
		if i, ok := at[p.column]; ok && p.class != dropped {
			out.Pairs = append(out.Pairs, Pair{Column: i, Proof: p.class == proof, CollisionPPB: p.collision})
		}
	}
	for i := range k.entries {
		e := &k.entries[i]
		cells := e.tagged(pairs, at)
		if len(cells) == 0 {
			continue
		}
		row := LocalRow{Level: level(e.hash, top)}
		for _, c := range cells[:min(len(cells), each)] {
			t := LocalTag{Column: at[c.column]}
			putInput(&t.Input, e.hash, c.value)
			row.Tags = append(row.Tags, t)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// tagged lists the values of a key's rows that may be tagged, the best first, each once.
func (e *entry) tagged(pairs []pairing, at map[int]int) []cell {
	var out []cell
	for _, row := range e.rows {
		for _, c := range row {
			_, known := at[c.column]
			if known && pairs[c.column].class != dropped && !c.derived &&
				!slices.ContainsFunc(out, func(o cell) bool { return o.value == c.value }) {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(x, y cell) int {
		return cmp.Or(cmp.Compare(pairs[y.column].class, pairs[x.column].class),
			cmp.Compare(rank(e.hash, x.value), rank(e.hash, y.value)), cmp.Compare(x.value, y.value))
	})
	return out
}
