package disposal

import (
	"bytes"
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/decimal"
)

const example = "../../examples/disposal/lender.yaml"

func load(t *testing.T, changes ...string) (Parameters, error) {
	t.Helper()
	b, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(changes); i += 2 {
		if !bytes.Contains(b, []byte(changes[i])) {
			t.Fatalf("the example does not hold %s", changes[i])
		}
		b = bytes.Replace(b, []byte(changes[i]), []byte(changes[i+1]), 1)
	}
	return Decode(b, "lender.yaml")
}

func view(t *testing.T, changes ...string) View {
	t.Helper()
	p, err := load(t, changes...)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Of(p, 474_73*money.Wan/100)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func result(t *testing.T, v View, key string) float64 {
	t.Helper()
	for _, r := range v.Graph.Rows() {
		if r.Key == key {
			return v.Graph.Value(r.Node).Float64()
		}
	}
	t.Fatalf("no line %s", key)
	return 0
}

const triangular = "triangular: {low: 3, mode: 8, high: 18}"

// TestClosedFormsAgreeWithIntegration compares E[e^(−sT)] and the quantile of every distribution with sums over its density.
func TestClosedFormsAgreeWithIntegration(t *testing.T) {
	for file, density := range map[string]func(x float64) float64{
		triangular: func(x float64) float64 {
			switch {
			case x < 3 || x > 18:
				return 0
			case x < 8:
				return 2 * (x - 3) / (15 * 5)
			}
			return 2 * (18 - x) / (15 * 10)
		},
		"uniform: {low: 2, high: 10}": func(x float64) float64 {
			if x < 2 || x > 10 {
				return 0
			}
			return 1. / 8
		},
		"exponential: 9": func(x float64) float64 { return math.Exp(-x/9) / 9 },
	} {
		v := view(t, triangular, file)
		s, tp := result(t, v, "rate_and_decay"), result(t, v, "long_time")
		const step = 1e-4
		laplace, below := 0.0, 0.0
		for x := step / 2; x < 300; x += step {
			p := density(x) * step
			laplace += p * math.Exp(-s*x)
			if x < tp {
				below += p
			}
		}
		if got := result(t, v, "delay"); math.Abs(got-laplace) > 1e-6 {
			t.Errorf("%s: L(s) = %.9f, integration gives %.9f", file, got, laplace)
		}
		if math.Abs(below-0.9) > 1e-4 {
			t.Errorf("%s: %.5f of the times lie under the 90 %% quantile %.4f", file, below, tp)
		}
	}
}

// TestAFixedTimeByHand: 1,000,000 sold after 12 months, value halves in 12, 25 % a year: price·½/1.25.
func TestAFixedTimeByHand(t *testing.T) {
	p, err := load(t, triangular, "fixed: 12", "half_life: 30", "half_life: 12", "rate: 0.08", "rate: 0.25")
	if err != nil {
		t.Fatal(err)
	}
	v, err := Of(p, 1_000_000*money.Yuan)
	if err != nil {
		t.Fatal(err)
	}
	price := 1_000_000 * 0.6 * 0.85 * 0.94 * 0.5 / 1.25
	rho := math.Log(1.25) / 12
	want := price - 80_000 - 3000*(1-1/1.25)/rho
	if got := float64(v.ForcedFen) / 100; math.Abs(got-want) > 0.006 || v.PrudentFen != v.ForcedFen {
		t.Errorf("forced-sale value %.2f, want %.2f; prudent %s", got, want, v.PrudentFen)
	}
}

func TestTheRateFollowsTheRecovery(t *testing.T) {
	base := view(t)
	if base.PrudentFen >= base.ForcedFen || base.LateFen >= base.PrudentFen || base.PledgeBP != base.SupportedBP {
		t.Errorf("%+v", base)
	}
	owed := result(t, base, "owed")
	if loss := float64(base.LoanFen)*owed - float64(base.LateFen); loss > 0 {
		t.Errorf("at the highest rate the recovery lacks %.2f fen", loss)
	}
	for _, worse := range [][2]string{{"discount: 0.40", "discount: 0.50"}, {"no_sale: 0.15", "no_sale: 0.3"},
		{"half_life: 30", "half_life: 12"}, {"rate: 0.08", "rate: 0.2"}, {"fixed: 80000", "fixed: 500000"},
		{"term: 12", "term: 36"}, {"unpaid_months: 6", "unpaid_months: 24"}, {"mode: 8, high: 18", "mode: 12, high: 40"}} {
		if v := view(t, worse[0], worse[1]); v.SupportedBP >= base.SupportedBP {
			t.Errorf("%s does not lower the rate: %d bp", worse[1], v.SupportedBP)
		}
	}
	if v := view(t, "cap: 0.50", "cap: 0.10"); v.PledgeBP != 1000 || v.SupportedBP != base.SupportedBP {
		t.Errorf("the cap does not bind: %d bp", v.PledgeBP)
	}
	if v := view(t, "fixed: 80000", "fixed: 90000000"); v.ForcedFen != 0 || v.LoanFen != 0 {
		t.Errorf("worth less than nothing: %+v", v)
	}
	if !bytes.Equal(view(t).JSON(), base.JSON()) {
		t.Error("the same file gives other bytes")
	}
}

func TestFaultsNameTheirLine(t *testing.T) {
	for _, c := range []struct {
		old, now string
		want     error
		field    string
	}{
		{"discount: 0.40", "discount: 40", ErrRange, "discount"},
		{"discount: 0.40", "discount: NaN", decimal.ErrNumber, "discount"},
		{"cap: 0.50", "#", ErrMissing, "cap"},
		{"  no_sale: 判断", "#", ErrSource, "no_sale"},
		{"  no_sale: 判断", "  no_sale: 判断\n  moon: x", ErrUnknownSource, "sources.moon"},
		{"mode: 8", "mode: 80", ErrTime, "time_to_sell"},
		{triangular, "fixed: 3\n  exponential: 4", ErrTime, "time_to_sell"},
		{"half_life: 30", "half_life: 0", ErrRange, "half_life"},
		{"rate: 0.08", "rate: -0.08", ErrRange, "rate"},
	} {
		_, err := load(t, c.old, c.now)
		if e := fault.From(err); !errors.Is(err, c.want) || e.Field != c.field || e.Line < 2 && c.now != "#" {
			t.Errorf("%s → %s: %v at %s, line %d", c.old, c.now, err, e.Field, e.Line)
		}
	}
}

func TestTheTextIsThereInBothLanguages(t *testing.T) {
	for l, want := range map[valuation.Lang]string{valuation.ZH: "建议最高质押率", valuation.EN: "highest pledge rate"} {
		var b strings.Builder
		if err := view(t).WriteText(&b, l); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%v\n%s", err, b.String())
		}
	}
}

func FuzzDecode(f *testing.F) {
	b, err := os.ReadFile(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Decode(b, "f")
		if err != nil {
			return
		}
		if v, err := Of(p, 1_000_000_00); err == nil && (v.LoanFen > 1_000_000_00 || v.ForcedFen < 0) {
			t.Errorf("%+v", v)
		}
	})
}
