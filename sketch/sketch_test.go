package sketch

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// table is a small in-memory table for tests.
type table struct {
	names []string
	rows  [][][]byte
}

func (t table) sketch(tb testing.TB) *Sketch {
	tb.Helper()
	b, err := NewBuilder(t.names, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range t.rows {
		b.Add(r)
	}
	return b.Sketch()
}

// trips makes n rows of a vehicle-trip table.
func trips(rng *rand.Rand, n int) table {
	t := table{names: []string{"行程编号", "车辆编码", "区县", "上车时间", "里程", "金额", "夜间"}}
	districts := []string{"玄武区", "秦淮区", "建邺区", "鼓楼区", "浦口区", "栖霞区"}
	for range n {
		t.rows = append(t.rows, [][]byte{
			fmt.Appendf(nil, "T%012x", rng.Uint64()&(1<<48-1)), fmt.Appendf(nil, "V%06x", rng.IntN(5000)*7919),
			[]byte(districts[rng.IntN(len(districts))]),
			fmt.Appendf(nil, "2026-%02d-%02d %02d:%02d:%02d", 1+rng.IntN(12), 1+rng.IntN(28), rng.IntN(24), rng.IntN(60),
				rng.IntN(60)),
			fmt.Appendf(nil, "%d.%d", rng.IntN(40), rng.IntN(10)),
			fmt.Appendf(nil, "%d.%02d", rng.IntN(200), rng.IntN(100)),
			[]byte([]string{"是", "否"}[rng.IntN(2)]),
		})
	}
	return t
}

// copied takes part of t's rows, adds fresh ones, renames and re-orders columns, and shuffles rows.
func copied(rng *rand.Rand, t table, taken, fresh int) table {
	c := table{names: make([]string, len(t.names))}
	order := rng.Perm(len(t.names))
	for i := range c.names {
		c.names[i] = fmt.Sprintf("field_%d", i)
	}
	perm := rng.Perm(len(t.rows))[:taken]
	rows := append([][][]byte(nil), trips(rng, fresh).rows...)
	for _, p := range perm {
		rows = append(rows, t.rows[p])
	}
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	for _, r := range rows {
		row := make([][]byte, len(r))
		for i, p := range order {
			row[i] = r[p]
		}
		c.rows = append(c.rows, row)
	}
	return c
}

func compare(tb testing.TB, a, b *Sketch) Match {
	tb.Helper()
	m, err := Compare(a, b)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func TestPartialCopyIsFoundWithBothContainments(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		a := trips(rng, 20_000)
		b := copied(rng, a, 14_000, 6_000) // 70 % of each is in the other
		m := compare(t, a.sketch(t), b.sketch(t))
		if m.Grade != Red || m.Basis != ByRows {
			t.Fatalf("seed %d: grade %s by %s", seed, m.Grade, m.Basis)
		}
		if ab, ba := m.ContainmentAB.Share(), m.ContainmentBA.Share(); math.Abs(ab-0.7) > 0.05 || math.Abs(ba-0.7) > 0.05 {
			t.Errorf("seed %d: containment %.3f and %.3f, want 0.70 ± 0.05", seed, ab, ba)
		}
		if j := m.Similarity.Share(); math.Abs(j-14.0/26) > 0.05 {
			t.Errorf("seed %d: similarity %.3f, want 0.538 ± 0.05", seed, j)
		}
	}
}

func TestSmallSampleOfALargeTableIsContainedInIt(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	a := trips(rng, 50_000)
	b := copied(rng, a, 1_500, 0) // 3 %
	m := compare(t, a.sketch(t), b.sketch(t))
	if m.Grade != Red || m.ContainmentBA.Share() < 0.95 || math.Abs(m.ContainmentAB.Share()-0.03) > 0.02 {
		t.Errorf("%+v", m)
	}
}

func TestColumnsOfACopyAreMatchedByContent(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	a := trips(rng, 20_000)
	b := copied(rng, a, 14_000, 6_000)
	m := compare(t, a.sketch(t), b.sketch(t))
	// Whatever the new names, a matched pair must hold the same values: look the first copied row up.
	where := map[string]int{}
	for i, n := range b.names {
		where[n] = i
	}
	pairs := map[string]string{}
	for _, c := range m.Columns {
		pairs[c.A] = c.B
	}
	for _, name := range []string{"行程编号", "车辆编码"} {
		i, j := slices.Index(a.names, name), where[pairs[name]]
		if a.rows[0][i][0] != b.rows[0][j][0] { // trip numbers begin with T, vehicle codes with V
			t.Errorf("%s was matched with %s", name, pairs[name])
		}
	}
	if m.Columns[0].Weight == 0 {
		t.Error("the surest pair weighs nothing")
	}
}

func TestUnrelatedTablesSharingCategoriesDoNotMatch(t *testing.T) {
	for seed := range uint64(10) {
		a := trips(rand.New(rand.NewPCG(seed, 10)), 20_000)
		b := trips(rand.New(rand.NewPCG(seed, 11)), 15_000)
		m := compare(t, a.sketch(t), b.sketch(t))
		if m.Grade != None || m.ContainmentAB.Share() >= 0.05 ||
			m.ContainmentBA.Share() >= 0.05 || m.Similarity.Share() >= 0.05 {
			t.Errorf("seed %d: %s %+v", seed, m.Grade, m.ContainmentAB)
		}
	}
}

// census makes a table with nothing but categories, dates and running numbers.
func census(rng *rand.Rand, n int, numbered bool) table {
	t := table{names: []string{"省份", "性别", "年份", "是否", "序号"}}
	for i := range n {
		row := [][]byte{fmt.Appendf(nil, "省%d", rng.IntN(31)), []byte([]string{"男", "女"}[rng.IntN(2)]),
			fmt.Appendf(nil, "%d", 2020+rng.IntN(6)), []byte([]string{"是", "否"}[rng.IntN(2)]), nil}
		if numbered {
			row[4] = fmt.Appendf(nil, "%d", i+1)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func TestTablesOfCategoriesAndRunningNumbersDoNotMatch(t *testing.T) {
	for _, numbered := range []bool{false, true} {
		a := census(rand.New(rand.NewPCG(1, 1)), 30_000, numbered)
		b := census(rand.New(rand.NewPCG(2, 1)), 30_000, numbered)
		if m := compare(t, a.sketch(t), b.sketch(t)); m.Grade != None || m.ContainmentAB.Share() >= 0.05 {
			t.Errorf("numbered %v: %s %+v", numbered, m.Grade, m)
		}
	}
}

func TestSameCustomersInUnrelatedTablesDoNotMatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	a, b := table{names: []string{"客户", "订单", "金额"}}, table{names: []string{"cust", "ticket", "note"}}
	for range 20_000 {
		c := fmt.Appendf(nil, "C%08x", rng.IntN(8000)*7919)
		a.rows = append(a.rows, [][]byte{c, fmt.Appendf(nil, "O%014x", rng.Uint64()>>8),
			fmt.Appendf(nil, "%d.00", rng.IntN(900))})
		b.rows = append(b.rows, [][]byte{c, fmt.Appendf(nil, "K%014x", rng.Uint64()>>8),
			fmt.Appendf(nil, "备注 %x", rng.Uint64()>>20)})
	}
	if m := compare(t, a.sketch(t), b.sketch(t)); m.Grade != None || m.ContainmentAB.Share() >= 0.05 {
		t.Errorf("%s %+v", m.Grade, m)
	}
}

func TestCopyWithADroppedColumnIsAmber(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	a := trips(rng, 20_000)
	b := copied(rng, a, 18_000, 0)
	for i, r := range b.rows {
		for j, c := range r {
			if len(c) == 3 { // 是/否
				b.rows[i][j] = nil
			}
		}
	}
	m := compare(t, a.sketch(t), b.sketch(t))
	if m.Grade != Amber || m.Basis != ByColumns || m.ContainmentBA.Share() < 0.9 {
		t.Errorf("%s by %s: %+v", m.Grade, m.Basis, m.ContainmentBA)
	}
}

func TestReformattedCopyIsRed(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 4))
	a := trips(rng, 5_000)
	b := copied(rng, a, 3_500, 1_500)
	for _, r := range b.rows {
		for j, c := range r {
			if len(c) == 19 { // 2026-01-02 03:04:05
				r[j] = bytes.ReplaceAll(c, []byte("-"), []byte("/"))
			} else if c[0] == 'T' || c[0] == 'V' {
				r[j] = append([]byte("　"), bytes.ToLower(c)...)
			}
		}
	}
	if m := compare(t, a.sketch(t), b.sketch(t)); m.Grade != Red || math.Abs(m.ContainmentBA.Share()-0.7) > 0.05 {
		t.Errorf("%s %+v", m.Grade, m.ContainmentBA)
	}
}

func TestOrderPartsAndDirectionDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 4000).Draw(rt, "rows")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		a := trips(rng, n)
		whole := a.sketch(t)

		shuffled := table{a.names, slices.Clone(a.rows)}
		rng.Shuffle(n, func(i, j int) { shuffled.rows[i], shuffled.rows[j] = shuffled.rows[j], shuffled.rows[i] })
		cut := rapid.IntRange(0, n).Draw(rt, "cut")
		x, _ := NewBuilder(a.names, Options{})
		y, _ := NewBuilder(a.names, Options{})
		for i, r := range shuffled.rows {
			if i < cut {
				x.Add(r)
			} else {
				y.Add(r)
			}
		}
		if err := x.Merge(y); err != nil {
			rt.Fatal(err)
		}
		if !bytes.Equal(whole.Encode(), x.Sketch().Encode()) {
			rt.Fatal("the sketch depends on order or on how the table was cut")
		}
		b := copied(rng, a, n/2, n/3).sketch(t)
		ab, ba := compare(t, whole, b), compare(t, b, whole)
		if ab.ContainmentAB != ba.ContainmentBA || ab.ContainmentBA != ba.ContainmentAB || ab.Similarity != ba.Similarity ||
			ab.Grade != ba.Grade || len(ab.Columns) != len(ba.Columns) {
			rt.Fatalf("not symmetric: %+v, %+v", ab, ba)
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

func TestDistinctCountIsWithinItsError(t *testing.T) {
	for _, n := range []int{10, 1024, 5_000, 200_000} {
		b, _ := NewBuilder([]string{"x"}, Options{})
		for i := range n {
			cell := fmt.Appendf(nil, "v%d", i)
			b.Add([][]byte{cell})
			b.Add([][]byte{cell})
		}
		c := b.Sketch().Columns[0]
		if e := math.Abs(float64(c.Distinct)/float64(n) - 1); n <= 1024 && e > 0 || e > 4/math.Sqrt(1024) {
			t.Errorf("%d distinct values: estimate %d", n, c.Distinct)
		}
		if c.Cells != int64(2*n) {
			t.Errorf("%d cells, want %d", c.Cells, 2*n)
		}
	}
}

func TestOmittedColumnsLeaveNoTrace(t *testing.T) {
	a := trips(rand.New(rand.NewPCG(1, 1)), 1000)
	with, _ := NewBuilder(a.names, Options{Omit: []string{"车辆编码"}})
	blank, _ := NewBuilder(a.names, Options{Omit: []string{"车辆编码"}})
	for _, r := range a.rows {
		with.Add(r)
		r = slices.Clone(r)
		r[1] = nil
		blank.Add(r)
	}
	if !bytes.Equal(with.Sketch().Encode(), blank.Sketch().Encode()) {
		t.Error("an omitted column changes the sketch")
	}
}

func TestSketchesOfDifferentKeysAreRefused(t *testing.T) {
	a, _ := NewBuilder([]string{"x"}, Options{})
	b, _ := NewBuilder([]string{"x"}, Options{Key: []byte("other")})
	if _, err := Compare(a.Sketch(), b.Sketch()); err == nil {
		t.Error("compared")
	}
	if err := a.Merge(b); err == nil {
		t.Error("merged")
	}
}
