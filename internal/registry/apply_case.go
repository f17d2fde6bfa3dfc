package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/daycount"
)

// docket is a case as a command sees it: as of today, with the rules that govern it.
type docket struct {
	*Case
	c     *Context
	cal   *daycount.Calendar
	rules Profile
	today daycount.Date
}

// open loads a case as of today and requires one of the given statuses (any, if none is given).
func (c *Context) open(id string, allowed ...CaseStatus) (*docket, error) {
	stored, err := load[Case](c, PrefixCase+id, "body.case")
	if err != nil {
		return nil, err
	}
	p, cal, err := c.rules()
	if err != nil {
		return nil, err
	}
	now := stored.AsOf(cal, c.Today(), p)
	if len(allowed) > 0 && !slices.Contains(allowed, now.Status) {
		return nil, ErrCaseStatus.With("case", id, "status", now.Status, "kind", c.Env.Kind).At("body.case")
	}
	return &docket{Case: &now, c: c, cal: cal, rules: now.Rules(p), today: c.Today()}, nil
}

// by requires the sender to be a given party of the case.
func (d *docket) by(org string) error {
	if d.c.Env.Org != org {
		return ErrParty.With("org", d.c.Env.Org, "kind", d.c.Env.Kind).At("org")
	}
	return nil
}

// byApplicant requires the sender to be an applicant, alone or joint.
func (d *docket) byApplicant() error {
	if !d.Party(d.c.Env.Org) {
		return d.by(d.Applicant)
	}
	return nil
}

// save stores the case and tells what happened to it.
func (d *docket) save(event string) error {
	if d.Type == TypeRenewal {
		if err := d.holdOver(); err != nil {
			return err
		}
	}
	d.c.tell(PrefixCase+d.ID, event, d.Case)
	return nil
}

// start runs a new clock from today.
func (d *docket) start(name ClockName, days int) {
	d.Clock = Clock{Name: name, Since: d.today, Days: days}
}

// pause stops the review's clock and keeps the days that are left (Guide Art. 28).
func (d *docket) pause() {
	if d.Clock.Name == ClockReview {
		used := d.cal.WorkingDaysBetween(d.Clock.Since, d.today)
		d.Paused = &Clock{Name: ClockReview, Since: d.Clock.Since, Days: max(0, d.Clock.Days-used)}
	}
	d.Clock = Clock{}
}

// resume runs the review's clock on with the days that were left.
func (d *docket) resume() {
	days := 0
	if d.Paused != nil {
		days = d.Paused.Days
	}
	d.Paused = nil
	d.start(ClockReview, days)
}

func (m *CaseFile) apply(c *Context) error {
	if err := c.applicant(c.Env.Org, "org"); err != nil {
		return err
	}
	registrar, err := memoOrg.load(c, PrefixOrg+m.Registrar, "body.registrar")
	if err != nil {
		return err
	}
	if !registrar.Has(RoleRegistrar) {
		return ErrRole.With("org", m.Registrar, "role", RoleRegistrar, "kind", c.Env.Kind).At("body.registrar")
	}
	if m.Registrar == c.Env.Org {
		return ErrSelfRegister.At("body.registrar")
	}
	if err := m.check(c.Time); err != nil {
		return err
	}
	p, terms, err := c.regime(m.Registrar, m.Profile)
	if err != nil {
		return err
	}
	cs := &Case{
		ID: makeID(idCase, c.Sum), Type: TypeInitial, Applicant: c.Env.Org, Registrar: m.Registrar,
		FormCommitment: m.FormCommitment, Industry: m.Industry, Region: m.Region, Source: m.Source, Rights: m.Rights,
		Measurement: m.Measurement, Grade: m.Grade, PublicRegistry: m.PublicRegistry,
		Withhold: m.Withhold, WithholdReason: m.WithholdReason,
		Status: CaseFiled, FiledOn: c.Today(), Clock: Clock{Name: ClockAcceptance, Since: c.Today(), Days: p.AcceptanceDays},
		Terms: terms, Attachments: m.Attachments, Secret: m.Secret, Evidence: m.Evidence, Assessment: m.RiskAssessment,
	}
	if err := m.checkRegime(p, c.Today()); err != nil {
		return err
	}
	if err := m.join(c, cs); err != nil {
		return err
	}
	if exists(c, PrefixCase+cs.ID) {
		return ErrExists.With("what", cs.ID)
	}
	c.tell(PrefixCase+cs.ID, "case.filed", cs)
	return nil
}

// check is what can be said of a filing on its face: Guide Art. 15, 20, 21 and the form of annex 1.
func (m *CaseFile) check(now int64) error {
	switch {
	case m.StateBody:
		return ErrStateBody.At("body.state_body")
	case m.Grade == "core":
		return ErrCoreData.At("body.grade")
	case m.Grade == "important" && m.RiskAssessment == "":
		return ErrImportant.At("body.grade")
	case m.Grade != "general" && m.Grade != "important":
		return ErrField.With("why", "grade is general, important or core").At("body.grade")
	case m.PublicData && m.PublicRegistry == "":
		return ErrPublicRegistry.At("body.public_registry")
	case len(m.Industry) < 3 || len(m.Industry) > 5 || m.Industry[0] < 'A' || m.Industry[0] > 'T':
		return ErrField.With("why", "industry is a GB/T 4754 letter and class, such as G54").At("body.industry")
	}
	if err := cmp.Or(
		digest(m.FormCommitment, "body.form_commitment"),
		digits(m.Region, 6, "body.region"),
		checkMeasurement(&m.Measurement, now, "body.measurement"),
	); err != nil {
		return err
	}
	if m.Withhold {
		if err := digest(m.WithholdReason, "body.withhold_reason"); err != nil {
			return err
		}
	}
	if m.RiskAssessment != "" {
		if err := digest(m.RiskAssessment, "body.risk_assessment"); err != nil {
			return err
		}
	}
	if err := cmp.Or(checkAttachments(m.Attachments, "body.attachments"), m.checkSecret()); err != nil {
		return err
	}
	return checkRights(m.Source, m.Rights)
}

// checkRights holds the rights applied for against the source → rights table.
func checkRights(s Source, claimed []GrantedRight) error {
	allowed, rule := Registrable(s)
	if rule == nil {
		return ErrSource.With("source", printable(string(s.Kind))).At("body.source.kind")
	}
	if len(claimed) == 0 || len(claimed) > len(AllRights) {
		return ErrField.With("why", "one to three rights").At("body.rights")
	}
	for i, g := range claimed {
		if !slices.Contains(AllRights, g.Right) {
			return ErrField.With("why", "a right is holding, use or operating").At("body.rights")
		}
		if slices.ContainsFunc(claimed[:i], func(o GrantedRight) bool { return o.Right == g.Right }) {
			return ErrField.With("why", "right given twice: "+string(g.Right)).At("body.rights")
		}
		if !slices.Contains(allowed, g.Right) {
			return ErrRights.With("source", s.Kind, "right", g.Right, "why", rule.Why, "article", rule.Article).At("body.rights")
		}
	}
	return nil
}

func (m *CaseAccept) apply(c *Context) error {
	d, err := c.open(m.Case, CaseFiled)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	d.Status, d.AcceptedOn = CaseReviewing, d.today
	d.start(ClockReview, d.rules.ReviewDays)
	return d.save("case.accepted")
}

func (m *CaseCorrect) apply(c *Context) error {
	d, err := c.open(m.Case, CaseFiled, CaseReviewing)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), digest(m.List, "body.list")); err != nil {
		return err
	}
	if d.Corrections != "" {
		return ErrCorrectedOnce.At("body.case")
	}
	d.pause()
	d.Status, d.Corrections = CaseCorrecting, m.List
	d.start(ClockCorrection, d.rules.CorrectionDays)
	return d.save("case.correction_requested")
}

func (m *CaseResubmit) apply(c *Context) error {
	d, err := c.open(m.Case, CaseCorrecting)
	if err != nil {
		return err
	}
	if err := cmp.Or(
		d.by(d.Applicant),
		digest(m.FormCommitment, "body.form_commitment"),
		checkAttachments(m.Attachments, "body.attachments"),
		checkCount(len(d.Attachments)+len(m.Attachments), "body.attachments"),
	); err != nil {
		return err
	}
	d.FormCommitment = m.FormCommitment
	d.Attachments = append(d.Attachments, m.Attachments...)
	if d.AcceptedOn.IsZero() {
		d.Status = CaseFiled
		d.start(ClockAcceptance, d.rules.AcceptanceDays)
	} else {
		d.Status = CaseReviewing
		d.resume()
	}
	return d.save("case.resubmitted")
}

func (m *CaseDecline) apply(c *Context) error {
	d, err := c.open(m.Case, CaseFiled, CaseCorrecting, CaseReviewing, CaseReviewed)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), digest(m.Reasons, "body.reasons")); err != nil {
		return err
	}
	d.Status, d.Clock, d.Refusal = CaseRefused, Clock{}, m.Reasons
	return d.save("case.refused")
}

func (m *CaseWithdraw) apply(c *Context) error {
	d, err := c.open(m.Case, CaseConsenting, CaseFiled, CaseCorrecting, CaseReviewing, CaseReviewed, CasePublicity, CaseObjected, CaseCleared)
	if err != nil {
		return err
	}
	if err := d.byApplicant(); err != nil {
		return err
	}
	d.Status, d.Clock = CaseWithdrawn, Clock{}
	return d.save("case.withdrawn")
}

func (m *CaseExtend) apply(c *Context) error {
	d, err := c.open(m.Case, CaseReviewing)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), digest(m.Reason, "body.reason")); err != nil {
		return err
	}
	if d.Extended {
		return ErrExtendedOnce.At("body.case")
	}
	d.Extended = true
	d.Clock.Days += d.rules.ReviewExtension
	return d.save("case.extended")
}

func (m *CaseReview) apply(c *Context) error {
	d, err := c.open(m.Case, CaseReviewing)
	if err != nil {
		return err
	}
	if err := cmp.Or(d.by(d.Registrar), digest(m.Opinion, "body.opinion"), m.checkSimilar(c)); err != nil {
		return err
	}
	d.Review = &Review{
		Accuracy: m.Accuracy, Compliance: m.Compliance, Clarity: m.Clarity, Opinion: m.Opinion, On: d.today,
		Late: d.Clock.Over(d.cal, d.today), Similar: m.Similar,
	}
	if m.Accuracy && m.Compliance && m.Clarity {
		d.pause()
		d.Status = CaseReviewed
		if !d.Posts(d.rules) {
			d.Status = CaseCleared
		}
		return d.save("case.reviewed")
	}
	d.Status, d.Clock, d.Refusal = CaseRefused, Clock{}, m.Opinion
	return d.save("case.refused")
}

func (m *CaseReview) checkSimilar(c *Context) error {
	if len(m.Similar) > 100 {
		return ErrField.With("why", "at most 100 similar cases").At("body.similar")
	}
	for _, s := range m.Similar {
		if s.Case == m.Case || !exists(c, PrefixCase+s.Case) {
			return ErrNotFound.With("what", printable(s.Case)).At("body.similar")
		}
		if min(s.HereInThere, s.ThereInHere) < 0 || max(s.HereInThere, s.ThereInHere) > 1_000_000 {
			return ErrField.With("why", "a share is 0 to 1,000,000 ppm").At("body.similar")
		}
		if err := digest(s.Determination, "body.similar"); err != nil {
			return err
		}
	}
	return nil
}
