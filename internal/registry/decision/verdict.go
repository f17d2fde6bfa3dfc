package decision

import "slices"

// Outcome is what the tables say together.
type Outcome string

const (
	Registrables Outcome = "registrable" // every right applied for can be registered
	Partial      Outcome = "partial"     // some can
	Held         Outcome = "held"        // it waits for something
	Refused      Outcome = "refused"
)

// Finding is a row of a table that applied.
type Finding struct {
	Code    string  `json:"code"`
	Article string  `json:"article"`
	Head    Head    `json:"head"`
	Effect  Effect  `json:"effect" enum:"refuses,holds,discloses,grants"`
	Source  int     `json:"source"` // which of the sources it is about, from 0; -1: the whole
	Rights  []Right `json:"rights"` // of a source's row: what it carries
	ZH      string  `json:"zh"`
	EN      string  `json:"en"`
}

// Grants is the effect of a row of the rights table.
const Grants Effect = "grants"

// Opinion is the verdict of the tables on an application.
type Opinion struct {
	Outcome     Outcome   `json:"outcome" enum:"registrable,partial,held,refused"`
	Allowed     []Right   `json:"allowed"` // what all sources together carry
	Registrable []Right   `json:"registrable"`
	Denied      []Right   `json:"denied"` // applied for, not carried
	Findings    []Finding `json:"findings"`
}

// Verdict holds sources, rights applied for and facts against the tables. Data of several sources carries what each of
// them carries: a right that one part lacks cannot be given in the whole.
func Verdict(sources []Source, rights []Right, f Facts) Opinion {
	out := Opinion{Allowed: []Right{}, Registrable: []Right{}, Denied: []Right{}, Findings: []Finding{}}
	refused, held := len(sources) == 0, false
	allowed := slices.Clone(AllRights)
	for i, s := range sources {
		carried, rule := Registrable(s)
		if rule == nil {
			refused, allowed = true, nil
			out.Findings = append(out.Findings, Finding{
				Code: "unknown_source", Article: "20", Head: HeadCompliance, Effect: Refuses, Source: i, Rights: []Right{},
				ZH: "未知的数据来源", EN: "unknown source",
			})
			continue
		}
		out.Findings = append(out.Findings, ruleFinding(rule, i, carried))
		allowed = slices.DeleteFunc(allowed, func(r Right) bool { return !slices.Contains(carried, r) })
		if s.Kind == SourceOwnPerson && !f.NaturalPerson {
			allowed, refused = nil, true
			out.Findings = append(out.Findings, Finding{
				Code: "not_a_person", Article: "21(3)", Head: HeadClarity, Effect: Refuses, Source: i, Rights: []Right{},
				ZH: "该来源仅适用于自然人申请", EN: "only a natural person applies with this source",
			})
		}
	}
	for _, g := range Gates {
		if !g.When(f) {
			continue
		}
		out.Findings = append(out.Findings, Finding{
			Code: g.Code, Article: g.Article, Head: g.Head, Effect: g.Effect, Source: -1, Rights: []Right{}, ZH: g.ZH, EN: g.EN,
		})
		refused, held = refused || g.Effect == Refuses, held || g.Effect == Holds
	}
	for _, r := range AllRights {
		switch {
		case slices.Contains(allowed, r) && slices.Contains(rights, r):
			out.Registrable = append(out.Registrable, r)
		case slices.Contains(rights, r):
			out.Denied = append(out.Denied, r)
		}
		if slices.Contains(allowed, r) {
			out.Allowed = append(out.Allowed, r)
		}
	}
	switch {
	case refused || len(out.Registrable) == 0:
		out.Outcome, out.Registrable = Refused, []Right{}
	case held:
		out.Outcome = Held
	case len(out.Denied) > 0:
		out.Outcome = Partial
	default:
		out.Outcome = Registrables
	}
	return out
}

func ruleFinding(r *RightsRule, source int, carried []Right) Finding {
	f := Finding{
		Code: r.Code, Article: r.Article, Head: HeadClarity, Effect: Grants, Source: source, Rights: append([]Right{}, carried...),
		ZH: r.ZH, EN: r.Why,
	}
	if len(carried) == 0 {
		f.Effect = Refuses
	}
	if r.Code == "unlawful" {
		f.Head = HeadCompliance
	}
	return f
}
