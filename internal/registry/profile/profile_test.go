package profile

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestTheNationalFileSaysWhatTheProgramSays(t *testing.T) {
	r, ok := Named("national-2026")
	if !ok || All()[0].Profile.Name != "national-2026" {
		t.Fatal("no national regime, or not first")
	}
	p := r.Profile
	p.Name, p.Version, p.Types = "", 0, nil
	if !reflect.DeepEqual(p, National()) {
		t.Errorf("file %+v, program %+v", p, National())
	}
}

// TestRegimeByRegime holds the figures that matter to a holder and a lender of each regime.
func TestRegimeByRegime(t *testing.T) {
	for name, want := range map[string]struct {
		validity, publicity, retention int
		evidence, renews               bool
		filing                         string
	}{
		"national-2026":    {60, 5, 20, false, true, ""},
		"beijing-ip-2023":  {36, 10, 20, true, true, "ip"},
		"shanghai-ip-2024": {36, 10, 20, true, true, "ip"},
		"zhejiang-ip-2023": {36, 10, 20, true, true, "ip"},
		"shenzhen-2023":    {36, 10, 30, false, false, "unified"},
		"public-data-2025": {36, 10, 20, false, true, "unified"},
	} {
		r, ok := Named(name)
		p := r.Profile
		if !ok || p.ValidityMonths != want.validity || p.PublicityDays != want.publicity || p.RetentionYears != want.retention ||
			p.EvidenceFirst != want.evidence || p.NoRenewal == want.renews || p.PledgeFiling != want.filing {
			t.Errorf("%s: %+v", name, p)
		}
		if len(r.Sources) < 4 || r.Title == "" || r.TitleEN == "" {
			t.Errorf("%s: %d sources, title %q", name, len(r.Sources), r.Title)
		}
		for _, s := range r.Sources {
			if !strings.Contains("read secondary memory platform", s.Sure) || s.Text == "" {
				t.Errorf("%s: source %+v", name, s)
			}
		}
	}
	if len(All()) != 6 {
		t.Errorf("%d regimes", len(All()))
	}
}

func TestFiguresOutOfRangeAreNoProfile(t *testing.T) {
	for field, change := range map[string]func(*Profile){
		"name":            func(p *Profile) { p.Name = "Shanghai IP" },
		"version":         func(p *Profile) { p.Version = 0 },
		"review_days":     func(p *Profile) { p.ReviewDays = 0 },
		"publicity_days":  func(p *Profile) { p.PublicityDays = -1 },
		"validity_months": func(p *Profile) { p.ValidityMonths = 1200 },
		"renewal_months":  func(p *Profile) { p.RenewalMonths = 0 },
		"types":           func(p *Profile) { p.Types = []string{"initial", "initial"} },
		"pledge_filing":   func(p *Profile) { p.PledgeFiling = "here" },
	} {
		r, _ := Named("zhejiang-ip-2023")
		p := r.Profile
		change(&p)
		if err := Check(p); !errors.Is(err, ErrProfile) || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: error = %v", field, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"national-2026", "shenzhen-2023"} {
		b, err := files.ReadFile("data/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Parse(b)
		if err == nil && Check(r.Profile) != nil {
			t.Error("parsed, but its figures cannot be")
		}
	})
}
