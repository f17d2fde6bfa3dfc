package facts

import "shurong.org/shurong/daycount"

// Why the handling term stands still (Guide Art. 28: supplement, publicity and objection are not counted).
const (
	PausedByCorrection = "correction"
	PausedByPublicity  = "publicity"
	PausedByObjection  = "objection"
)

// Who a case waits for.
const (
	WaitsApplicant = "applicant"
	WaitsJoint     = "joint" // joint applicants who have not consented
	WaitsRegistrar = "registrar"
	WaitsPublic    = "public" // the term runs for everybody to object
	WaitsNobody    = ""
)

// ClockView says which legal term runs on a case on a day: since when, until when, for whom, and which other stands still
// and why. The zero value says that no term runs.
type ClockView struct {
	Name   ClockName     `json:"name,omitempty"`
	Since  daycount.Date `json:"since,omitzero"`
	Days   int           `json:"days"`           // working days of the term, or those that were left when it ran on
	Until  daycount.Date `json:"until,omitzero"` // last day
	Left   int           `json:"left"`           // working days to the last day; negative: days over
	Over   bool          `json:"over"`
	Known  bool          `json:"known"` // the calendar of Until's year is published
	Waits  string        `json:"waits"`
	Paused *PausedClock  `json:"paused,omitempty"`
}

// PausedClock is a term that stands still.
type PausedClock struct {
	Name ClockName     `json:"name"`
	Left int           `json:"left"` // working days it has left
	Why  string        `json:"why"`
	From daycount.Date `json:"from,omitzero"` // since when it stands still
}

// ClockOf says which clock runs on a case. Between the review's conclusion and the certificate the handling term of Art.
// 28 runs on wherever nothing stops it, although no step of its own has a term: a reviewed case must be posted, a
// cleared one deposited and certified, in the days that are left.
func ClockOf(c Case, today daycount.Date, cal *daycount.Calendar, p Profile) ClockView {
	c = c.AsOf(cal, today, p)
	p = c.Rules(p)
	switch c.Status {
	case CaseConsenting:
		return ClockView{Waits: WaitsJoint}
	case CaseFiled, CaseReviewing:
		return view(c.Clock, today, cal, WaitsRegistrar)
	case CaseCorrecting:
		v := view(c.Clock, today, cal, WaitsApplicant)
		v.Paused = c.paused(PausedByCorrection, c.Clock.Since)
		return v
	case CaseReviewed:
		return view(c.rest(c.Review.On, 0), today, cal, WaitsRegistrar)
	case CasePublicity:
		v := view(c.Clock, today, cal, WaitsPublic)
		v.Paused = c.paused(PausedByPublicity, c.Publicity.Posted)
		v.Paused.take(c.betweenReviewAndPosting(cal))
		return v
	case CaseObjected:
		v := view(c.Clock, today, cal, WaitsRegistrar)
		v.Paused = c.paused(PausedByObjection, c.Clock.Since)
		v.Paused.take(c.betweenReviewAndPosting(cal))
		return v
	case CaseCleared, CaseDeposited:
		if c.Status == CaseDeposited && c.Clock.Name != "" { // an objection after the deposit
			return c.notice(today, cal)
		}
		return view(c.rest(c.cleared(cal, p), c.betweenReviewAndPosting(cal)), today, cal, WaitsRegistrar)
	case CaseCertified:
		return c.notice(today, cal)
	}
	return ClockView{}
}

func view(k Clock, today daycount.Date, cal *daycount.Calendar, waits string) ClockView {
	if k.Name == "" {
		return ClockView{Waits: waits}
	}
	until := k.Until(cal)
	return ClockView{
		Name: k.Name, Since: k.Since, Days: k.Days, Until: until, Left: cal.WorkingDaysBetween(today, until), Over: today.After(until),
		Known: cal.Known(until.Year()), Waits: waits,
	}
}

// notice is the term to tell the registrant of an objection after registration (Art. 29).
func (c *Case) notice(today daycount.Date, cal *daycount.Calendar) ClockView {
	v := view(c.Clock, today, cal, WaitsRegistrar)
	if v.Name == "" {
		v.Waits = WaitsNobody
		if c.OpenObjections() > 0 {
			v.Waits = WaitsRegistrar
		}
		return v
	}
	v.Name = ClockNotice
	return v
}

// paused is the handling term while something else runs, nil before acceptance.
func (c *Case) paused(why string, from daycount.Date) *PausedClock {
	if c.Paused == nil {
		return nil
	}
	return &PausedClock{Name: c.Paused.Name, Left: c.Paused.Days, Why: why, From: from}
}

// take counts further days against a paused term.
func (p *PausedClock) take(days int) {
	if p != nil {
		p.Left = max(0, p.Left-days)
	}
}

// rest is the handling term as it runs on from a day, used days later than when the review was concluded. A registrar that
// has none left is late from that day on.
func (c *Case) rest(from daycount.Date, used int) Clock {
	if c.Paused == nil {
		return Clock{}
	}
	return Clock{Name: ClockReview, Since: from, Days: max(0, c.Paused.Days-used)}
}

func (c *Case) betweenReviewAndPosting(cal *daycount.Calendar) int {
	if c.Review == nil || c.Publicity == nil || c.Publicity.Withheld {
		return 0
	}
	return cal.WorkingDaysBetween(c.Review.On, c.Publicity.Posted)
}

// cleared is the day from which the handling term runs on after publicity and objections.
func (c *Case) cleared(cal *daycount.Calendar, p Profile) daycount.Date {
	if c.Review == nil {
		return c.FiledOn
	}
	if c.Publicity == nil || c.Publicity.Withheld {
		return c.Review.On
	}
	day := Clock{Since: c.Publicity.Posted, Days: p.PublicityDays}.Until(cal)
	for _, o := range c.Objections {
		if !o.Late && o.Resolved && o.On.After(day) {
			day = o.On
		}
	}
	return day
}

// MoreUrgent orders cases for an officer's queue: the term that ends first comes first, terms before none.
func (v ClockView) MoreUrgent(w ClockView) int {
	switch {
	case v.Name == "" && w.Name == "":
		return 0
	case v.Name == "":
		return 1
	case w.Name == "":
		return -1
	}
	return v.Until.Compare(w.Until)
}
