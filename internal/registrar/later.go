package registrar

import (
	"context"
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
)

// Annex is what the form of a later registration (Guide annexes 2–5) says beyond the form of the first.
type Annex struct {
	Type        string         `json:"type" enum:"transfer,change,renewal,cancellation"`
	Certificate string         `json:"certificate"`
	Text        string         `json:"text" doc:"权利内容, 变更事项, 续期事项, 注销事由"`
	To          string         `json:"to,omitempty" doc:"of a transfer: the transferee"`
	Changed     []ChangedField `json:"changed,omitempty" doc:"of a change: 变更前 and 变更后"`
	Contact     Contact        `json:"contact"`
}

// ChangedField is a line of annex 3.
type ChangedField struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// LaterForm is what every later registration is asked for with.
type LaterForm struct {
	Text    string   `json:"text" minLength:"4" maxLength:"4000" doc:"what is transferred, changed, renewed, or why it is cancelled"`
	Contact Contact  `json:"contact"`
	Papers  []string `json:"papers,omitempty" maxItems:"50" doc:"identifiers of papers kept before"`
}

// TransferFiling asks for a transfer (annex 2).
type TransferFiling struct {
	LaterForm
	To     string           `json:"to" maxLength:"18" doc:"the transferee, who must consent"`
	Rights []registry.Right `json:"rights" enum:"holding,use,operating"`
}

// ChangeFiling asks for a change (annex 3).
type ChangeFiling struct {
	LaterForm
	Changes []string `json:"changes" enum:"identity,description,time_span"`
	NewName string   `json:"new_name,omitempty" maxLength:"100" doc:"of a change of identity: the organisation's new name"`
	Form    Form     `json:"form" doc:"the form as it is to read; source, rights, industry and grade stay"`
}

// RenewalFiling asks for a new term (annex 4).
type RenewalFiling struct {
	LaterForm
	Until daycount.Date `json:"until,omitzero" doc:"last day; absent: as long as the rules allow"`
}

// CancellationFiling asks for cancellation (annex 5).
type CancellationFiling struct {
	LaterForm
	Grounds string `json:"grounds" enum:"request,destroyed,objection,law"`
}

// laterBase is a certificate of the caller's with the form it stands on.
type laterBase struct {
	cert *registry.Certificate
	doc  *document
	w    desk.Words
}

// base loads them. A form that is not kept here, or was erased, has to be given anew: by a change.
func (s *Service) base(ctx context.Context, code string) (laterBase, error) {
	var b laterBase
	p, err := auth.Must(ctx)
	if err != nil {
		return b, err
	}
	row, err := s.Dir.Certificate(ctx, code)
	if err != nil {
		return b, err
	}
	if row == nil || p.Org == "" || row.Fact.Holder != p.Org {
		return b, ErrNotFound.With("what", "certificate").At("path.code")
	}
	b.cert = &row.Fact
	all, err := s.Recall(ctx, b.cert.FormCommitment)
	if err != nil {
		return b, err
	}
	b.w = all[b.cert.FormCommitment]
	if b.doc = desk.Read[document](all, b.cert.FormCommitment); b.doc == nil {
		return b, ErrNotFound.With("what", "form")
	}
	return b, nil
}

func (f *LaterForm) check() error {
	if err := length(f.Text, 4, maxText, "body.text"); err != nil {
		return err
	}
	probe := Form{Contact: f.Contact}
	return probe.checkContact("body.contact.")
}

// proposeLater proposes a later registration: form is the one its case is to stand on, make the command that names it.
func (s *Service) proposeLater(
	ctx context.Context, b laterBase, in LaterForm, annex Annex, applicant string, form Form, zh, en string,
	command func(commitment string, papers []registry.Attachment) registry.Command,
) (Proposed, error) {
	if err := in.check(); err != nil {
		return Proposed{}, err
	}
	papers, err := s.vault.Attach(ctx, b.cert.Holder, in.Papers, "body.papers")
	if err != nil {
		return Proposed{}, err
	}
	annex.Certificate, annex.Text, annex.Contact = b.cert.Code, in.Text, in.Contact
	w, err := sayForm(document{Applicant: applicant, Dataset: b.doc.Dataset, Form: &form, Annex: &annex, V: 1})
	if err != nil {
		return Proposed{}, err
	}
	w.Org, w.N, w.Title = b.cert.Holder, b.w.N, form.Title // not the data set's: that is for first registrations
	r, err := s.Propose(ctx, "certificate/"+b.cert.Code, approval.Text{
		ZH: zh + "《" + form.Title + "》（" + b.cert.Code + "）", EN: en + " “" + form.Title + "” (" + b.cert.Code + ")",
	}, command(w.Commitment, papers), w)
	return proposed(r, nil), err
}

// Transfer proposes to apply for a transfer. The transferee's certificate will stand on the form with the moved rights.
func (s *Service) Transfer(ctx context.Context, code string, in TransferFiling) (Proposed, error) {
	b, err := s.base(ctx, code)
	if err != nil {
		return Proposed{}, err
	}
	if err := s.unheld(ctx, code, in.Rights, in.To); err != nil {
		return Proposed{}, err
	}
	form := *b.doc.Form
	form.Rights = slices.DeleteFunc(slices.Clone(form.Rights), func(r RightClaim) bool { return !slices.Contains(in.Rights, r.Right) })
	form.Contact, form.Business = in.Contact, "" // of the transferee's own nothing is known here
	return s.proposeLater(ctx, b, in.LaterForm, Annex{Type: registry.TypeTransfer, To: in.To}, in.To, form,
		"申请向"+s.Dir.Name(ctx, in.To)+"转让", "Apply to transfer to "+s.Dir.Name(ctx, in.To),
		func(commitment string, papers []registry.Attachment) registry.Command {
			return &registry.TransferFile{Certificate: code, To: in.To, Rights: in.Rights, FormCommitment: commitment, Attachments: papers}
		})
}

// Change proposes to apply for a change.
func (s *Service) Change(ctx context.Context, code string, in ChangeFiling) (Proposed, error) {
	b, err := s.base(ctx, code)
	if err != nil {
		return Proposed{}, err
	}
	if err := in.Form.check(); err != nil {
		return Proposed{}, err
	}
	was := b.doc.Form
	if in.Form.Records == 0 {
		in.Form.Records = was.Records
	}
	for _, x := range []struct {
		field    string
		old, new any
	}{
		{"industry", was.Industry, in.Form.Industry}, {"region", was.Region, in.Form.Region}, {"source", was.Source, in.Form.Source},
		{"grade", was.Grade, in.Form.Grade}, {"rights", was.Rights, in.Form.Rights},
	} {
		if !same(x.old, x.new) {
			return Proposed{}, ErrSubject.With("what", x.field).At("body.form." + x.field)
		}
	}
	changed := differences(was, &in.Form)
	if in.NewName != "" {
		changed = append(changed, ChangedField{"name", s.Dir.Name(ctx, b.cert.Holder), in.NewName})
	}
	if len(changed) == 0 {
		return Proposed{}, ErrNoChange.At("body.form")
	}
	return s.proposeLater(ctx, b, in.LaterForm, Annex{Type: registry.TypeChange, Changed: changed}, b.cert.Holder, in.Form,
		"申请变更", "Apply to change", func(commitment string, papers []registry.Attachment) registry.Command {
			return &registry.ChangeFile{Certificate: code, Changes: in.Changes, NewName: in.NewName, FormCommitment: commitment, Attachments: papers}
		})
}

// Renew proposes to apply for a new term.
func (s *Service) Renew(ctx context.Context, code string, in RenewalFiling) (Proposed, error) {
	b, err := s.base(ctx, code)
	if err != nil {
		return Proposed{}, err
	}
	if in.Until.IsZero() {
		r, err := s.rules(ctx)
		if err != nil {
			return Proposed{}, err
		}
		row, err := s.Dir.Case(ctx, b.cert.Case)
		if err != nil {
			return Proposed{}, err
		}
		p := r.Profile
		if row != nil {
			p = row.Fact.Rules(p)
		}
		in.Until = r.Today.AddMonths(p.ValidityMonths).AddDays(-1)
	}
	return s.proposeLater(ctx, b, in.LaterForm, Annex{Type: registry.TypeRenewal}, b.cert.Holder, *b.doc.Form,
		"申请续期", "Apply to renew", func(commitment string, papers []registry.Attachment) registry.Command {
			return &registry.RenewalFile{Certificate: code, Until: in.Until, FormCommitment: commitment, Attachments: papers}
		})
}

// CancelOwn proposes to apply for cancellation.
func (s *Service) CancelOwn(ctx context.Context, code string, in CancellationFiling) (Proposed, error) {
	b, err := s.base(ctx, code)
	if err != nil {
		return Proposed{}, err
	}
	return s.proposeLater(ctx, b, in.LaterForm, Annex{Type: registry.TypeCancellation}, b.cert.Holder, *b.doc.Form,
		"申请注销", "Apply to cancel", func(commitment string, papers []registry.Attachment) registry.Command {
			return &registry.CancellationFile{Certificate: code, Grounds: in.Grounds, FormCommitment: commitment, Attachments: papers}
		})
}

// Consent proposes to join an application in which the caller's organisation was named.
func (s *Service) Consent(ctx context.Context, id string) (Proposed, error) {
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	title := s.title(ctx, c)
	r, err := s.Propose(ctx, "case/"+id, approval.Text{
		ZH: "同意与" + s.Dir.Name(ctx, c.Applicant) + "共同申请《" + title + "》", EN: "Join " + s.Dir.Name(ctx, c.Applicant) + " in applying for “" + title + "”",
	}, &registry.CaseConsent{Case: id})
	return proposed(r, nil), err
}

// Conclude proposes to carry out a later registration that has taken effect.
func (s *Service) Conclude(ctx context.Context, id string) (Proposed, error) {
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	title := s.title(ctx, c)
	r, err := s.Propose(ctx, "case/"+id, approval.Text{ZH: "办结《" + title + "》的登记", EN: "Conclude the registration of “" + title + "”"},
		&registry.CaseConclude{Case: id})
	return proposed(r, nil), err
}

// differences lists what a change changes in the public part of a form, for annex 3.
func differences(was, now *Form) []ChangedField {
	out := []ChangedField{}
	line := func(field, a, b string) {
		if a != b {
			out = append(out, ChangedField{field, a, b})
		}
	}
	line("title", was.Title, now.Title)
	line("summary", was.Summary, now.Summary)
	line("region_scope", was.RegionScope, now.RegionScope)
	line("span_from", was.SpanFrom.String(), now.SpanFrom.String())
	line("span_to", was.SpanTo.String(), now.SpanTo.String())
	line("update_frequency", was.UpdateFrequency, now.UpdateFrequency)
	line("records", number(was.Records), number(now.Records))
	line("bytes", number(was.Bytes), number(now.Bytes))
	line("structure", was.Structure, now.Structure)
	line("description", was.Description, now.Description)
	line("business", was.Business, now.Business)
	if !same(was.Restrictions, now.Restrictions) {
		line("restrictions", text(was.Restrictions), text(now.Restrictions))
	}
	if !same(was.Contact, now.Contact) {
		line("contact", "", "—") // particulars stay in the form itself
	}
	return out
}
