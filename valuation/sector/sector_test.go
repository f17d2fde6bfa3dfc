package sector

import (
	"errors"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

func TestEverySectorHasATemplate(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"agriculture", "city", "commerce", "culture_tourism", "emergency", "finance", "green", "health", "industrial",
		"science", "transport", "weather"}
	if len(all) != len(want) {
		t.Fatalf("%d templates", len(all))
	}
	for i, x := range all {
		if x.Sector != want[i] || len(x.Ranges) < 10 || len(x.Required) < 2 || len(x.Industries) == 0 {
			t.Errorf("%s: %d ranges, %d required", x.Sector, len(x.Ranges), len(x.Required))
		}
		for _, r := range x.Ranges {
			if r.Basis == Published {
				t.Errorf("%s %s claims a published source", x.Sector, r.Input) // none was found
			}
		}
	}
}

func graph(rate, k, life string) (*formula.Graph, []Part) {
	g := formula.New()
	in := func(name, v string) {
		g.Input(formula.Quantity{Name: name, Label: formula.Text{ZH: name, EN: name}}, decimal.Must(v))
	}
	in("royalty_2.royalty_rate", k)
	in("royalty_2.discount_rate", rate)
	if life != "" {
		in("royalty_2.life", life)
	}
	return g, []Part{{Kind: "income", Prefix: "royalty_2", Field: "approaches[1].royalty"}}
}

func TestAValueOutsideNeedsAReason(t *testing.T) {
	g, parts := graph("0.15", "0.35", "4")
	u := Use{Name: "transport"}
	_, err := u.Check(g, parts)
	if e := fault.From(err); !errors.Is(err, ErrOutside) || e.Field != "approaches[1].royalty.royalty_rate" {
		t.Errorf("%v at %s", err, fault.From(err).Field)
	}
	u.Reasons = map[string]string{"royalty_2.royalty_rate": "独家授权，合同已签"}
	r, err := u.Check(g, parts)
	if err != nil || len(r.Outside) != 1 || r.Outside[0].High != "0.20" || r.Outside[0].Reason == "" || r.Checked != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	g, parts = graph("0.15", "0.12", "4")
	if r, err := (Use{Name: "transport"}).Check(g, parts); err != nil || len(r.Outside) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestFaultsSayWhatIsMissing(t *testing.T) {
	g, parts := graph("0.15", "0.12", "")
	for _, c := range []struct {
		use   Use
		want  error
		field string
	}{
		{Use{Name: "moon"}, ErrUnknown, "sector.name"},
		{Use{Name: "transport"}, ErrRequired, "approaches[1].royalty"},
		{Use{Name: "transport", Reasons: map[string]string{"royalty.moon": "because"}}, ErrStray, "sector.reasons"},
		{Use{Name: "transport", Reasons: map[string]string{"royalty_2.royalty_rate": " x "}}, ErrReason, "sector.reasons.royalty_2.royalty_rate"},
	} {
		if _, err := c.use.Check(g, parts); !errors.Is(err, c.want) || fault.From(err).Field != c.field {
			t.Errorf("%+v: %v at %s", c.use, err, fault.From(err).Field)
		}
	}
}

func TestPatternsNameInputs(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"royalty.royalty_rate", "royalty.royalty_rate", true},
		{"royalty.royalty_rate", "royalty_3.royalty_rate", true},
		{"*.discount_rate", "excess_earnings.discount_rate", true},
		{"*.discount_rate", "excess_earnings.discount_rate.beta", false},
		{"market.comparables[*].quality", "market.comparables[12].quality", true},
		{"market.comparables[*].quality", "market.comparables[12].quality_score", false},
		{"market.comparables[*].quality", "market.quality", false},
		{"cost.profit_rate", "cost_expert9.profit_rate", false},
		{"quality.score", "quality.score", true},
	} {
		if matches(c.pattern, c.name) != c.want {
			t.Errorf("%s and %s", c.pattern, c.name)
		}
	}
}
