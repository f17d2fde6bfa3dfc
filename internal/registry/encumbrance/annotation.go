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

// AnnotationPlace notes something on a certificate (备注, Guide Art. 23). By the certificate's registrar.
type AnnotationPlace struct {
	Certificate string               `json:"certificate"`
	As          facts.AnnotationKind `json:"as"` // term, seizure, control, pledge, other
	Rights      []decision.Right     `json:"rights,omitempty"`
	Authority   string               `json:"authority,omitempty"` // public name; of seizure, control and pledge
	Document    string               `json:"document"`            // commitment
	From        daycount.Date        `json:"from"`
	Until       daycount.Date        `json:"until,omitzero"`
}

func (*AnnotationPlace) Kind() string { return "annotation.place" }

func (m *AnnotationPlace) Apply(c *act.Context) error {
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if err := cmp.Or(c.Party(cert.Registrar), act.Digest(m.Document, "body.document"), m.check(cert)); err != nil {
		return err
	}
	a := &facts.Annotation{
		ID: act.NewID(act.IDNote, c.Sum), Certificate: cert.Code, Kind: m.As, Rights: m.Rights, Authority: m.Authority,
		Document: m.Document, From: m.From, Until: m.Until, By: c.Org, Index: c.Index,
	}
	if act.Exists(c, facts.PrefixAnnotation+a.ID) {
		return act.ErrExists.With("what", a.ID)
	}
	return list(c, a, "annotation.placed")
}

func (m *AnnotationPlace) check(cert *facts.Certificate) error {
	switch {
	case !slices.Contains(facts.AnnotationKinds, m.As) || m.As == facts.NoteLicence:
		return ErrAnnotation.With("why", "kind is term, seizure, control, pledge or other").At("body.as")
	case cert.Cancelled:
		return act.ErrNotLive.With("code", cert.Code).At("body.certificate")
	case m.From.IsZero() || !m.Until.IsZero() && m.Until.Before(m.From):
		return ErrAnnotation.With("why", "it begins, and does not end before").At("body.from")
	}
	for i, r := range m.Rights {
		if !slices.Contains(decision.AllRights, r) || slices.Contains(m.Rights[:i], r) {
			return ErrAnnotation.With("why", "rights are holding, use, operating, each once").At("body.rights")
		}
	}
	if m.As == facts.NoteSeizure || m.As == facts.NoteControl || m.As == facts.NotePledge {
		return act.Text(m.Authority, 2, 100, "body.authority")
	}
	return act.Text(m.Authority, 0, 100, "body.authority")
}

// AnnotationLift ends an annotation on another document. By the certificate's registrar.
type AnnotationLift struct {
	Annotation string `json:"annotation"`
	Document   string `json:"document"` // commitment
}

func (*AnnotationLift) Kind() string { return "annotation.lift" }

func (m *AnnotationLift) Apply(c *act.Context) error {
	a, err := annotated(c, m.Annotation)
	if err != nil {
		return err
	}
	if a.Kind == facts.NoteLicence {
		return ErrAnnotation.With("why", "a licence is ended by the holder").At("body.annotation")
	}
	return lift(c, a, m.Document)
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

func (*AnnotationPermit) Kind() string { return "annotation.permit" }

func (m *AnnotationPermit) Apply(c *act.Context) error {
	a, err := annotated(c, m.Annotation)
	if err != nil {
		return err
	}
	if err := cmp.Or(act.Digest(m.Document, "body.document"), consentTo(c, m.Act, m.To, m.Until, len(a.Permits))); err != nil {
		return err
	}
	a.Permits = append(a.Permits, facts.Permit{Act: m.Act, To: m.To, Document: m.Document, Until: m.Until, Index: c.Index})
	act.Put(c, facts.PrefixAnnotation+a.ID, a)
	c.Emit("annotation.permitted", a)
	return nil
}

// maxNotes bounds the annotations in force on a certificate, maxConsents the consents on a lien or annotation.
const (
	maxNotes    = 50
	maxConsents = 50
)

// notes loads a certificate's annotations that were not lifted, oldest first.
func notes(c *act.Context, code string) ([]*facts.Annotation, error) {
	n, err := act.Find[facts.Notes](c, facts.PrefixNotes+code)
	if err != nil || n == nil {
		return nil, err
	}
	out := make([]*facts.Annotation, len(n.Annotations))
	for i, id := range n.Annotations {
		if out[i], err = act.Load[facts.Annotation](c, facts.PrefixAnnotation+id, ""); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// list stores an annotation and puts it on its certificate's list.
func list(c *act.Context, a *facts.Annotation, event string) error {
	n, err := act.Find[facts.Notes](c, facts.PrefixNotes+a.Certificate)
	if err != nil {
		return err
	}
	if n == nil {
		n = new(facts.Notes)
	}
	if len(n.Annotations) >= maxNotes {
		return ErrTooManyNotes.With("code", a.Certificate, "most", maxNotes).At("body.certificate")
	}
	act.Put(c, facts.PrefixNotes+a.Certificate, &facts.Notes{Annotations: append(slices.Clone(n.Annotations), a.ID)})
	act.Put(c, facts.PrefixAnnotation+a.ID, a)
	c.Emit(event, a)
	return nil
}

// unlist takes an annotation off its certificate's list.
func unlist(c *act.Context, a *facts.Annotation) error {
	n, err := act.Load[facts.Notes](c, facts.PrefixNotes+a.Certificate, "")
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(n.Annotations, func(id string) bool { return id == a.ID })
	if len(left) == 0 {
		c.Delete(facts.PrefixNotes + a.Certificate)
	} else {
		act.Put(c, facts.PrefixNotes+a.Certificate, &facts.Notes{Annotations: left})
	}
	return nil
}

// annotated loads an annotation in force and requires the sender to be its certificate's registrar.
func annotated(c *act.Context, id string) (*facts.Annotation, error) {
	a, err := act.Load[facts.Annotation](c, facts.PrefixAnnotation+id, "body.annotation")
	if err != nil {
		return nil, err
	}
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+a.Certificate, "")
	if err != nil {
		return nil, err
	}
	if err := c.Party(cert.Registrar); err != nil {
		return nil, err
	}
	if !a.LiftedOn.IsZero() {
		return nil, ErrLifted.With("annotation", a.ID).At("body.annotation")
	}
	return a, nil
}

func lift(c *act.Context, a *facts.Annotation, document string) error {
	if err := act.Digest(document, "body.document"); err != nil {
		return err
	}
	if err := unlist(c, a); err != nil {
		return err
	}
	a.LiftedOn, a.LiftDocument, a.LiftedAt = c.Today(), document, c.Index
	act.Put(c, facts.PrefixAnnotation+a.ID, a)
	c.Emit("annotation.lifted", a)
	return nil
}

// Faults of annotations.
var (
	ErrAnnotation = fault.Define("annotation.field", fault.Invalid,
		"备注有误：{why}", "the annotation does not fit: {why}")
	ErrLifted = fault.Define("annotation.lifted", fault.Conflict,
		"备注 {annotation} 已解除", "annotation {annotation} was lifted")
	ErrTooManyNotes = fault.Define("annotation.too_many", fault.Limit,
		"凭证 {code} 的备注已达 {most} 条", "certificate {code} carries {most} annotations")
)
