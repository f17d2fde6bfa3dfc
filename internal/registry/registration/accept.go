package registration

import (
	"cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// CaseAccept accepts a filing, within the term or late. By the registrar.
type CaseAccept struct {
	Case string `json:"case"`
}

func (*CaseAccept) Kind() string { return "case.accept" }

func (m *CaseAccept) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseFiled)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	d.Status, d.AcceptedOn = facts.CaseReviewing, d.today
	d.start(facts.ClockReview, d.rules.ReviewDays)
	return d.save("case.accepted")
}

// CaseCorrect asks the applicant, once, for corrections; in review, for more evidence, which stops the review's clock.
type CaseCorrect struct {
	Case string `json:"case"`
	List string `json:"list"` // commitment to what is to be corrected
}

func (*CaseCorrect) Kind() string { return "case.correct" }

func (m *CaseCorrect) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseFiled, facts.CaseReviewing)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), act.Digest(m.List, "body.list")); err != nil {
		return err
	}
	if d.Corrections != "" {
		return ErrCorrectedOnce.At("body.case")
	}
	d.pause()
	d.Status, d.Corrections = facts.CaseCorrecting, m.List
	d.start(facts.ClockCorrection, d.rules.CorrectionDays)
	return d.save("case.correction_requested")
}

// CaseResubmit answers a request for correction. By the applicant.
type CaseResubmit struct {
	Case           string             `json:"case"`
	FormCommitment string             `json:"form_commitment"`
	Attachments    []facts.Attachment `json:"attachments,omitempty"` // added to those there are
}

func (*CaseResubmit) Kind() string { return "case.resubmit" }

func (m *CaseResubmit) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseCorrecting)
	if err != nil {
		return err
	}
	if err := cmp.Or(
		d.by(d.Applicant),
		act.Digest(m.FormCommitment, "body.form_commitment"),
		checkAttachments(m.Attachments, "body.attachments"),
		checkCount(len(d.Attachments)+len(m.Attachments), "body.attachments"),
	); err != nil {
		return err
	}
	d.FormCommitment = m.FormCommitment
	d.Attachments = append(d.Attachments, m.Attachments...)
	if d.AcceptedOn.IsZero() {
		d.Status = facts.CaseFiled
		d.start(facts.ClockAcceptance, d.rules.AcceptanceDays)
	} else {
		d.Status = facts.CaseReviewing
		d.resume()
	}
	return d.save("case.resubmitted")
}

// CaseWithdraw ends the proceeding on the applicant's wish, before deposit.
type CaseWithdraw struct {
	Case string `json:"case"`
}

func (*CaseWithdraw) Kind() string { return "case.withdraw" }

func (m *CaseWithdraw) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseConsenting, facts.CaseFiled, facts.CaseCorrecting, facts.CaseReviewing, facts.CaseReviewed, facts.CasePublicity, facts.CaseObjected, facts.CaseCleared)
	if err != nil {
		return err
	}
	if err := d.byApplicant(); err != nil {
		return err
	}
	d.Status, d.Clock = facts.CaseWithdrawn, facts.Clock{}
	return d.save("case.withdrawn")
}

// CaseDecline refuses a filing or, in review, the registration (Guide Art. 22). By the registrar.
type CaseDecline struct {
	Case    string `json:"case"`
	Reasons string `json:"reasons"` // commitment
}

func (*CaseDecline) Kind() string { return "case.decline" }

func (m *CaseDecline) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseFiled, facts.CaseCorrecting, facts.CaseReviewing, facts.CaseReviewed)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), act.Digest(m.Reasons, "body.reasons")); err != nil {
		return err
	}
	d.Status, d.Clock, d.Refusal = facts.CaseRefused, facts.Clock{}, m.Reasons
	return d.save("case.refused")
}

// Faults of the steps of a case.
var (
	ErrCaseStatus = fault.Define("case.status", fault.Conflict,
		"案件 {case} 当前状态为 {status}，不能执行 {kind}", "case {case} is {status}; {kind} is not possible now").
		Hint("请刷新案件查看当前步骤", "reload the case to see its present step")
	ErrCorrectedOnce = fault.Define("case.corrected_once", fault.Conflict,
		"补正要求应一次性告知，已发出过（指引第十七条）", "corrections are asked for once, and were (Guide Art. 17)")
)
