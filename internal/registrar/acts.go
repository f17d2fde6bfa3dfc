package registrar

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
)

// Filing is an application to be filed.
type Filing struct {
	Dataset   string `json:"dataset" maxLength:"32"`
	Registrar string `json:"registrar" maxLength:"32" doc:"credit code of the registrar"`
	Form      Form   `json:"form"`

	Papers         []string        `json:"papers,omitempty" maxItems:"50" doc:"identifiers of papers kept before"`
	Profile        string          `json:"profile,omitempty" maxLength:"40" doc:"rule profile the registrar adopted; absent: the log's own"`
	Joint          []JointFiling   `json:"joint,omitempty" maxItems:"20" doc:"further applicants, each of whom must consent"`
	Evidence       *EvidenceFiling `json:"evidence,omitempty" doc:"deposit or notarisation, where the rules want it first"`
	RiskAssessment string          `json:"risk_assessment,omitempty" maxLength:"40" doc:"of important data: the paper with its assessment"`
	Secret         *SecretFiling   `json:"secret,omitempty" doc:"of a trade secret, which is withheld from publicity"`
}

// Proposed is the answer to an act that waits for a second person.
type Proposed struct {
	desk.Proposed
	Advice []string `json:"advice" doc:"codes of what the form could say better; refuses nothing"`
}

// File proposes to file a registration of a data set with its latest measurement.
func (s *Service) File(ctx context.Context, in Filing) (Proposed, error) {
	d, m, err := s.ownLatest(ctx, in.Dataset)
	if err != nil {
		return Proposed{}, err
	}
	if err := in.Form.check(); err != nil {
		return Proposed{}, err
	}
	if in.Form.Records == 0 {
		in.Form.Records = m.Measurement.Rows
	}
	form, err := sayForm(document{Applicant: d.Org, Dataset: d.ID, Form: &in.Form, V: 1})
	if err != nil {
		return Proposed{}, err
	}
	form.About, form.N, form.Title = d.ID, m.N, in.Form.Title
	all := []desk.Words{form}
	withhold := ""
	if in.Form.Withhold {
		w, err := desk.Say(d.Org, "withhold", desk.Note{Text: in.Form.WithholdReason})
		if err != nil {
			return Proposed{}, err
		}
		all, withhold = append(all, w), w.Commitment
	}
	filing := in.Form.filing(in.Registrar, form.Commitment, withhold, m.Measurement)
	more, err := s.extras(ctx, d.Org, &in, filing)
	if err != nil {
		return Proposed{}, err
	}
	r, err := s.Propose(ctx, "dataset/"+d.ID, approval.Text{
		ZH: "向" + s.Dir.Name(ctx, in.Registrar) + "申请登记《" + in.Form.Title + "》",
		EN: "File “" + in.Form.Title + "” for registration with " + s.Dir.Name(ctx, in.Registrar),
	}, filing, append(all, more...)...)
	return proposed(r, in.Form.advice()), inForm(err)
}

func proposed(r approval.Request, advice []string) Proposed {
	if advice == nil {
		advice = []string{}
	}
	told, _ := desk.Answer(r, nil)
	return Proposed{Proposed: told, Advice: advice}
}

// Resubmit proposes a corrected form. What stands in the log in clear (rights, source, industry, …) cannot change.
func (s *Service) Resubmit(ctx context.Context, id string, f Form, papers ...string) (Proposed, error) {
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	if err := f.check(); err != nil {
		return Proposed{}, err
	}
	if err := unchanged(c, &f); err != nil {
		return Proposed{}, err
	}
	old, err := s.Recall(ctx, c.FormCommitment)
	if err != nil {
		return Proposed{}, err
	}
	before := old[c.FormCommitment]
	added, err := s.vault.Attach(ctx, c.Applicant, papers, "body.papers")
	if err != nil {
		return Proposed{}, err
	}
	doc := document{Applicant: c.Applicant, Dataset: before.About, Form: &f, V: 1}
	if was := desk.Read[document](old, c.FormCommitment); was != nil {
		doc.Applicant, doc.Dataset, doc.Annex = was.Applicant, was.Dataset, was.Annex
	}
	form, err := sayForm(doc)
	if err != nil {
		return Proposed{}, err
	}
	form.About, form.N, form.Title = before.About, before.N, f.Title
	r, err := s.Propose(ctx, "case/"+id, approval.Text{
		ZH: "对《" + f.Title + "》提交补正", EN: "Resubmit “" + f.Title + "”",
	}, &registry.CaseResubmit{Case: id, FormCommitment: form.Commitment, Attachments: added}, form)
	return proposed(r, f.advice()), inForm(err)
}

// unchanged requires a corrected form to say in clear what the case says.
func unchanged(c *registry.Case, f *Form) error {
	was := f.filing(c.Registrar, c.FormCommitment, c.WithholdReason, c.Measurement)
	now := &registry.CaseFile{
		Registrar: c.Registrar, FormCommitment: c.FormCommitment, Industry: c.Industry, Region: c.Region, Source: c.Source,
		Rights: c.Rights, Measurement: c.Measurement, Grade: c.Grade, StateBody: f.StateBody, PublicData: f.PublicData,
		PublicRegistry: c.PublicRegistry, Withhold: c.Withhold, WithholdReason: c.WithholdReason,
	}
	for _, x := range []struct {
		field    string
		old, new any
	}{
		{"industry", now.Industry, was.Industry}, {"region", now.Region, was.Region}, {"source", now.Source, was.Source},
		{"rights", now.Rights, was.Rights}, {"grade", now.Grade, was.Grade}, {"withhold", now.Withhold, was.Withhold},
		{"public_registry", now.PublicRegistry, was.PublicRegistry},
	} {
		if !same(x.old, x.new) {
			return ErrFixed.With("what", x.field).At("body.form." + x.field)
		}
	}
	return nil
}

// Accept, Extend, Post, Deposit and Withdraw are sent at once.
func (s *Service) Accept(ctx context.Context, id string) error {
	return s.direct(ctx, id, &registry.CaseAccept{Case: id})
}

// Post begins publicity, or records that it is withheld on the applicant's reasons.
func (s *Service) Post(ctx context.Context, id string, withheld bool) error {
	return s.direct(ctx, id, &registry.CasePost{Case: id, Withheld: withheld})
}

// Deposit puts the registration in evidence: it is effective.
func (s *Service) Deposit(ctx context.Context, id string) error {
	return s.direct(ctx, id, &registry.CaseDeposit{Case: id})
}

// Withdraw ends the proceeding on the applicant's wish.
func (s *Service) Withdraw(ctx context.Context, id string) error {
	return s.direct(ctx, id, &registry.CaseWithdraw{Case: id})
}

func (s *Service) direct(ctx context.Context, id string, body registry.Command, all ...desk.Words) error {
	if _, _, err := s.theCase(ctx, id); err != nil {
		return err
	}
	return s.Perform(ctx, "case/"+id, body, all...)
}

// Corrections is the one-time list of what to correct (Guide Art. 17).
type Corrections struct {
	Items []string `json:"items"`
}

// Correct asks the applicant for corrections, once.
func (s *Service) Correct(ctx context.Context, id string, list Corrections) error {
	if len(list.Items) == 0 || len(list.Items) > 50 {
		return ErrCount.With("least", 1, "most", 50).At("body.items")
	}
	for _, item := range list.Items {
		if err := length(item, 2, maxText, "body.items"); err != nil {
			return err
		}
	}
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return err
	}
	w, err := s.SayNow(ctx, c.Registrar, "corrections", list)
	if err != nil {
		return err
	}
	return s.direct(ctx, id, &registry.CaseCorrect{Case: id, List: w.Commitment}, w)
}

// Extend lengthens the review once (Guide Art. 28).
func (s *Service) Extend(ctx context.Context, id, reason string) error {
	if err := length(reason, 4, maxText, "body.reason"); err != nil {
		return err
	}
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return err
	}
	w, err := s.SayNow(ctx, c.Registrar, "extension", desk.Note{Text: reason})
	if err != nil {
		return err
	}
	return s.direct(ctx, id, &registry.CaseExtend{Case: id, Reason: w.Commitment}, w)
}

// Decline proposes to refuse a filing or a registration (Guide Art. 22).
func (s *Service) Decline(ctx context.Context, id, reasons string) (Proposed, error) {
	if err := length(reasons, 4, maxText, "body.reasons"); err != nil {
		return Proposed{}, err
	}
	c, _, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	w, err := desk.Say(c.Registrar, "reasons", desk.Note{Text: reasons})
	if err != nil {
		return Proposed{}, err
	}
	title := s.title(ctx, c)
	r, err := s.Propose(ctx, "case/"+id, approval.Text{ZH: "对《" + title + "》不予登记", EN: "Refuse to register “" + title + "”"},
		&registry.CaseDecline{Case: id, Reasons: w.Commitment}, w)
	return proposed(r, nil), err
}

// Issue proposes to issue the certificate. A zero date is the latest that the Guide allows (Art. 26).
func (s *Service) Issue(ctx context.Context, id string, validUntil daycount.Date) (Proposed, error) {
	c, rules, err := s.theCase(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	if validUntil.IsZero() && c.DepositedAt != 0 {
		validUntil = registry.Day(c.DepositedAt).AddMonths(c.Rules(rules.Profile).ValidityMonths).AddDays(-1)
	}
	title := s.title(ctx, c)
	r, err := s.Propose(ctx, "case/"+id, approval.Text{ZH: "核发《" + title + "》登记凭证", EN: "Issue the certificate of “" + title + "”"},
		&registry.CertificateIssue{Case: id, ValidUntil: validUntil})
	return proposed(r, nil), err
}

// title is the name of a case's data, or its number where the form is not kept here.
func (s *Service) title(ctx context.Context, c *registry.Case) string {
	all, err := s.Recall(ctx, c.FormCommitment)
	if w, ok := all[c.FormCommitment]; err == nil && ok {
		return w.Title
	}
	return c.ID
}
