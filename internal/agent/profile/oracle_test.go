package profile

import (
	"encoding/csv"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// oracle is what a table of strings holds, reckoned the plain way.
type oracle struct{ rows [][]string }

func (o oracle) column(c int) (values []string, missing int) {
	for _, r := range o.rows {
		if s := r[c]; strings.TrimSpace(s) == "" || s == "N/A" {
			missing++
		} else {
			values = append(values, s)
		}
	}
	return values, missing
}

func distinctOf(values []string) int {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return len(set)
}

// TestSmallTablesAgreeWithAPlainReckoning: counts, different values, extremes, moments, quantiles, order, growth and
// repeated rows of random tables.
func TestSmallTablesAgreeWithAPlainReckoning(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 120).Draw(rt, "rows")
		o := oracle{}
		sorted := rapid.Bool().Draw(rt, "sorted")
		for i := range n {
			num := strconv.Itoa(rapid.IntRange(-50, 5000).Draw(rt, "num"))
			if sorted {
				num = strconv.Itoa(i * 3)
			}
			dec := strconv.FormatFloat(float64(rapid.IntRange(-999, 99999).Draw(rt, "cent"))/100, 'f', 2, 64)
			day := time.Date(2025, 1, 1+rapid.IntRange(0, 500).Draw(rt, "day"), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			word := rapid.SampledFrom([]string{"甲", "乙", "丙丁", "", "N/A", "  ", "戊己庚辛", "word"}).Draw(rt, "word")
			o.rows = append(o.rows, []string{num, dec, day, word})
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		_ = w.Write([]string{"num", "dec", "day", "word"})
		_ = w.WriteAll(o.rows)
		p := measured(t, text(t, b.String()), 1+n%3).Profile
		rows := map[string]bool{}
		for _, r := range o.rows {
			rows[strings.Join(r, "\x00")] = true
		}
		if p.Rows != int64(n) || p.Duplicate.Rows != int64(n-len(rows)) || p.SampleRows != int64(n) {
			rt.Fatalf("%d rows, %+v, want %d and %d", p.Rows, p.Duplicate, n, n-len(rows))
		}
		for c, col := range p.Columns {
			values, missing := o.column(c)
			if col.Values != int64(len(values)) || col.Missing != int64(missing) || col.Distinct != int64(distinctOf(values)) {
				rt.Fatalf("%+v: want %d values, %d missing, %d different", col, len(values), missing, distinctOf(values))
			}
		}
		o.numbers(rt, &p.Columns[1], 1)
		o.days(rt, &p.Columns[2])
		if sorted && p.Columns[0].Monotone != "strictly_increasing" {
			rt.Fatalf("%+v", p.Columns[0])
		}
	})
}

func (o oracle) numbers(t *rapid.T, c *Column, index int) {
	var xs []float64
	sum := 0.0
	for _, r := range o.rows {
		x, _ := strconv.ParseFloat(r[index], 64)
		xs = append(xs, x)
		sum += x
	}
	sort.Float64s(xs)
	n := float64(len(xs))
	mean := sum / n
	var m2, m3, m4 float64
	for _, x := range xs {
		d := x - mean
		m2 += d * d / n
		m3 += d * d * d / n
		m4 += d * d * d * d / n
	}
	near := func(what, got string, want float64) {
		x, err := strconv.ParseFloat(got, 64)
		if err != nil || math.Abs(x-want) > 1e-3*max(1, math.Abs(want)) {
			t.Fatalf("%s: %s, want %g of %v", what, got, want, xs)
		}
	}
	near("min", c.Number.Min, xs[0])
	near("max", c.Number.Max, xs[len(xs)-1])
	near("mean", c.Number.Mean, mean)
	near("deviation", c.Number.StdDev, math.Sqrt(m2*n/(n-1)))
	if m2 > 1e-6 {
		near("skewness", c.Number.Skewness, m3/math.Pow(m2, 1.5))
		near("kurtosis", c.Number.Kurtosis, m4/m2/m2-3)
	}
	near("median", c.Quantiles.P50, xs[int(math.Ceil(n*0.5))-1])
	near("p95", c.Quantiles.P95, xs[int(math.Ceil(n*0.95))-1])
	total := int64(0)
	for _, b := range c.Histogram.Bins {
		total += b.Count
	}
	if total != int64(len(xs)) || !c.Histogram.Exact {
		t.Fatalf("%+v", c.Histogram)
	}
}

func (o oracle) days(t *rapid.T, c *Column) {
	counts := map[string]int64{}
	first, last := "9", ""
	for _, r := range o.rows {
		first, last = min(first, r[2]), max(last, r[2])
	}
	a, _ := time.Parse(time.DateOnly, first)
	b, _ := time.Parse(time.DateOnly, last)
	cut := 7
	if b.Sub(a).Hours() <= dailySpan*24 {
		cut = 10
	}
	for _, r := range o.rows {
		counts[r[2][:cut]]++
	}
	if c.Time.Earliest != first || c.Time.Latest != last || len(c.Time.Growth) != len(counts) {
		t.Fatalf("%+v, want %s to %s, %v", c.Time, first, last, counts)
	}
	for _, g := range c.Time.Growth {
		if counts[g.Period] != g.Rows {
			t.Fatalf("%+v, want %v", g, counts)
		}
	}
}

// TestRelationsAreFound: a column that follows from another, two that follow from a pair, numbers that go together,
// values that are missing together, stand-ins, gaps.
func TestRelationsAreFound(t *testing.T) {
	var b strings.Builder
	b.WriteString("code,city,zone,x,y,pair,note,memo,day,qty\n")
	for i := range 2000 {
		code, zone := i*7%40, i%6
		note, memo := "有", "有"
		if i%5 == 0 {
			note, memo = "", ""
		}
		day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, i%12, i%20)
		if day.Month() == 7 {
			day = day.AddDate(0, 2, 0)
		}
		qty := i % 977
		if i%50 == 1 {
			qty = 99999
		}
		fmt.Fprintf(&b, "C%02d,城市%d,%d区,%d,%d.5,%d,%s,%s,%s,%d\n", code, code/4, zone, i, i*3+i%17, (code*5+zone*3)%23,
			note, memo, day.Format(time.DateOnly), qty)
	}
	p := measured(t, text(t, b.String()), 2).Profile
	found := map[string]bool{}
	for _, d := range p.Dependencies {
		found[strings.Join(d.Determinants, "+")+">"+d.Dependent] = true
	}
	for _, want := range []string{"code>city", "code+zone>pair"} {
		if !found[want] {
			t.Errorf("no dependency %s in %v", want, p.Dependencies)
		}
	}
	if found["city>code"] || found["zone>city"] {
		t.Errorf("too many: %v", p.Dependencies)
	}
	if c := p.Correlations[0]; c.A != "x" || c.B != "y" || c.Value < "0.99" {
		t.Errorf("%+v", p.Correlations)
	}
	m := p.MissingMatrix
	if len(m.Columns) != 2 || m.Together[0][1] != 400 || m.Together[0][0] != 400 {
		t.Errorf("%+v", m)
	}
	codes := map[string]bool{}
	for _, a := range p.Alerts {
		codes[a.Code+" "+a.Column] = true
	}
	for _, want := range []string{"sentinel qty", "growth_gap day", "correlated x", "high_nulls note"} {
		if !codes[want] {
			t.Errorf("no alert %s in %+v", want, p.Alerts)
		}
	}
}
