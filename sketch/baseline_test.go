package sketch

import (
	"slices"
	"testing"
)

// columnSketch is the method this package is measured against: of each column the smallest 256 hashes, and two tables
// ring if some column of the one is contained in one of the other by at least a half, as LSH Ensemble finds tables to
// join. It has the same normaliser.
type columnSketch [][]uint64

func columnsOf(t *table) columnSketch {
	out := make(columnSketch, len(t.names))
	for c := range t.names {
		seen := map[uint64]bool{}
		for _, r := range t.rows {
			if v := normalise(nil, []byte(r[c])); v.form != nothing && !v.flag {
				seen[spread(hashText(v.text))] = true
			}
		}
		for h := range seen {
			out[c] = append(out[c], h)
		}
		slices.Sort(out[c])
		out[c] = out[c][:min(len(out[c]), K)]
	}
	return out
}

func (s columnSketch) rings(o columnSketch, columns int) bool {
	matched := 0
	for _, a := range s {
		for _, b := range o {
			if len(a) < 64 || len(b) < 64 { // categories
				continue
			}
			limit := min(a[len(a)-1], b[len(b)-1])
			inA, inB, both := 0, 0, 0
			for _, h := range a {
				if h <= limit {
					inA++
					_, found := slices.BinarySearch(b, h)
					both += bit(found)
				}
			}
			for _, h := range b {
				inB += bit(h <= limit)
			}
			if both >= minRows && 2*both >= min(inA, inB) {
				matched++
				break
			}
		}
	}
	return matched >= columns
}

// TestColumnsAloneAreNoProof prints what single-column sketches do with the same tables: they find copies, and ring for
// every other pair of tables that share customers.
func TestColumnsAloneAreNoProof(t *testing.T) {
	n := rounds(t, 3, 20)
	type score struct{ found, copies, false1, pairs int }
	var columns, two, rows score
	for i := range n {
		w := newWorld(uint64(i), 3000)
		tables := []*table{w.orders("NJ", 5000), w.orders("SH", 5000), w.customers(2500), w.customers(2000),
			w.insured("PA"), w.insured("CP"),
			w.monthly("HT", 3000), w.numbered(5000), w.dated(5000)}
		var cs []columnSketch
		var rs []*Sketch
		for _, x := range tables {
			cs, rs = append(cs, columnsOf(x)), append(rs, x.sketch(t))
		}
		for x := range tables {
			copied := shuffled(w.rng, tables[x].part(w.rng, 0.1))
			c, r := columnsOf(copied), copied.sketch(t)
			columns.copies, two.copies, rows.copies = columns.copies+1, two.copies+1, rows.copies+1
			columns.found += bit(c.rings(cs[x], 1))
			two.found += bit(c.rings(cs[x], 2))
			rows.found += bit(compare(t, r, rs[x]).Grade == Red)
			for y := range x {
				columns.pairs, two.pairs, rows.pairs = columns.pairs+1, two.pairs+1, rows.pairs+1
				columns.false1 += bit(cs[x].rings(cs[y], 1))
				two.false1 += bit(cs[x].rings(cs[y], 2))
				rows.false1 += bit(compare(t, rs[x], rs[y]).Grade == Red)
			}
		}
	}
	for _, l := range []struct {
		name string
		s    score
	}{{"one column contained", columns}, {"two columns contained", two}, {"this package, red", rows}} {
		t.Logf("%-22s found %d of %d copies of 10 %%; rings for %d of %d unrelated pairs", l.name,
			l.s.found, l.s.copies,
			l.s.false1, l.s.pairs)
	}
	if columns.false1 == 0 || rows.false1 > 0 {
		t.Error("the baseline rings for nothing, or rows ring for unrelated tables")
	}
}
