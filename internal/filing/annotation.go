package filing

import (
	"context"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// NewAnnotation is a note to be placed (备注, Guide Art. 23).
type NewAnnotation struct {
	Grounds
	Kind      registry.AnnotationKind `json:"kind" enum:"term,seizure,control,pledge,other"`
	Rights    []registry.Right        `json:"rights,omitempty" enum:"holding,use,operating" doc:"absent: all of the certificate's"`
	Authority string                  `json:"authority,omitempty" maxLength:"100" doc:"public name of court, office or pledgee"`
	From      daycount.Date           `json:"from,omitzero" doc:"absent: today"`
	Until     daycount.Date           `json:"until,omitzero" doc:"absent: until it is lifted"`
}

// Place proposes to place an annotation, as the certificate's registrar.
func (s *Service) Place(ctx context.Context, code string, in NewAnnotation) (desk.Proposed, error) {
	if in.From.IsZero() {
		in.From = registry.Day(s.Clock.Now().UnixMilli())
	}
	return s.act(ctx, "certificate/"+code, "在凭证 "+code+" 上登记备注："+in.Authority, "Annotate "+code+": "+in.Authority, in.Grounds,
		func(document string) registry.Command {
			return &registry.AnnotationPlace{
				Certificate: code, As: in.Kind, Rights: in.Rights, Authority: in.Authority, Document: document, From: in.From, Until: in.Until,
			}
		})
}

// Lift proposes to lift an annotation on another document.
func (s *Service) Lift(ctx context.Context, id string, g Grounds) (desk.Proposed, error) {
	return s.act(ctx, "annotation/"+id, "解除备注 "+id, "Lift annotation "+id, g, func(document string) registry.Command {
		return &registry.AnnotationLift{Annotation: id, Document: document}
	})
}

// Permit proposes to record an authority's consent to a transfer or licence.
func (s *Service) Permit(ctx context.Context, id string, in Consent) (desk.Proposed, error) {
	name := s.Dir.Name(ctx, in.To)
	return s.act(ctx, "annotation/"+id, "登记权利机关同意转让或许可给"+name+"（"+id+"）", "Record the authority's consent to a "+in.Act+" to "+name,
		in.Grounds, func(document string) registry.Command {
			return &registry.AnnotationPermit{Annotation: id, Act: in.Act, To: in.To, Until: in.Until, Document: document}
		})
}

// NewLicence is a licence to be noted.
type NewLicence struct {
	Grounds
	Licensee  string        `json:"licensee" maxLength:"18"`
	Exclusive bool          `json:"exclusive,omitempty"`
	From      daycount.Date `json:"from,omitzero" doc:"absent: today"`
	Until     daycount.Date `json:"until,omitzero"`
}

// License proposes to note a licence, as holder.
func (s *Service) License(ctx context.Context, code string, in NewLicence) (desk.Proposed, error) {
	if in.From.IsZero() {
		in.From = registry.Day(s.Clock.Now().UnixMilli())
	}
	name := s.Dir.Name(ctx, in.Licensee)
	return s.act(ctx, "certificate/"+code, "登记许可给"+name+"（"+code+"）", "Note a licence of "+code+" to "+name, in.Grounds,
		func(contract string) registry.Command {
			return &registry.LicenceNote{
				Certificate: code, Licensee: in.Licensee, Exclusive: in.Exclusive, Contract: contract, From: in.From, Until: in.Until,
			}
		})
}

// EndLicence ends a noted licence, as holder.
func (s *Service) EndLicence(ctx context.Context, id string, g Grounds) (desk.Proposed, error) {
	return s.act(ctx, "annotation/"+id, "终止许可 "+id, "End licence "+id, g, func(document string) registry.Command {
		return &registry.LicenceEnd{Annotation: id, Document: document}
	})
}

// Notice is a copy the caller's organisation was sent.
type Notice struct {
	Index       uint64    `json:"index" doc:"log position of what it is a copy of"`
	Kind        string    `json:"kind" doc:"lien.filed, objection.filed, annotation.placed, …"`
	Subject     string    `json:"subject" doc:"lien/…, case/…, annotation/…, certificate/…"`
	Certificate string    `json:"certificate,omitempty"`
	Sender      string    `json:"sender"`
	SenderName  string    `json:"sender_name"`
	At          time.Time `json:"at"`
}

// Notices lists what the caller's organisation was sent, newest first.
func (s *Service) Notices(ctx context.Context, before uint64, limit int) ([]Notice, error) {
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return []Notice{}, err
	}
	rows, err := s.Dir.Notices(ctx, p.Org, directory.Page{Before: before, Limit: limit})
	out := make([]Notice, len(rows))
	for i, n := range rows {
		out[i] = Notice{
			Index: n.Index, Kind: n.Kind, Subject: n.Subject, Certificate: n.Certificate, Sender: n.Sender,
			SenderName: s.Dir.Name(ctx, n.Sender), At: time.UnixMilli(n.At).UTC(),
		}
	}
	return out, err
}
