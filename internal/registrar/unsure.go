package registrar

import (
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/profile"
)

// clockFigures are the figures of a regime that a clock runs by.
var clockFigures = map[registry.ClockName]string{
	registry.ClockAcceptance: "acceptance_days", registry.ClockCorrection: "correction_days", registry.ClockReview: "review_days",
	registry.ClockPublicity: "publicity_days", registry.ClockObjection: "objection_days", registry.ClockNotice: "notice_days",
}

// regimeOf is the regime a case goes by with the sources of its figures; ok is false where a registrar adopted one that does
// not come with the program.
func regimeOf(c *registry.Case) (profile.Regime, bool) {
	if c.Terms != nil {
		return profile.Named(c.Terms.Name)
	}
	return profile.Named("national-2026")
}

// basis says where the figure that a clock runs by comes from.
func basis(c *registry.Case, name registry.ClockName) (profile.Basis, bool) {
	r, ok := regimeOf(c)
	field := clockFigures[name]
	if !ok || field == "" {
		return profile.Basis{}, false
	}
	return r.Basis(field), true
}

// unsure lists the figures that decide what a registrar does next with a case and that nobody has checked against the text
// of the rules.
func unsure(c *registry.Case) []profile.Basis {
	r, ok := regimeOf(c)
	if !ok {
		return nil
	}
	var fields []string
	switch c.Status {
	case registry.CaseFiled, registry.CaseCorrecting:
		fields = []string{"acceptance_days", "correction_days"}
	case registry.CaseReviewing:
		fields = []string{"review_days", "review_extension", "publicity_days"}
	case registry.CaseReviewed, registry.CasePublicity:
		fields = []string{"publicity_days"}
	case registry.CaseObjected:
		fields = []string{"objection_days"}
	case registry.CaseCleared, registry.CaseDeposited:
		fields = []string{"validity_months"}
	case registry.CaseCertified:
		if c.OpenObjections() > 0 {
			fields = []string{"notice_days"}
		}
	}
	var out []profile.Basis
	for _, f := range fields {
		if b := r.Basis(f); b.Sure == "memory" {
			out = append(out, b)
		}
	}
	return out
}
