package registrar

import (
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// Term is a legal term that runs.
type Term struct {
	Name            registry.ClockName `json:"name" enum:"acceptance,correction,review,publicity,objection,notice"`
	Since           daycount.Date      `json:"since"`
	Days            int                `json:"days" doc:"working days"`
	Until           daycount.Date      `json:"until" doc:"last day"`
	WorkingDaysLeft int                `json:"working_days_left" doc:"until the last day; negative: working days over"`
	Over            bool               `json:"over"`
	CalendarKnown   bool               `json:"calendar_known" doc:"false: it reaches into a year whose holidays are not published yet, and may move"`
	Waits           string             `json:"waits,omitempty" enum:"applicant,joint,registrar,public" doc:"whose act it waits for"`
	Sure            string             `json:"sure,omitempty" enum:"read,secondary,memory,platform" doc:"how sure the number of days is: read in the text of the rules, from a summary, unchecked, or this platform's own"`
	Source          string             `json:"source,omitempty" doc:"where the number of days comes from"`
	Paused          *PausedTerm        `json:"paused,omitempty" doc:"the handling term that stands still meanwhile (Guide Art. 28)"`
}

// PausedTerm is a term that stands still.
type PausedTerm struct {
	Name            registry.ClockName `json:"name" enum:"review"`
	WorkingDaysLeft int                `json:"working_days_left"`
	Why             string             `json:"why" enum:"correction,publicity,objection"`
	Since           daycount.Date      `json:"since,omitzero"`
}

// clock is the legal term that runs on a case today, nil if none does: also the handling term between two steps.
func (r rules) clock(c *registry.Case) *Term {
	v := facts.ClockOf(*c, r.Today, r.Cal, r.Profile)
	if v.Name == "" {
		return nil
	}
	t := &Term{
		Name: v.Name, Since: v.Since, Days: v.Days, Until: v.Until, WorkingDaysLeft: v.Left, Over: v.Over, CalendarKnown: v.Known,
		Waits: v.Waits,
	}
	if b, ok := basis(c, v.Name); ok {
		t.Sure, t.Source = b.Sure, b.Text
	}
	if v.Paused != nil {
		t.Paused = &PausedTerm{Name: v.Paused.Name, WorkingDaysLeft: v.Paused.Left, Why: v.Paused.Why, Since: v.Paused.From}
	}
	return t
}

func (r rules) term(k registry.Clock) *Term {
	if k.Name == "" {
		return nil
	}
	until := k.Until(r.Cal)
	return &Term{
		Name: k.Name, Since: k.Since, Days: k.Days, Until: until, WorkingDaysLeft: r.Cal.WorkingDaysBetween(r.Today, until),
		Over: r.Today.After(until), CalendarKnown: r.Cal.Known(until.Year()),
	}
}

// CaseItem is a case in a list.
type CaseItem struct {
	ID           string              `json:"id"`
	Type         string              `json:"type" enum:"initial,transfer,change,renewal,cancellation"`
	Title        string              `json:"title" doc:"name of the data; the case's number where the form is not kept on this node"`
	Applicant    desk.Party          `json:"applicant"`
	Registrar    desk.Party          `json:"registrar"`
	Industry     string              `json:"industry"`
	Region       string              `json:"region"`
	Source       registry.SourceKind `json:"source"`
	Rights       []registry.Right    `json:"rights"`
	Status       registry.CaseStatus `json:"status" enum:"consenting,filed,correcting,reviewing,reviewed,publicity,objected,cleared,deposited,certified,not_filed,refused,withdrawn" doc:"as of today"`
	FiledOn      daycount.Date       `json:"filed_on"`
	FiledAt      time.Time           `json:"filed_at"`
	UpdatedAt    time.Time           `json:"updated_at" doc:"of the latest entry in the log"`
	Index        uint64              `json:"index" doc:"log position of the filing"`
	Term         *Term               `json:"term,omitempty" doc:"the term that runs"`
	Deemed       bool                `json:"deemed" doc:"accepted by silence (Guide Art. 17)"`
	Withhold     bool                `json:"withhold" doc:"asks not to be published"`
	Certificates []string            `json:"certificates"`
	Certificate  string              `json:"certificate,omitempty" doc:"of a later registration: the one it is about"`
	Regime       string              `json:"regime" doc:"rules it goes by"`
	Acts         []Act               `json:"acts" doc:"what the caller's organisation may do now"`
}

// Act is something a party may do with a case.
type Act string

// The acts, as routes name them.
const (
	ActAccept   Act = "accept"
	ActCorrect  Act = "correct"
	ActResubmit Act = "resubmit"
	ActDecline  Act = "decline"
	ActReview   Act = "review"
	ActExtend   Act = "extend"
	ActPost     Act = "post"
	ActObject   Act = "object"
	ActResolve  Act = "resolve"
	ActDeposit  Act = "deposit"
	ActIssue    Act = "issue"
	ActWithdraw Act = "withdraw"
	ActConsent  Act = "consent"
	ActConclude Act = "conclude"
	ActNotify   Act = "notify" // the registrant, of an objection after registration
	ActAnswer   Act = "answer" // such an objection
)

// acts returns what an organisation may do with a case as of today. It mirrors the registry's rules for the screens'
// sake; the registry decides.
func acts(c *registry.Case, org string) []Act {
	out := []Act{}
	open := 0
	for _, o := range c.Objections {
		if !o.Resolved {
			open++
		}
	}
	switch org {
	case c.Registrar:
		switch c.Status {
		case registry.CaseFiled:
			out = append(out, ActAccept)
		case registry.CaseReviewing:
			out = append(out, ActReview)
			if !c.Extended {
				out = append(out, ActExtend)
			}
		case registry.CaseReviewed:
			out = append(out, ActPost)
		case registry.CaseCleared:
			out = append(out, ActDeposit)
		case registry.CaseDeposited:
			if open == 0 && c.Certificate != "" {
				out = append(out, ActConclude)
			} else if open == 0 {
				out = append(out, ActIssue)
			}
		}
		if lateObjection(c, func(o registry.Objection) bool { return o.Notified.IsZero() }) {
			out = append(out, ActNotify)
		}
		if open > 0 {
			out = append(out, ActResolve)
		}
		if (c.Status == registry.CaseFiled || c.Status == registry.CaseReviewing) && c.Corrections == "" {
			out = append(out, ActCorrect)
		}
		switch c.Status {
		case registry.CaseFiled, registry.CaseCorrecting, registry.CaseReviewing, registry.CaseReviewed:
			out = append(out, ActDecline)
		}
	}
	if c.Party(org) {
		if c.Status == registry.CaseConsenting && consentWanted(c, org) {
			out = append(out, ActConsent)
		}
		if lateObjection(c, func(o registry.Objection) bool { return !o.Notified.IsZero() && o.Answer == "" }) {
			out = append(out, ActAnswer)
		}
		if c.Status == registry.CaseCorrecting && org == c.Applicant {
			out = append(out, ActResubmit)
		}
		switch c.Status {
		case registry.CaseDeposited, registry.CaseCertified, registry.CaseNotFiled, registry.CaseRefused, registry.CaseWithdrawn:
		default:
			out = append(out, ActWithdraw)
		}
		return out
	}
	switch c.Status {
	case registry.CasePublicity, registry.CaseObjected, registry.CaseDeposited, registry.CaseCertified:
		out = append(out, ActObject)
	}
	return out
}

// lateObjection reports whether an open objection after registration is as wanted.
func lateObjection(c *registry.Case, wanted func(registry.Objection) bool) bool {
	return slices.ContainsFunc(c.Objections, func(o registry.Objection) bool { return o.Late && !o.Resolved && wanted(o) })
}

// consentWanted reports whether a joint applicant has not consented yet.
func consentWanted(c *registry.Case, org string) bool {
	return slices.ContainsFunc(c.Joint, func(j registry.Joint) bool { return j.Org == org && j.ConsentedOn.IsZero() })
}

// waitsForRegistrar reports whether the next act is the registrar's, rather than the applicant's or the calendar's.
func waitsForRegistrar(st registry.CaseStatus) bool {
	switch st {
	case registry.CaseFiled, registry.CaseReviewing, registry.CaseReviewed, registry.CaseObjected, registry.CaseCleared, registry.CaseDeposited:
		return true
	}
	return false
}

// Case is a case with all that a party may see of it. What is not for the caller is absent.
type Case struct {
	CaseItem
	Access         string            `json:"access" enum:"party,objector,public" doc:"why the caller sees it, and so how much"`
	FormCommitment string            `json:"form_commitment"`
	Form           *Form             `json:"form,omitempty" doc:"parties only"`
	Public         *PublicForm       `json:"public,omitempty" doc:"what of the form is public"`
	Annex          *Annex            `json:"annex,omitempty" doc:"of a later registration: what annex 2–5 adds; parties only"`
	Joint          []JointView       `json:"joint" doc:"further applicants; of a transfer, the transferee"`
	Attachments    []AttachmentView  `json:"attachments" doc:"parties only"`
	Holds          []HoldView        `json:"holds,omitempty" doc:"of an open transfer: what others have in the rights; parties only"`
	Unsure         []profile.Basis   `json:"unsure,omitempty" doc:"figures of the rules that decide the next step and that nobody checked against their text; the registrar only"`
	Secret         *SecretView       `json:"secret,omitempty" doc:"of a trade secret; parties only"`
	Grounds        string            `json:"grounds,omitempty" enum:"request,destroyed,objection,law" doc:"of a cancellation"`
	Changes        []string          `json:"changes,omitempty" doc:"of a change: identity, description, time_span"`
	RenewUntil     daycount.Date     `json:"renew_until,omitzero" doc:"of a renewal"`
	Dataset        string            `json:"dataset,omitempty" doc:"applicant only"`
	Measurement    Measured          `json:"measurement"`
	SourceFacts    registry.Source   `json:"source_facts"`
	RightsTable    RightsRow         `json:"rights_table" doc:"what the source → rights table says"`
	Granted        []Granted         `json:"granted" doc:"rights applied for or granted"`
	Grade          string            `json:"grade"`
	PublicRegistry string            `json:"public_registry,omitempty"`
	AcceptedOn     daycount.Date     `json:"accepted_on,omitzero"`
	Corrections    *CorrectionsView  `json:"corrections,omitempty"`
	Extended       bool              `json:"extended"`
	PausedDays     *int              `json:"paused_days,omitempty" doc:"working days the review has left while another term runs"`
	Review         *ReviewView       `json:"review,omitempty"`
	Findings       []FindingView     `json:"findings" doc:"similar data; the registrar only"`
	Publicity      *PublicityView    `json:"publicity,omitempty"`
	Objections     []ObjectionView   `json:"objections"`
	DepositedAt    *time.Time        `json:"deposited_at,omitempty" doc:"effective from (Guide Art. 26)"`
	Asset          string            `json:"asset,omitempty"`
	Refusal        *Words            `json:"refusal,omitempty"`
	Steps          []Step            `json:"steps" doc:"the seven steps (Guide Art. 14)"`
	Log            []Position        `json:"log" doc:"everything that happened to it, oldest first"`
	Pending        []PendingApproval `json:"pending" doc:"requests of the caller's organisation that wait for a second person"`
}

// Granted is a right with its term.
type Granted struct {
	Right registry.Right `json:"right" enum:"holding,use,operating"`
	Until daycount.Date  `json:"until,omitzero"`
}

// RightsRow is the row of the source → rights table that applies (Guide Art. 20–21).
type RightsRow struct {
	Code    string           `json:"code"`
	Article string           `json:"article"`
	Rights  []registry.Right `json:"rights" doc:"what the source can carry"`
}

// Words are a private text with its commitment in the log. Text is absent where the caller may not read it or it is not
// kept on this node.
type Words struct {
	Commitment string `json:"commitment"`
	Text       string `json:"text,omitempty"`
}

// CorrectionsView is the one-time list.
type CorrectionsView struct {
	Commitment string   `json:"commitment"`
	Items      []string `json:"items"`
}

// ReviewView is the conclusion of the review.
type ReviewView struct {
	On         daycount.Date          `json:"on"`
	Late       bool                   `json:"late"`
	Accuracy   Head                   `json:"accuracy"`
	Compliance Head                   `json:"compliance"`
	Clarity    Head                   `json:"clarity"`
	Opinion    Words                  `json:"opinion"`
	Checks     []decision.CheckAnswer `json:"checks" doc:"the checklist, answered"`
	Similar    []DisclosedFindings    `json:"similar"`
}

// DisclosedFindings is a similarity as the log discloses it.
type DisclosedFindings struct {
	Case          string `json:"case"`
	HereInThere   int64  `json:"here_in_there_ppm"`
	ThereInHere   int64  `json:"there_in_here_ppm"`
	Determination Words  `json:"determination"`
}

// FindingView is a finding with the names of the other case.
type FindingView struct {
	Finding
	Title         string              `json:"title" doc:"name of the other data"`
	ApplicantName string              `json:"applicant_name"`
	Status        registry.CaseStatus `json:"status" doc:"of the other case"`
}

// PublicityView is the posting.
type PublicityView struct {
	Posted   daycount.Date `json:"posted"`
	Until    daycount.Date `json:"until,omitzero" doc:"last day"`
	Withheld bool          `json:"withheld"`
	Reason   *Words        `json:"reason,omitempty"`
}

// ObjectionView is an objection.
type ObjectionView struct {
	ID       string        `json:"id"`
	By       desk.Party    `json:"by"`
	Filed    daycount.Date `json:"filed"`
	Late     bool          `json:"late" doc:"after registration (Guide Art. 29)"`
	Grounds  Words         `json:"grounds"`
	OnBehalf string        `json:"on_behalf_of,omitempty" doc:"the registrar only"`
	Resolved bool          `json:"resolved"`
	Upheld   bool          `json:"upheld"`
	On       daycount.Date `json:"on,omitzero"`
	Opinion  *Words        `json:"opinion,omitempty"`
	Notified daycount.Date `json:"notified,omitzero" doc:"the registrant was told (Guide Art. 29)"`
	Answer   string        `json:"answer,omitempty" enum:"agreed,contested" doc:"the registrant's"`
	Defence  *Words        `json:"defence,omitempty" doc:"the registrant's statement; parties and the objector"`
}

// Position is an event of a case in the log.
type Position struct {
	Index   uint64     `json:"index"`
	Kind    string     `json:"kind"`
	Command string     `json:"command"`
	By      desk.Party `json:"by"`
	At      time.Time  `json:"at"`
}

// PendingApproval is a request about the case.
type PendingApproval struct {
	ID      string          `json:"id"`
	Kind    string          `json:"kind"`
	Maker   string          `json:"maker"`
	Summary approval.Text   `json:"summary"`
	At      time.Time       `json:"at"`
	State   string          `json:"state"`
	Trouble string          `json:"trouble,omitempty" doc:"code of the fault that sent it back"`
	May     PendingApproves `json:"may"`
}

// PendingApproves is what the caller may do with a request.
type PendingApproves struct {
	Decide bool `json:"decide"`
}
