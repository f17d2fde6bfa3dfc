package registration

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// CasePost begins publicity, or records that it is withheld for reasons (Guide Art. 24).
type CasePost struct {
	Case     string `json:"case"`
	Withheld bool   `json:"withheld,omitempty"`
}

func (*CasePost) Kind() string { return "case.post" }

func (m *CasePost) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseReviewed)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if m.Withheld && !d.Withhold {
		return ErrWithhold.At("body.withheld")
	}
	if !m.Withheld && d.Withhold && (d.Secret != nil || d.later()) {
		return ErrPosted.With("case", d.ID).At("body.withheld")
	}
	d.Publicity = &facts.Publicity{Posted: d.today, Withheld: m.Withheld}
	if m.Withheld {
		d.Publicity.Reason = d.WithholdReason
		d.Status, d.Clock = facts.CaseCleared, facts.Clock{}
		return d.save("case.publicity_withheld")
	}
	d.Status = facts.CasePublicity
	d.start(facts.ClockPublicity, d.rules.PublicityDays)
	return d.save("case.posted")
}

// Faults of publicity.
var (
	ErrWithhold = fault.Define("case.withhold", fault.Conflict,
		"申请人未申请不予公示，不能不公示", "the applicant did not ask to be left out of publicity")
	ErrPosted = fault.Define("case.secret_posted", fault.Conflict,
		"案件 {case} 是商业秘密或此前未予公示的数据，不能公示", "case {case} is about a trade secret, or data that was withheld before: it cannot be posted").
		Hint("请按不公示办理；理由不成立的，不予登记", "withhold publicity; where the reasons do not hold, refuse the registration")
)
