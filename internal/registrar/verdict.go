package registrar

import (
	"context"

	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/profile"
)

// ReviewAid is what the review screen shows beside the three heads: what the tables say, and what is to be checked.
type ReviewAid struct {
	Verdict   decision.Opinion `json:"verdict"`
	Facts     decision.Facts   `json:"facts" doc:"what the verdict rests on"`
	Checklist []decision.Check `json:"checklist" doc:"of this case's source, under the three heads"`
	Secrecy   []decision.Check `json:"secrecy" doc:"of a trade secret: the measures; else empty"`
}

// Established are the facts that only people can establish.
type Established struct {
	Harm       bool `query:"harm" doc:"it may endanger the State, the public or others (Guide Art. 22(1))"`
	Dispute    bool `query:"dispute" doc:"an unresolved dispute over the rights (22(3))"`
	FalseProof bool `query:"false_proof" doc:"concealment or false proof (22(4))"`
}

// Aid returns the tables' verdict on a case, for its registrar.
func (s *Service) Aid(ctx context.Context, id string, e Established) (ReviewAid, error) {
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return ReviewAid{}, err
	}
	f := decision.Facts{
		PublicRegistryNo: c.PublicRegistry, Grade: c.Grade, RiskAssessed: c.Assessment != "", Personal: c.Measurement.PersonalData,
		TradeSecret: c.Secret != nil, Withhold: c.Withhold, Harm: e.Harm, Dispute: e.Dispute, FalseProof: e.FalseProof,
	}
	if org, err := s.Dir.Organisation(ctx, c.Applicant); err == nil && org != nil {
		f.NaturalPerson = org.Fact.Has(registry.RolePerson)
	}
	all, err := s.Recall(ctx, c.FormCommitment)
	if err != nil {
		return ReviewAid{}, err
	}
	if doc := desk.Read[document](all, c.FormCommitment); doc != nil {
		f.PublicProduct, f.PersonalBasis = doc.Form.PublicData, doc.Form.PersonalBasis
	}
	found, err := s.findings(ctx, c.ID)
	if err != nil {
		return ReviewAid{}, err
	}
	if c.Review == nil {
		f.Similar = len(found)
	}
	rights := []registry.Right{}
	for _, g := range c.Rights {
		rights = append(rights, g.Right)
	}
	out := ReviewAid{
		Verdict: decision.Verdict([]registry.Source{c.Source}, rights, f), Facts: f, Checklist: decision.Checklist(c.Source.Kind),
		Secrecy: []decision.Check{},
	}
	if c.Secret != nil {
		out.Secrecy = decision.SecrecyChecklist()
	}
	return out, nil
}

// checked holds the answers of an opinion against the case's checklist, where it has any.
func checked(c *registry.Case, o *Opinion) error {
	if len(o.Checks) == 0 {
		return nil
	}
	passed := map[decision.Head]bool{
		decision.HeadAccuracy: o.Accuracy.Passed, decision.HeadCompliance: o.Compliance.Passed, decision.HeadClarity: o.Clarity.Passed,
	}
	return at(decision.CheckAnswers(decision.Checklist(c.Source.Kind), o.Checks, passed), "body.checks")
}

// Tables are the decision tables and checklists as a screen shows them.
type Tables struct {
	Rights    RightsTable      `json:"rights"`
	Gates     []Gate           `json:"gates"`
	Checklist []decision.Check `json:"checklist"`
	Secrecy   []decision.Check `json:"secrecy"`
}

// Gate is a row of the table of facts.
type Gate struct {
	Code    string `json:"code"`
	Article string `json:"article"`
	Head    string `json:"head" enum:"accuracy,compliance,clarity"`
	Effect  string `json:"effect" enum:"refuses,holds,discloses"`
	ZH      string `json:"zh"`
	EN      string `json:"en"`
}

func tables() Tables {
	out := Tables{Rights: rightsTable(), Gates: []Gate{}, Checklist: decision.Checklist(decision.SourceKinds...), Secrecy: decision.SecrecyChecklist()}
	for _, g := range decision.Gates {
		out.Gates = append(out.Gates, Gate{g.Code, g.Article, string(g.Head), string(g.Effect), g.ZH, g.EN})
	}
	return out
}

// Regime is a rule profile that comes with the program, and whether the caller's organisation has adopted it.
type Regime struct {
	profile.Regime
	Adopted int  `json:"adopted" doc:"version a registrar has adopted; 0: not"`
	Default bool `json:"default" doc:"the log's own rules"`
}

func regimeNamed(name string) (profile.Regime, bool) { return profile.Named(name) }

// Regimes lists rule profiles, with what a registrar has adopted.
func (s *Service) Regimes(ctx context.Context, registrar string) ([]Regime, error) {
	out := []Regime{}
	for _, r := range profile.All() {
		v := Regime{Regime: r, Default: r.Profile.Name == "national-2026"}
		have, err := s.adopted(ctx, registrar, r.Profile.Name)
		if err != nil {
			return nil, err
		}
		if have != nil {
			v.Adopted = have.Version
		}
		out = append(out, v)
	}
	return out, nil
}
