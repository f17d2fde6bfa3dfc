package registry

import (
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
)

func (w *world) clockOf(id string) ClockView {
	w.t.Helper()
	p, cal, err := Rules(w.state)
	if err != nil {
		w.t.Fatal(err)
	}
	return facts.ClockOf(*fact[Case](w, PrefixCase+id), daycount.DateOf(w.now), cal, p)
}

// expect holds the running clock against what a lawyer would count by hand.
func (w *world) expect(id string, name ClockName, since, until string, left int, waits string) {
	w.t.Helper()
	v := w.clockOf(id)
	if v.Name != name || v.Since != daycount.MustDate(since) || v.Until != daycount.MustDate(until) || v.Left != left || v.Waits != waits {
		w.t.Errorf("on %s: %s since %s until %s, %d left, waits for %q; want %s since %s until %s, %d, %q",
			daycount.DateOf(w.now), v.Name, v.Since, v.Until, v.Left, v.Waits, name, since, until, left, waits)
	}
}

// TestTheClockThatRunsThroughAWholeCase follows one case through every term, over the National Day holiday, 1 to 7 October
// 2026, with Saturday 10 October worked.
func TestTheClockThatRunsThroughAWholeCase(t *testing.T) {
	w := newWorld(t)
	w.on("2026-09-21") // Monday
	id := w.file(farm, w.filing())
	w.expect(id, ClockAcceptance, "2026-09-21", "2026-09-24", 3, "registrar")
	w.on("2026-09-23")
	w.must(registrar, &CaseAccept{Case: id})
	w.expect(id, ClockReview, "2026-09-23", w.workdays("2026-09-23", 10), 10, "registrar")
	w.on("2026-09-28")
	used := w.between("2026-09-23", "2026-09-28")
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.expect(id, ClockCorrection, "2026-09-28", w.workdays("2026-09-28", 10), 10, "applicant")
	if p := w.clockOf(id).Paused; p == nil || p.Why != facts.PausedByCorrection || p.Left != 10-used {
		t.Errorf("while the applicant corrects the review has %+v, %d used", p, used)
	}
	w.on("2026-10-09")
	w.must(farm, &CaseResubmit{Case: id, FormCommitment: hash("new")})
	left := 10 - used
	w.expect(id, ClockReview, "2026-10-09", w.workdays("2026-10-09", left), left, "registrar")
	w.on("2026-10-12")
	left -= w.between("2026-10-09", "2026-10-12")
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
	// Reviewed but not posted: the handling term runs on.
	w.expect(id, ClockReview, "2026-10-12", w.workdays("2026-10-12", left), left, "registrar")
	w.on("2026-10-13")
	left -= w.between("2026-10-12", "2026-10-13")
	w.must(registrar, &CasePost{Case: id})
	w.expect(id, ClockPublicity, "2026-10-13", w.workdays("2026-10-13", 5), 5, "public")
	if p := w.clockOf(id).Paused; p == nil || p.Why != facts.PausedByPublicity || p.Left != left {
		t.Errorf("in publicity the review has %+v, want %d", p, left)
	}
	w.on("2026-10-15")
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.expect(id, ClockObjection, "2026-10-15", w.workdays("2026-10-15", 10), 10, "registrar")
	if p := w.clockOf(id).Paused; p == nil || p.Why != facts.PausedByObjection {
		t.Errorf("in the inquiry: %+v", p)
	}
	w.on("2026-10-22")
	w.must(registrar, &ObjectionResolve{Case: id, Objection: w.caseOf(id).Objections[0].ID, Opinion: hash("o")})
	w.on("2026-10-23")
	w.expect(id, ClockReview, "2026-10-22", w.workdays("2026-10-22", left), left-1, "registrar")
	w.must(registrar, &CaseDeposit{Case: id})
	w.expect(id, ClockReview, "2026-10-22", w.workdays("2026-10-22", left), left-1, "registrar")
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2029-01-01")})
	if v := w.clockOf(id); v.Name != "" || v.Waits != "" {
		t.Errorf("after the certificate: %+v", v)
	}
}

func (w *world) workdays(from string, n int) string {
	_, cal, _ := Rules(w.state)
	return cal.AddWorkingDays(daycount.MustDate(from), n).String()
}

func (w *world) between(from, to string) int {
	_, cal, _ := Rules(w.state)
	return cal.WorkingDaysBetween(daycount.MustDate(from), daycount.MustDate(to))
}

func TestAQueueIsSortedByTheTermThatEndsFirst(t *testing.T) {
	d := daycount.MustDate
	early, late, none := ClockView{Name: ClockReview, Until: d("2026-03-01")}, ClockView{Name: ClockAcceptance, Until: d("2026-03-02")}, ClockView{}
	if early.MoreUrgent(late) >= 0 || late.MoreUrgent(early) <= 0 || none.MoreUrgent(early) <= 0 || early.MoreUrgent(none) >= 0 || none.MoreUrgent(none) != 0 {
		t.Error("order is wrong")
	}
}
