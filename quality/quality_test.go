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
				Newest: 20440, Future: 10},
			{Name: "column_4", Type: "text", Values: 500, Missing: 500, Fitting: 500, Personal: true},
		},
	}
}

func TestEveryIndicatorIsAOverB(t *testing.T) {
	r := Score(sample(), DefaultWeights())
	want := map[Measure][2]int64{
		"data_standard": {950, 1000}, "data_model": {4, 4}, "metadata": {3, 4}, "security": {3, 4},
		"element": {3400, 4000}, "record": {1000, 1004},
		"content": {855, 900}, "format": {3390, 3400}, "repetition": {980, 1000}, "uniqueness": {980, 1000},
		"dirty": {3999, 4000}, "same_data": {3391, 3400}, "period": {990, 1000}, "point": {30, 60},
		"accessible": {1, 1}, "available": {4, 4},
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
	// By hand: normativity (0.95+1+0.75+0.75)/4 = 862500; completeness (850000+996016)/2 = 923008; accuracy
	// (950000+997059+980000+980000+999750)/5 → 981362; consistency 997353; timeliness (990000+500000)/2 = 745000;
	// accessibility 1000000. By weight 86250 + 230752 + 294408.6 + 149602.95 + 74500 + 100000 = 935513.55.
	if r.TotalPPM != 935_514 || r.Grade != "A" {
		t.Errorf("total %d, grade %s", r.TotalPPM, r.Grade)
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
