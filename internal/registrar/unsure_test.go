package registrar

import (
	"testing"

	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/profile"
)

func TestAFigureThatNobodyCheckedIsMarkedWhereItDecides(t *testing.T) {
	r, ok := profile.Named("zhejiang-ip-2023")
	if !ok {
		t.Fatal("no such regime")
	}
	c := &registry.Case{Status: registry.CasePublicity, Terms: &r.Profile}
	if got := unsure(c); len(got) != 1 || got[0].Field != "publicity_days" || got[0].Text == "" {
		t.Errorf("in publicity: %+v", got)
	}
	if b, ok := basis(c, registry.ClockPublicity); !ok || b.Sure != "memory" {
		t.Errorf("the clock's figure: %+v", b)
	}
	c.Terms = nil // the national rules were read
	if got := unsure(c); len(got) != 0 {
		t.Errorf("the national figures: %+v", got)
	}
	if b, _ := basis(c, registry.ClockPublicity); b.Sure != "read" {
		t.Errorf("the national figure: %+v", b)
	}
}

func TestEveryFigureThatACaseRunsByHasASource(t *testing.T) {
	for _, r := range profile.All() {
		for _, field := range clockFigures {
			if b := r.Basis(field); b.Sure == "" || b.Text == "" {
				t.Errorf("%s: %s has no source", r.Profile.Name, field)
			}
		}
	}
}
