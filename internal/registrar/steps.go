package registrar

import (
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry"
)

// Step is one of the seven steps of the procedure (Guide Art. 14) as the case has gone through it.
type Step struct {
	Name    string        `json:"name" enum:"filing,acceptance,review,publicity,objection,deposit,certificate"`
	State   string        `json:"state" enum:"done,current,waiting,left_out,ended"`
	On      daycount.Date `json:"on,omitzero" doc:"when it was done, or ended the case"`
	Term    *Term         `json:"term,omitempty" doc:"the term that runs in it"`
	Entries []uint64      `json:"entries" doc:"log positions"`
}

var stepNames = []string{"filing", "acceptance", "review", "publicity", "objection", "deposit", "certificate"}

// step numbers.
const (
	stepFiling = iota
	stepAcceptance
	stepReview
	stepPublicity
	stepObjection
	stepDeposit
	stepCertificate
)

// steps derives the progress of a case as of today from its facts.
func steps(c *registry.Case, r rules, log []Position) []Step {
	out := make([]Step, len(stepNames))
	for i, name := range stepNames {
		out[i] = Step{Name: name, State: "waiting", Entries: []uint64{}}
	}
	done := func(i int, on daycount.Date) { out[i].State, out[i].On = "done", on }
	done(stepFiling, c.FiledOn)
	if !c.AcceptedOn.IsZero() {
		done(stepAcceptance, c.AcceptedOn)
	}
	if c.Review != nil && c.Review.Accuracy && c.Review.Compliance && c.Review.Clarity {
		done(stepReview, c.Review.On)
	}
	if c.Publicity != nil {
		switch {
		case c.Publicity.Withheld:
			out[stepPublicity].State, out[stepPublicity].On = "left_out", c.Publicity.Posted
		case c.Status == registry.CaseCleared || c.DepositedAt != 0:
			done(stepPublicity, registry.Clock{Since: c.Publicity.Posted, Days: c.Rules(r.Profile).PublicityDays}.Until(r.Cal))
		}
	}
	if c.Publicity == nil && (c.Status == registry.CaseCleared || c.DepositedAt != 0) {
		out[stepPublicity].State = "left_out" // the regime does not post this type
	}
	objections(c, &out[stepObjection])
	if c.Recognised != nil {
		simplified(c, out)
	}
	if c.DepositedAt != 0 {
		done(stepDeposit, registry.Day(c.DepositedAt))
	}
	for _, p := range log {
		i := stepOf(p.Kind)
		if i >= 0 && (len(out[i].Entries) == 0 || out[i].Entries[len(out[i].Entries)-1] != p.Index) {
			out[i].Entries = append(out[i].Entries, p.Index)
		}
		if p.Kind == "case.certified" {
			done(stepCertificate, registry.Day(p.At.UnixMilli()))
		}
	}
	mark(c, r, out, log)
	return out
}

// simplified marks a registration that stands on an earlier certificate (Guide Art. 41).
func simplified(c *registry.Case, out []Step) {
	for _, i := range []int{stepReview, stepPublicity, stepObjection} {
		out[i].State = "left_out"
	}
	out[stepCertificate].State, out[stepCertificate].On = "done", registry.Day(c.DepositedAt)
}

// objections sets the fifth step: it is left out where nobody objected in time.
func objections(c *registry.Case, s *Step) {
	past := c.Status == registry.CaseCleared || c.DepositedAt != 0
	for _, o := range c.Objections {
		switch {
		case o.Late: // shown with the case, not a step of its procedure
		case !o.Resolved:
			s.State = "current"
			return
		case past:
			s.State, s.On = "done", o.On
		}
	}
	if past && s.State == "waiting" {
		s.State = "left_out"
	}
}

// mark names the step where the case stands or ended.
func mark(c *registry.Case, r rules, out []Step, log []Position) {
	at := -1
	switch c.Status {
	case registry.CaseFiled:
		at = stepAcceptance
	case registry.CaseCorrecting, registry.CaseReviewing:
		at = stepReview
		if c.AcceptedOn.IsZero() {
			at = stepAcceptance
		}
	case registry.CaseReviewed, registry.CasePublicity:
		at = stepPublicity
	case registry.CaseObjected:
		at = stepObjection
		out[stepPublicity].State = "current"
	case registry.CaseCleared:
		at = stepDeposit
	case registry.CaseDeposited:
		at = stepCertificate
	case registry.CaseNotFiled, registry.CaseRefused, registry.CaseWithdrawn:
		end(c, out, log)
		return
	}
	if at < 0 {
		return
	}
	out[at].State = "current"
	if t := r.term(c.Clock); t != nil && (t.Name != registry.ClockObjection || at == stepObjection) {
		out[at].Term = t
	}
}

// end marks the first step that was not completed.
func end(c *registry.Case, out []Step, log []Position) {
	for i := range out {
		if out[i].State != "waiting" && out[i].State != "current" {
			continue
		}
		out[i].State = "ended"
		if n := len(log); n > 0 && c.Status != registry.CaseNotFiled {
			out[i].On = registry.Day(log[n-1].At.UnixMilli())
		}
		return
	}
}

// stepOf is the step an event belongs to; -1 for those that end a case.
func stepOf(kind string) int {
	switch kind {
	case "case.filed":
		return stepFiling
	case "case.accepted", "case.correction_requested", "case.resubmitted":
		return stepAcceptance
	case "case.extended", "case.reviewed":
		return stepReview
	case "case.posted", "case.publicity_withheld":
		return stepPublicity
	case "case.deposited":
		return stepDeposit
	case "case.certified", "certificate.issued":
		return stepCertificate
	}
	if strings.HasPrefix(kind, "objection.") {
		return stepObjection
	}
	return -1
}
