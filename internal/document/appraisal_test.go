package document

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/disposal"
)

// report is an example's report, with a lender's view where asked for.
func report(t testing.TB, path string, l valuation.Lang) *Appraisal {
	t.Helper()
	read := func(path string) []byte {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	f, err := valuation.Decode(read(path), path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := valuation.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Report(f)
	if err != nil {
		t.Fatal(err)
	}
	p, err := disposal.Decode(read("../../examples/disposal/lender.yaml"), "lender.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := disposal.Of(p, r.ValueFen)
	if err != nil {
		t.Fatal(err)
	}
	return &Appraisal{Model: m, Report: r, Lender: &v, Lang: l, Made: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)}
}

func TestEveryExampleIsDrawnTheSameEveryTime(t *testing.T) {
	files, err := filepath.Glob("../../examples/valuation/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatal("no examples", err)
	}
	for _, path := range files {
		for _, l := range []valuation.Lang{valuation.ZH, valuation.EN} {
			a, err := report(t, path, l).PDF()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(a, []byte("%PDF-")) || len(a) > 500<<10 {
				t.Errorf("%s: not a PDF of a sane size: %d bytes", path, len(a))
			}
			if l == valuation.ZH {
				if b, _ := report(t, path, l).PDF(); !bytes.Equal(a, b) {
					t.Errorf("two drawings of %s differ", path)
				}
			}
			if *keep != "" {
				name := strings.TrimSuffix(filepath.Base(path), ".yaml") + "-" + string(l) + ".pdf"
				if err := os.WriteFile(filepath.Join(*keep, name), a, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestNothingIsDrawnBelowTheFoot fills pages with rows of every height.
func TestNothingIsDrawnBelowTheFoot(t *testing.T) {
	f, err := newFlow(valuation.ZH, 9, "x")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for i := range 120 {
		rows = append(rows, []string{strings.Repeat("很长的说明文字，", i%40), "1"})
	}
	pages := f.PageNo()
	for _, r := range rows {
		f.table([]column{{3, false}, {1, true}}, []string{"a", "b"}, [][]string{r})
		if f.y > flowBottom+3 {
			t.Errorf("a row ends at %.1f mm", f.y)
		}
	}
	if f.PageNo() < pages+3 {
		t.Errorf("%d pages", f.PageNo())
	}
}

func TestPicturesBearAnyFigures(t *testing.T) {
	f, err := newFlow(valuation.EN, 1, "x")
	if err != nil {
		t.Fatal(err)
	}
	show := func(float64) string { return "1" }
	f.tornado(nil, 0, show)
	f.tornado([]bar{{"a", "1", "1", 0, 0}, {"b", "1", "2", -5, 7}}, 0, show)
	f.histogram([]int{0, 0}, 1, 1, nil, nil, show)
	f.histogram([]int{0, 3, 0}, -1, 5, []float64{9, 0}, []string{"out", "in"}, show)
	f.waterfall([]step{{"a", 0, false}, {"b", 0, true}}, show)
	f.waterfall([]step{{"a", -3, false}, {"b", 5, false}, {"c", 2, true}}, show)
	f.radar([]string{"a", "b", "c"}, []float64{-1, 2, 0.5})
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkAppraisal(b *testing.B) {
	a := report(b, "../../examples/valuation/market.yaml", valuation.ZH)
	for b.Loop() {
		if _, err := a.PDF(); err != nil {
			b.Fatal(err)
		}
	}
}
