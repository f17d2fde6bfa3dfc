package quality

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/internal/reference"
)

func ppm(t *testing.T, s string) PPM {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q", s)
	}
	r.Mul(r, big.NewRat(one, 1))
	if !r.IsInt() {
		t.Fatalf("%s is finer than a millionth", s)
	}
	return r.Num().Int64()
}

func TestTotalAgreesWithTheReferenceCase(t *testing.T) {
	var f struct {
		Constructed []struct {
			ID    string
			W, S  any
			Score string
		}
	}
	reference.Load(t, "domain_cases.json", &f)
	for _, c := range f.Constructed {
		if c.ID != "C-QUALITY" {
			continue
		}
		w, scores := Weights{}, map[Dimension]PPM{}
		for _, d := range Dimensions {
			zh, _ := d.Name()
			w[d] = ppm(t, c.W.(map[string]any)[zh].(string))
			scores[d] = ppm(t, c.S.(map[string]any)[zh].(string))
		}
		if err := w.Check(); err != nil {
			t.Fatal(err)
		}
		if got, want := Total(scores, w), ppm(t, c.Score); got != want {
			t.Errorf("total %d, want %d", got, want)
		}
		return
	}
	t.Fatal("case C-QUALITY is missing")
}

func sample() Input {
	return Input{
		Rows: 1000, Ragged: 4, Repeated: 20, InvalidBytes: 1, Standard: true, AsOf: 20500, PeriodDays: 30,
		Columns: []Column{
			{Name: "id", Type: "code", Named: true, Values: 1000, Fitting: 990, Key: true, Distinct: 980},
			{Name: "uscc", Type: "code", Named: true, Values: 900, Missing: 100, Fitting: 900, Checked: 900,
				Correct: 855, Padded: 9},
			{Name: "day", Type: "date", Named: true, Values: 1000, Fitting: 1000, Dates: 1000, InForm: 950,
				Newest: 20440},
			{Name: "column_4", Type: "text", Values: 500, Missing: 500, Fitting: 500},
		},
	}
}

func TestEveryIndicatorIsAOverB(t *testing.T) {
	r := Score(sample(), DefaultWeights())
	want := map[string][2]int64{
		"type": {3390, 3400}, "date_form": {950, 1000}, "element": {3400, 4000}, "record": {1000,
			1004}, "check_digit": {855, 900},
		"no_repeat": {980, 1000}, "unique_key": {980, 1000}, "clean_text": {3999, 4000}, "one_writing": {3391, 3400},
		"not_future": {1, 1}, "fresh": {30, 60}, "named": {3, 4}, "encoding": {1, 1},
	}
	for _, d := range r.Dimensions {
		if !d.Assessed {
			t.Errorf("%s is not assessed", d.Dimension)
		}
		for _, i := range d.Indicators {
			if w := want[i.Code]; i.A != w[0] || i.B != w[1] || i.PPM != Ratio(w[0], w[1]) {
				t.Errorf("%s: %d/%d = %d, want %d/%d", i.Code, i.A, i.B, i.PPM, w[0], w[1])
			}
			delete(want, i.Code)
		}
	}
	if len(want) > 0 {
		t.Errorf("missing %v", want)
	}
	// By hand: (997059+950000)/2 → 973530, (850000+996016)/2 = 923008, (950000+980000+980000+999750)/4 → 977438,
	// 997353, (1000000+500000)/2, (750000+1000000)/2; by weight 97353 + 230752 + 293231.4 + 149602.95 + 75000 + 87500.
	if r.TotalPPM != 933439 {
		t.Errorf("total %d", r.TotalPPM)
	}
}

func TestADimensionWithoutEvidenceGivesItsWeightAway(t *testing.T) {
	in := sample()
	in.Columns[2].Dates = 0
	r := Score(in, DefaultWeights())
	for _, d := range r.Dimensions {
		if d.Assessed == (d.Dimension == Timeliness) {
			t.Errorf("%s assessed %v", d.Dimension, d.Assessed)
		}
	}
	if got := Total(map[Dimension]PPM{Accuracy: 800_000, Consistency: 500_000}, DefaultWeights()); got != 700_000 {
		t.Errorf("total of two dimensions %d", got)
	}
	if got := Total(nil, DefaultWeights()); got != 0 {
		t.Errorf("total of nothing %d", got)
	}
}

func TestWeightsAddUp(t *testing.T) {
	if err := DefaultWeights().Check(); err != nil {
		t.Error(err)
	}
	for _, w := range []Weights{nil, {Accuracy: one + 1}, {Accuracy: 1_100_000, Consistency: -100_000},
		{Accuracy: one, "taste": 0, "a": 0, "b": 0, "c": 0, "d": 0, "e": 0}} {
		if w.Check() == nil {
			t.Errorf("%v passes", w)
		}
	}
}

func TestScoresStayBetweenZeroAndOneAndFallWithDirt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<40)
		in := Input{Rows: n.Draw(t, "rows"), Ragged: n.Draw(t, "ragged"), Repeated: n.Draw(t, "repeated"),
			InvalidBytes: n.Draw(t, "invalid"), AsOf: n.Draw(t, "asof"), PeriodDays: n.Draw(t, "period")}
		in.Columns = []Column{{Values: n.Draw(t, "values"), Missing: n.Draw(t, "missing"), Fitting: n.Draw(t,
			"fitting"), Dates: n.Draw(t, "dates"), Newest: n.Draw(t, "newest")}}
		r := Score(in, DefaultWeights())
		if r.TotalPPM < 0 || r.TotalPPM > one {
			t.Fatalf("total %d", r.TotalPPM)
		}
		worse := in
		worse.Columns = append([]Column(nil), in.Columns...)
		worse.Columns[0].Missing += n.Draw(t, "more")
		if w := Score(worse, DefaultWeights()); w.TotalPPM > r.TotalPPM &&
			in.Columns[0].Values+in.Columns[0].Missing > in.InvalidBytes && in.InvalidBytes == 0 {
			t.Fatalf("more missing cells raise the score from %d to %d", r.TotalPPM, w.TotalPPM)
		}
	})
}

func TestDriftNamesWhatChanged(t *testing.T) {
	before := Snapshot{Rows: 1000, Columns: []Column{
		{Name: "a", Type: "integer", Values: 1000, Distinct: 10}, {Name: "b", Type: "date", Values: 990, Missing: 10,
			Distinct: 500}, {Name: "c", Type: "text", Values: 1},
	}}
	after := Snapshot{Rows: 800, Columns: []Column{
		{Name: "b", Type: "text", Values: 700, Missing: 100, Distinct: 490}, {Name: "a", Type: "integer", Values: 800,
			Distinct: 3}, {Name: "d", Type: "text", Values: 1},
	}}
	want := []Change{
		{Kind: "rows", DeltaPPM: -200_000}, {Kind: "distinct", Column: "a", DeltaPPM: -700_000}, {Kind: "type",
			Column: "b", Before: "date", After: "text"},
		{Kind: "missing", Column: "b", DeltaPPM: 115_000}, {Kind: "column_removed", Column: "c",
			Before: "text"}, {Kind: "column_added", Column: "d", After: "text"},
	}
	got := Drift(before, after)
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
	if d := Drift(before, before); len(d) != 0 {
		t.Errorf("nothing changed: %+v", d)
	}
}

func TestRelativeChangeIsBounded(t *testing.T) {
	for _, c := range [][3]int64{{100, 100, 0}, {100, 150, 500_000}, {100, 350, 2_500_000}, {100, 0, -one}, {0, 5,
		maxRelative}, {1, 1 << 60, maxRelative}, {3, 2, -333_333}} {
		if got := Relative(c[0], c[1]); got != c[2] {
			t.Errorf("Relative(%d, %d) = %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

func TestPSI(t *testing.T) {
	if got := PSI([]int64{50, 50}, []int64{50, 50}); got != 0 {
		t.Errorf("same: %d", got)
	}
	// (0.7−0.5)·ln(1.4) + (0.3−0.5)·ln(0.6) = 0.169459…
	if got := PSI([]int64{50, 50}, []int64{70, 30}); got != 169_460 {
		t.Errorf("moved: %d", got)
	}
	if got := PSI(nil, []int64{1}); got != 0 {
		t.Errorf("empty: %d", got)
	}
}
