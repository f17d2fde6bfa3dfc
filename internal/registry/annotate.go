package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/facts"
)

// AnnotationPlace notes something on a certificate (备注, Guide Art. 23). By the certificate's registrar.
type AnnotationPlace struct {
	Certificate string         `json:"certificate"`
	As          AnnotationKind `json:"as"` // term, seizure, control, pledge, other
	Rights      []Right        `json:"rights,omitempty"`
	Authority   string         `json:"authority,omitempty"` // public name; of seizure, control and pledge
	Document    string         `json:"document"`            // commitment
	From        daycount.Date  `json:"from"`
	Until       daycount.Date  `json:"until,omitzero"`
}

// AnnotationLift ends an annotation on another document. By the certificate's registrar.
type AnnotationLift struct {
	Annotation string `json:"annotation"`
	Document   string `json:"document"` // commitment
}

// AnnotationPermit records the consent of whoever an annotation protects to one transfer or licence. By the certificate's
// registrar, on the authority's document.
type AnnotationPermit struct {
	Annotation string        `json:"annotation"`
	Act        string        `json:"act"` // transfer, licence
	To         string        `json:"to"`
	Document   string        `json:"document"`
	Until      daycount.Date `json:"until"`
}

func (*AnnotationPlace) Kind() string  { return "annotation.place" }
func (*AnnotationLift) Kind() string   { return "annotation.lift" }
func (*AnnotationPermit) Kind() string { return "annotation.permit" }

// Faults of annotations and of what they stand in the way of.
var (
	ErrSeized = fault.Define("annotation.seized", fault.Conflict,
		"凭证 {code} 的 {right} 有未解除的限制 {annotation}，未经其权利机关同意不得处分",
		"annotation {annotation} on certificate {code} holds the right {right}; it cannot be disposed of without the authority's consent").
		Hint("请取得作出机关的书面同意并由登记机构登记，或待解除后办理", "have the authority consent and the registrar record it, or wait until it is lifted")
	ErrConsent = fault.Define("lien.consent", fault.Conflict,
		"凭证 {code} 已质押（{lien}），未经质权人同意不得转让或许可（民法典第四百四十四、四百四十五条）",
		"certificate {code} is pledged ({lien}); without the pledgee's consent it is neither transferred nor licensed (Civil Code 444, 445)").
		Hint("请由质权人登记同意，载明受让人或被许可人", "have the pledgee record its consent, naming the transferee or licensee")
	ErrAnnotation = fault.Define("annotation.field", fault.Invalid,
		"备注有误：{why}", "the annotation does not fit: {why}")
	ErrLifted = fault.Define("annotation.lifted", fault.Conflict,
		"备注 {annotation} 已解除", "annotation {annotation} was lifted")
	ErrTooManyNotes = fault.Define("annotation.too_many", fault.Limit,
		"凭证 {code} 的备注已达 {most} 条", "certificate {code} carries {most} annotations")
	ErrAct = fault.Define("consent.act", fault.Invalid,
		"同意的事项应为转让或许可，期限不早于今日", "a consent is to a transfer or a licence and ends today or later")
)

// maxNotes bounds the annotations in force on a certificate, maxConsents the consents on a lien or annotation.
const (
	maxNotes    = 50
	maxConsents = 50
)

// notes loads a certificate's annotations that were not lifted, oldest first.
func (c *Context) notes(code string) ([]*Annotation, error) {
	n, err := find[Notes](c, PrefixNotes+code)
	if err != nil || n == nil {
		return nil, err
	}
	out := make([]*Annotation, len(n.Annotations))
	for i, id := range n.Annotations {
		if out[i], err = load[Annotation](c, PrefixAnnotation+id, ""); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// list stores an annotation and puts it on its certificate's list.
func (c *Context) list(a *Annotation, event string) error {
	n, err := find[Notes](c, PrefixNotes+a.Certificate)
	if err != nil {
		return err
	}
	if n == nil {
		n = new(Notes)
	}
	if len(n.Annotations) >= maxNotes {
		return ErrTooManyNotes.With("code", a.Certificate, "most", maxNotes).At("body.certificate")
	}
	put(c, PrefixNotes+a.Certificate, &Notes{Annotations: append(slices.Clone(n.Annotations), a.ID)})
	put(c, PrefixAnnotation+a.ID, a)
	c.Emit(event, a)
	return nil
}

// unlist takes an annotation off its certificate's list.
func (c *Context) unlist(a *Annotation) error {
	n, err := load[Notes](c, PrefixNotes+a.Certificate, "")
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(n.Annotations, func(id string) bool { return id == a.ID })
	if len(left) == 0 {
		c.Delete(PrefixNotes + a.Certificate)
	} else {
		put(c, PrefixNotes+a.Certificate, &Notes{Annotations: left})
	}
	return nil
}

// unseized refuses if an authority holds any of the rights of a certificate.
func (c *Context) unseized(cert *Certificate, rights []Right, field string) error {
	all, err := c.notes(cert.Code)
	if err != nil {
		return err
	}
	for _, a := range all {
		for _, r := range rights {
			if a.Kind != NotePledge && a.Blocks(r, c.Today()) {
				return ErrSeized.With("code", cert.Code, "right", r, "annotation", a.ID).At(field)
			}
		}
	}
	return nil
}

// unencumbered refuses if anybody has a lien on a certificate or holds it.
func (c *Context) unencumbered(cert *Certificate, field string) error {
	live, err := c.liens(cert.Code)
	if err != nil {
		return err
	}
	if len(live) > 0 {
		return ErrEncumbered.With("code", cert.Code, "lien", live[0].ID).At(field)
	}
	return c.unseized(cert, AllRights, field)
}

// spend requires the consent of everybody who has a hold on the rights to an act in favour of somebody, and uses it up.
func (c *Context) spend(cert *Certificate, rights []Right, act, to, field string) error {
	today := c.Today()
	notes, err := c.notes(cert.Code)
	if err != nil {
		return err
	}
	for _, a := range notes {
		for _, r := range rights {
			if !a.Blocks(r, today) {
				continue
			}
			k := a.Permit(act, to, today)
			if k == nil {
				return ErrSeized.With("code", cert.Code, "right", r, "annotation", a.ID).At(field)
			}
			k.Used = true
			put(c, PrefixAnnotation+a.ID, a)
			c.Emit("annotation.permit_used", a)
			break
		}
	}
	if !slices.Contains(rights, Operating) {
		return nil // a lien is on the right to operate
	}
	live, err := c.liens(cert.Code)
	if err != nil {
		return err
	}
	for _, l := range live {
		k := l.Consent(act, to, today)
		if k == nil {
			return ErrConsent.With("code", cert.Code, "lien", l.ID).At(field)
		}
		k.Used = true
		if err := c.saveLien(l, "lien.consent_used"); err != nil {
			return err
		}
	}
	return nil
}

// annotated loads an annotation in force and requires the sender to be its certificate's registrar.
func (c *Context) annotated(id string) (*Annotation, error) {
	a, err := load[Annotation](c, PrefixAnnotation+id, "body.annotation")
	if err != nil {
		return nil, err
	}
	cert, err := load[Certificate](c, PrefixCertificate+a.Certificate, "")
	if err != nil {
		return nil, err
	}
	if err := c.party(cert.Registrar); err != nil {
		return nil, err
	}
	if !a.LiftedOn.IsZero() {
		return nil, ErrLifted.With("annotation", a.ID).At("body.annotation")
	}
	return a, nil
}

func (m *AnnotationPlace) apply(c *Context) error {
	cert, err := load[Certificate](c, PrefixCertificate+m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if err := cmp.Or(c.party(cert.Registrar), digest(m.Document, "body.document"), m.check(cert)); err != nil {
		return err
	}
	a := &Annotation{
		ID: makeID(idNote, c.Sum), Certificate: cert.Code, Kind: m.As, Rights: m.Rights, Authority: m.Authority,
		Document: m.Document, From: m.From, Until: m.Until, By: c.Env.Org, Index: c.Index,
	}
	if exists(c, PrefixAnnotation+a.ID) {
		return ErrExists.With("what", a.ID)
	}
	return c.list(a, "annotation.placed")
}

func (m *AnnotationPlace) check(cert *Certificate) error {
	switch {
	case !slices.Contains(facts.AnnotationKinds, m.As) || m.As == NoteLicence:
		return ErrAnnotation.With("why", "kind is term, seizure, control, pledge or other").At("body.as")
	case cert.Cancelled:
		return ErrNotLive.With("code", cert.Code).At("body.certificate")
	case m.From.IsZero() || !m.Until.IsZero() && m.Until.Before(m.From):
		return ErrAnnotation.With("why", "it begins, and does not end before").At("body.from")
	}
	for i, r := range m.Rights {
		if !slices.Contains(AllRights, r) || slices.Contains(m.Rights[:i], r) {
			return ErrAnnotation.With("why", "rights are holding, use, operating, each once").At("body.rights")
		}
	}
	if m.As == NoteSeizure || m.As == NoteControl || m.As == NotePledge {
		return text(m.Authority, 2, 100, "body.authority")
	}
	return text(m.Authority, 0, 100, "body.authority")
}

func (m *AnnotationLift) apply(c *Context) error {
	a, err := c.annotated(m.Annotation)
	if err != nil {
		return err
	}
	if a.Kind == NoteLicence {
		return ErrAnnotation.With("why", "a licence is ended by the holder").At("body.annotation")
	}
	return c.lift(a, m.Document)
}

func (c *Context) lift(a *Annotation, document string) error {
	if err := digest(document, "body.document"); err != nil {
		return err
	}
	if err := c.unlist(a); err != nil {
		return err
	}
	a.LiftedOn, a.LiftDocument, a.LiftedAt = c.Today(), document, c.Index
	put(c, PrefixAnnotation+a.ID, a)
	c.Emit("annotation.lifted", a)
	return nil
}

func (m *AnnotationPermit) apply(c *Context) error {
	a, err := c.annotated(m.Annotation)
	if err != nil {
		return err
	}
	if err := cmp.Or(digest(m.Document, "body.document"), c.consentTo(m.Act, m.To, m.Until, len(a.Permits))); err != nil {
		return err
	}
	a.Permits = append(a.Permits, Permit{Act: m.Act, To: m.To, Document: m.Document, Until: m.Until, Index: c.Index})
	put(c, PrefixAnnotation+a.ID, a)
	c.Emit("annotation.permitted", a)
	return nil
}

// consentTo checks what somebody consents to.
func (c *Context) consentTo(act, to string, until daycount.Date, have int) error {
	if act != facts.ActTransfer && act != facts.ActLicence || until.Before(c.Today()) {
		return ErrAct.At("body.act")
	}
	if have >= maxConsents {
		return ErrField.With("why", "at most 50 consents").At("body.act")
	}
	_, err := memoOrg.load(c, PrefixOrg+to, "body.to")
	return err
}
