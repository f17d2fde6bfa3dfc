package registration

import (
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// CaseConsent joins an application in which the sender was named. By each joint applicant; of a transfer, the transferee.
type CaseConsent struct {
	Case string `json:"case"`
}

func (*CaseConsent) Kind() string { return "case.consent" }

func (m *CaseConsent) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseConsenting)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(d.Joint, func(j facts.Joint) bool { return j.Org == c.Org })
	if at < 0 {
		return d.by("")
	}
	if !d.Joint[at].ConsentedOn.IsZero() {
		return ErrConsented.With("org", c.Org).At("org")
	}
	d.Joint[at].ConsentedOn, d.Joint[at].Index = d.today, c.Index
	if slices.ContainsFunc(d.Joint, func(j facts.Joint) bool { return j.ConsentedOn.IsZero() }) {
		return d.save("case.consented")
	}
	d.Status, d.FiledOn = facts.CaseFiled, d.today
	d.start(facts.ClockAcceptance, d.rules.AcceptanceDays)
	return d.save("case.consented")
}

// join names the further applicants. With one, the case waits for consent, and the clock of acceptance with it: an
// application is made when all who apply have made it.
func (m *CaseFile) join(c *act.Context, cs *facts.Case) error {
	if len(m.Joint) > maxJoint {
		return ErrJoint.With("why", "at most 20").At("body.joint")
	}
	for i, j := range m.Joint {
		if j.Org == cs.Applicant || slices.ContainsFunc(m.Joint[:i], func(o JointClaim) bool { return o.Org == j.Org }) {
			return ErrJoint.With("why", "named twice: "+act.Printable(j.Org)).At("body.joint")
		}
		if j.Org == cs.Registrar {
			return ErrSelfRegister.At("body.joint")
		}
		if err := applicant(c, j.Org, "body.joint"); err != nil {
			return err
		}
		if err := checkRights(m.Source, j.Rights); err != nil {
			return fault.From(err).At("body.joint")
		}
		cs.Joint = append(cs.Joint, facts.Joint{Org: j.Org, Rights: j.Rights})
	}
	if len(cs.Joint) > 0 {
		cs.Status, cs.Clock = facts.CaseConsenting, facts.Clock{}
	}
	return nil
}

// applicant requires an enterprise or a natural person.
func applicant(c *act.Context, org, field string) error {
	o, err := act.Organisation(c, org, field)
	if err != nil {
		return err
	}
	if !o.Applies() {
		if field == "org" {
			return act.ErrRole.With("org", o.USCC, "role", facts.RoleEnterprise, "kind", c.Kind).At(field)
		}
		return ErrApplicant.With("org", o.USCC).At(field)
	}
	return nil
}

// Bounds of what a filing carries.
const (
	maxJoint       = 20
	maxAttachments = 50
	maxAttachment  = 2 << 30 // bytes
)

// attachmentKinds are what an attachment can be, by the annexes of the Guide.
var attachmentKinds = []string{
	"identity", "source", "contract", "sample", "description", "licence", "evidence", "report", "certificate", "other",
}

func checkCount(n int, field string) error {
	if n > maxAttachments {
		return ErrAttachment.With("why", "more than 50").At(field)
	}
	return nil
}

func checkAttachments(all []facts.Attachment, field string) error {
	if err := checkCount(len(all), field); err != nil {
		return err
	}
	for _, a := range all {
		if err := act.Digest(a.Commitment, field); err != nil {
			return err
		}
		switch {
		case !slices.Contains(attachmentKinds, a.Kind):
			return ErrAttachment.With("why", "kind "+act.Printable(a.Kind)).At(field)
		case a.Size < 1 || a.Size > maxAttachment:
			return ErrAttachment.With("why", "size").At(field)
		case len(a.Type) < 3 || len(a.Type) > 100 || strings.Count(a.Type, "/") != 1:
			return ErrAttachment.With("why", "media type").At(field)
		}
	}
	return nil
}

// Faults of who applies together, with what papers.
var (
	ErrApplicant = fault.Define("case.applicant", fault.Forbidden,
		"{org} 不是企业或自然人，不能申请登记", "{org} is neither an enterprise nor a natural person and cannot apply")
	ErrJoint = fault.Define("case.joint", fault.Invalid,
		"共同申请人有误：{why}", "the joint applicants do not fit: {why}")
	ErrConsented = fault.Define("case.consented", fault.Conflict,
		"机构 {org} 已经同意", "{org} has consented already")
	ErrAttachment = fault.Define("case.attachment", fault.Invalid,
		"附件有误：{why}", "the attachment does not fit: {why}").
		Hint("附件以加盐承诺登记，最多 50 个，每个不超过 2 GiB", "an attachment is registered by its salted commitment, at most 50, each at most 2 GiB")
)
