package encumbrance

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
)

// LienAllow records that a pledgee agrees to a transfer or licence of the pledged right to somebody (Civil Code 444,
// 445). It serves once. By the pledgee.
type LienAllow struct {
	Lien     string        `json:"lien"`
	Act      string        `json:"act"` // transfer, licence
	To       string        `json:"to"`
	Until    daycount.Date `json:"until"`
	Document string        `json:"document"` // commitment to its terms: proceeds prepay or are deposited
}

func (*LienAllow) Kind() string { return "lien.consent" }

func (m *LienAllow) Apply(c *act.Context) error {
	l, err := pledgees(c, m.Lien)
	if err != nil {
		return err
	}
	if err := cmp.Or(act.Digest(m.Document, "body.document"), consentTo(c, m.Act, m.To, m.Until, len(l.Consents))); err != nil {
		return err
	}
	l.Consents = append(l.Consents, facts.LienConsent{Act: m.Act, To: m.To, Until: m.Until, Document: m.Document, Index: c.Index})
	return saveLien(c, l, "lien.consented")
}

// consentTo checks what somebody consents to.
func consentTo(c *act.Context, deed, to string, until daycount.Date, have int) error {
	if deed != facts.ActTransfer && deed != facts.ActLicence || until.Before(c.Today()) {
		return ErrAct.At("body.act")
	}
	if have >= maxConsents {
		return act.ErrField.With("why", "at most 50 consents").At("body.act")
	}
	_, err := act.Organisation(c, to, "body.to")
	return err
}

// Spend requires the consent of everybody who has a hold on the rights to an act in favour of somebody, and uses it up.
func Spend(c *act.Context, cert *facts.Certificate, rights []decision.Right, deed, to, field string) error {
	today := c.Today()
	notes, err := notes(c, cert.Code)
	if err != nil {
		return err
	}
	for _, a := range notes {
		for _, r := range rights {
			if !a.Blocks(r, today) {
				continue
			}
			k := a.Permit(deed, to, today)
			if k == nil {
				return ErrSeized.With("code", cert.Code, "right", r, "annotation", a.ID, "by", a.Authority).At(field)
			}
			k.Used = true
			act.Put(c, facts.PrefixAnnotation+a.ID, a)
			c.Emit("annotation.permit_used", a)
			break
		}
	}
	if !slices.Contains(rights, decision.Operating) {
		return nil // a lien is on the right to operate
	}
	live, err := liens(c, cert.Code)
	if err != nil {
		return err
	}
	for _, l := range live {
		k := l.Consent(deed, to, today)
		if k == nil {
			return ErrConsent.With("code", cert.Code, "lien", l.ID, "by", l.Pledgee).At(field)
		}
		k.Used = true
		if err := saveLien(c, l, "lien.consent_used"); err != nil {
			return err
		}
	}
	return nil
}

// Unseized refuses if an authority holds any of the rights of a certificate.
func Unseized(c *act.Context, cert *facts.Certificate, rights []decision.Right, field string) error {
	all, err := notes(c, cert.Code)
	if err != nil {
		return err
	}
	for _, a := range all {
		for _, r := range rights {
			if a.Kind != facts.NotePledge && a.Blocks(r, c.Today()) {
				return ErrSeized.With("code", cert.Code, "right", r, "annotation", a.ID, "by", a.Authority).At(field)
			}
		}
	}
	return nil
}

// Unencumbered refuses if anybody has a lien on a certificate or holds it.
func Unencumbered(c *act.Context, cert *facts.Certificate, field string) error {
	live, err := liens(c, cert.Code)
	if err != nil {
		return err
	}
	if len(live) > 0 {
		return ErrEncumbered.With("code", cert.Code, "lien", live[0].ID).At(field)
	}
	return Unseized(c, cert, decision.AllRights, field)
}

// Faults of what stands in the way of an act.
var (
	ErrSeized = fault.Define("annotation.seized", fault.Conflict,
		"凭证 {code} 的 {right} 有未解除的限制 {annotation}（{by}），未经其权利机关同意不得处分",
		"annotation {annotation} of {by} on certificate {code} holds the right {right}; "+
			"it cannot be disposed of without the authority's consent").
		Hint("请取得作出机关的书面同意并由登记机构登记，或待解除后办理",
			"have the authority consent and the registrar record it, or wait until it is lifted")
	ErrConsent = fault.Define("lien.consent", fault.Conflict,
		"凭证 {code} 已质押（{lien}，质权人 {by}），未经质权人同意不得转让或许可（民法典第四百四十四、四百四十五条）",
		"certificate {code} is pledged ({lien}, to {by}); "+
			"without the pledgee's consent it is neither transferred nor licensed (Civil Code 444, 445)").
		Hint("请由质权人登记同意，载明受让人或被许可人", "have the pledgee record its consent, naming the transferee or licensee")
	ErrEncumbered = fault.Define("certificate.encumbered", fault.Conflict,
		"凭证 {code} 上有未解除的质押 {lien}", "certificate {code} carries the live lien {lien}").
		Hint("请先由质权人解除质押", "have the pledgee release it first")
	ErrAct = fault.Define("consent.act", fault.Invalid,
		"同意的事项应为转让或许可，期限不早于今日", "a consent is to a transfer or a licence and ends today or later")
)
