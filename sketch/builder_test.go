package sketch

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTheSameRowsGiveTheSameBytesHoweverTheyComeInParts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rapid.Uint64Range(0, 50).Draw(rt, "world"), 800)
		n := rapid.IntRange(1, 3000).Draw(rt, "rows")
		var a *table
		switch rapid.IntRange(0, 2).Draw(rt, "kind") {
		case 0:
			a = w.orders("NJ", n)
		case 1:
			a = w.readings(1+n/100, 40)
		default:
			a = w.monthly("HT", n/4+1)
		}
		if rapid.Bool().Draw(rt, "repeated rows") {
			a = a.with(a.part(w.rng, 0.2)).with(a.part(w.rng, 0.1))
		}
		want := a.sketch(t).Encode()

		mixed := a.part(w.rng, 1)
		builders := make([]*Builder, rapid.IntRange(1, 4).Draw(rt, "parts"))
		for i := range builders {
			builders[i], _ = NewBuilder(a.names, Options{})
		}
		for from := 0; from < len(mixed.rows); {
			to := min(from+1+w.rng.IntN(700), len(mixed.rows))
			b := w.rng.IntN(len(builders))
			builders[b].Block(&table{a.names, mixed.rows[from:to]})
			if w.rng.IntN(3) == 0 { // put aside and taken up again
				var err error
				if builders[b], err = Resume(builders[b].State(), Options{}); err != nil {
					rt.Fatal(err)
				}
			}
			from = to
		}
		for _, b := range builders[1:] {
			if err := builders[0].Merge(b); err != nil {
				rt.Fatal(err)
			}
		}
		if !bytes.Equal(builders[0].Sketch().Encode(), want) {
			rt.Fatal("the sketch depends on the order of rows, on how they were cut, or on a pause")
		}
		if again := a.builder(t).State(); !bytes.Equal(again, builders[0].State()) {
			rt.Fatal("the state does")
		}
	})
}

func TestComparisonsMirrorEachOther(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rapid.Uint64Range(0, 50).Draw(rt, "world"), 800)
		a := w.orders("NJ", rapid.IntRange(1, 2000).Draw(rt, "rows"))
		b := attacks[rapid.IntRange(0, len(attacks)-1).Draw(rt, "attack")].do(w.rng, a, w.orders("NJ", len(a.rows)))
		x, y := a.sketch(t), b.sketch(t)
		ab, ba := compare(t, x, y), compare(t, y, x)
		if ab.ContainmentAB != ba.ContainmentBA || ab.ContainmentBA != ba.ContainmentAB ||
			ab.Similarity != ba.Similarity ||
			ab.Grade != ba.Grade || ab.Basis != ba.Basis || ab.RowsMatched != ba.RowsMatched ||
			len(ab.Columns) != len(ba.Columns) {
			rt.Fatalf("not symmetric: %+v, %+v", ab, ba)
		}
		for _, e := range []Estimate{ab.ContainmentAB, ab.ContainmentBA, ab.Similarity} {
			if e.Low > e.Value || e.Value > e.High || e.High > 1e6 || e.Low < 0 {
				rt.Fatalf("estimate out of order: %+v", e)
			}
		}
		for _, c := range ab.Columns { // the order of equally sure pairs may differ
			mirror := ColumnMatch{A: c.B, B: c.A, Weight: c.Weight, ContainmentAB: c.ContainmentBA,
				ContainmentBA: c.ContainmentAB}
			if !slices.Contains(ba.Columns, mirror) {
				rt.Fatalf("pair %+v has no mirror in %+v", c, ba.Columns)
			}
		}
	})
}

func TestColumnsOfACopyAreMatchedByContent(t *testing.T) {
	w := newWorld(3, 5000)
	a := w.orders("NJ", 10_000)
	order := w.rng.Perm(len(a.names))
	m := compare(t, a.sketch(t), a.part(w.rng, 0.5).pickColumns(order).sketch(t))
	seen := 0
	for _, c := range m.Columns {
		i := slices.Index(a.names, c.A)
		var j int
		for k, from := range order {
			if from == i {
				j = k
			}
		}
		if want := "field_" + string(rune('0'+j%10)); j < 10 && c.B != want {
			t.Errorf("%s was matched with %s, not %s", c.A, c.B, want)
		}
		seen++
	}
	if seen < 7 {
		t.Errorf("%d columns matched", seen)
	}
}

func TestOmittedColumnsLeaveNoTrace(t *testing.T) {
	w := newWorld(1, 1000)
	a := w.orders("NJ", 2000)
	whole := a.builder(t)
	blank := a.change(3, func(string) string { return "" }).builder(t)
	x, y := whole.Sketch("手机号"), blank.Sketch("手机号")
	if !bytes.Equal(x.Encode(), y.Encode()) {
		t.Error("an omitted column changes the sketch")
	}
	for _, c := range x.Columns {
		if c.Name == "手机号" {
			t.Error("an omitted column is described")
		}
	}
}

func TestDistinctKeysAreWithinTheirError(t *testing.T) {
	w := newWorld(2, 10)
	for _, n := range []int{50, 256, 5_000, 60_000} {
		k := w.orders("NJ", n).sketch(t).Keys[0]
		if e := float64(k.Distinct)/float64(n) - 1; n <= K && e != 0 || e > 0.25 || e < -0.25 {
			t.Errorf("%d distinct keys: estimate %d", n, k.Distinct)
		}
	}
}

func TestWideTablesAreSketchedInBoundedSpace(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	tab := &table{}
	for range 240 {
		tab.names = append(tab.names, strings.Repeat("很长的名字", 9))
	}
	for range 300 {
		row := make([]string, 240)
		for c := range row {
			row[c] = fmt.Sprintf("%c%c%s", 'A'+c/26, 'A'+c%26, randomText(rng)[:min(c+5, 10)])
		}
		tab.rows = append(tab.rows, row)
	}
	s := tab.sketch(t)
	if n := len(s.Encode()); n > MaxBytes {
		t.Errorf("%d bytes", n)
	} else {
		t.Logf("%d bytes", n)
	}
	order := rng.Perm(100)
	for c := 100; c < 240; c++ {
		order = append(order, c)
	}
	if m := compare(t, s, tab.part(rng, 0.5).pickColumns(order).sketch(t)); m.Grade == None {
		t.Error("the copy of a wide table is not found")
	}
}

func randomText(rng *rand.Rand) string {
	b := make([]byte, 10)
	for i := range b {
		b[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[rng.IntN(36)]
	}
	return string(b)
}

func TestTablesWithoutColumnsOrRowsAreNoTrouble(t *testing.T) {
	if _, err := NewBuilder(nil, Options{}); err == nil {
		t.Error("a table without columns was taken")
	}
	b, _ := NewBuilder([]string{"x"}, Options{})
	s := b.Sketch()
	if m := compare(t, s, s); m.Grade != None {
		t.Errorf("%+v", m)
	}
	b.Add(nil)
	b.Add([][]byte{nil, []byte("beyond")})
	if b.Sketch().RowCount != 2 {
		t.Error("empty rows are not counted")
	}
}
