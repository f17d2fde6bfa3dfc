package sketch

import (
	"fmt"
	"slices"
	"testing"
)

// hits counts the postings of a registered sketch that a new one's tags meet.
func hits(registered, asked *Sketch) int {
	tags := map[uint64]bool{}
	for _, t := range asked.Tags() {
		tags[t] = true
	}
	n := 0
	for _, p := range Postings(registered) {
		n += bit(tags[p])
	}
	return n
}

// TestPostingsFindWhatIsHeldInPart measures how often an index of postings names the registered table, asked with all
// tags of a copy: the copy may be the part or the whole.
func TestPostingsFindWhatIsHeldInPart(t *testing.T) {
	n := rounds(t, 12, 100)
	shares := []float64{1, 0.5, 0.1, 0.07, 0.03}
	type found struct{ part, whole int }
	results := make([][]found, len(shares))
	for i := range results {
		results[i] = make([]found, len(kindsOfTable))
	}
	for ki, kind := range kindsOfTable {
		for i := range n {
			w := newWorld(uint64(1000*ki+i), 20_000)
			tab, _ := kind.make(w)
			original := tab.sketch(t)
			if p := Postings(original); len(p) > MaxPostings || !slices.IsSorted(p) || len(slices.Compact(slices.Clone(p))) != len(p) {
				t.Fatal("postings are too many, repeated or out of order")
			}
			for si, share := range shares {
				copied := shuffled(w.rng, tab.part(w.rng, share)).sketch(t)
				results[si][ki].part += bit(hits(original, copied) > 0)
				results[si][ki].whole += bit(hits(copied, original) > 0)
			}
		}
	}
	for si, share := range shares {
		line := fmt.Sprintf("copy of %3.0f %% of the rows:", 100*share)
		for ki, kind := range kindsOfTable {
			r := results[si][ki]
			line += fmt.Sprintf("  %s %3.0f%% / %3.0f%%", kind.name, 100*float64(r.part)/float64(n), 100*float64(r.whole)/float64(n))
			if share >= 0.5 && (r.part < n || r.whole < n) {
				t.Errorf("%s: half of the rows, found %d and %d of %d", kind.name, r.part, r.whole, n)
			}
		}
		t.Log(line + "  (the whole is registered / the part is)")
	}
}

func TestUnrelatedTablesShareNoPostings(t *testing.T) {
	for i := range 4 {
		w := newWorld(uint64(i), 3000)
		sketches := []*Sketch{w.orders("NJ", 5000).sketch(t), w.orders("NJ", 5000).sketch(t),
			w.customers(2500).sketch(t),
			w.customers(2500).sketch(t), w.insured("PA").sketch(t), w.monthly("HT", 3000).sketch(t)}
		for x, a := range sketches {
			for y, b := range sketches {
				if n := hits(a, b); x != y && n > 2 {
					t.Errorf("tables %d and %d share %d postings", x, y, n)
				}
			}
		}
	}
}
