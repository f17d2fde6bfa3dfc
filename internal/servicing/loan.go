package servicing

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// State is where a loan stands.
type State string

// The states.
const (
	Signed    State = "signed"    // both signed; margin can be deposited, nothing was paid out
	Active    State = "active"    // disbursed
	Enforcing State = "enforcing" // enforcement was opened, everything is due
	Repaid    State = "repaid"    // the last fen arrived; the registry is being told
	Settled   State = "settled"   // the registry knows; the lien can be released
	Released  State = "released"  // the lien ended
	Void      State = "void"      // ended before disbursement
)

// owes reports whether money is owed in this state.
func (s State) owes() bool { return s == Active || s == Enforcing }

// Terms are what was signed.
type Terms struct {
	Contract      loan.Contract    `json:"contract"`
	Margin        loan.MarginTerms `json:"margin"`
	InitialMargin money.Fen        `json:"initial_margin_fen"`
	HeartbeatDays int              `json:"heartbeat_days"` // silence that is tolerated
	Valuation     string           `json:"valuation"`      // the appraisal the credit rests on
	Value         money.Fen        `json:"value_fen"`      // by that appraisal
}

// Loan is a contract with what became of it.
type Loan struct {
	ID          string            `json:"id"`
	Application string            `json:"application"`
	Lender      string            `json:"lender"`
	Borrower    string            `json:"borrower"`
	Certificate string            `json:"certificate"`
	Lien        string            `json:"lien"`
	State       State             `json:"state"`
	Terms       Terms             `json:"terms"`
	Schedule    []loan.Instalment `json:"schedule"` // as signed, or as called in
	SignedAt    int64             `json:"signed_at"`
	Note        string            `json:"note,omitempty"` // the registry's loan
	NoteIndex   uint64            `json:"note_index,omitempty"`
	Disbursed   daycount.Date     `json:"disbursed,omitzero"`
	CalledIn    daycount.Date     `json:"called_in,omitzero"` // everything is due from this day
	Ended       daycount.Date     `json:"ended,omitzero"`     // repaid on

	// What the books hold.
	AccruedTo daycount.Date `json:"accrued_to,omitzero"`
	Accrued   Sums          `json:"accrued"` // ever; no principal
	Paid      Sums          `json:"paid"`    // ever
	Advance   money.Fen     `json:"advance_fen"`
	Margin    money.Fen     `json:"margin_fen"`
	Entries   int           `json:"entries"` // posted so far: numbers their refs

	// As last looked at.
	Seen     Seen          `json:"seen"`
	Value    *Point        `json:"value,omitempty"`
	LastBeat daycount.Date `json:"last_beat,omitzero"`
	Silent   daycount.Date `json:"silent,omitzero"` // warned of silence on
	Asked    bool          `json:"asked,omitempty"` // the borrower asked for the release

	// As the registry says of the lien: how often heartbeats are expected, and when a challenge about the pledged data
	// was last failed without one being passed since.
	Expected *registry.Schedule `json:"heartbeat_schedule,omitempty"`
	Broken   daycount.Date      `json:"existence_failed,omitzero"`

	seq int64
}

// Sums are amounts by what they pay.
type Sums struct {
	Interest  money.Fen `json:"interest_fen"`
	Penalty   money.Fen `json:"penalty_fen"`
	Principal money.Fen `json:"principal_fen"`
}

// Seen is a loan at the end of a day.
type Seen struct {
	Day         daycount.Date `json:"day,omitzero"`
	Outstanding money.Fen     `json:"outstanding_fen"`
	Due         money.Fen     `json:"due_fen"`     // fallen due and unpaid
	Overdue     money.Fen     `json:"overdue_fen"` // of that, after the days of grace
	DaysPastDue int           `json:"days_past_due"`
	Class       loan.Class    `json:"class"`
	NextDue     daycount.Date `json:"next_due,omitzero"`
	NextFen     money.Fen     `json:"next_fen"`
}

// seeing reads a position.
func seeing(pos loan.Position, schedule []loan.Instalment) Seen {
	s := Seen{Day: pos.AsOf, Outstanding: pos.Outstanding, Overdue: pos.Overdue, DaysPastDue: pos.DaysPastDue,
		Class: pos.Class}
	for _, d := range pos.Dues {
		s.Due += d.Total()
	}
	if pos.Outstanding == 0 {
		return s
	}
	for _, in := range schedule {
		if in.Due.After(pos.AsOf) {
			s.NextDue, s.NextFen = in.Due, max(0, in.Payment-pos.Advance)
			break
		}
	}
	return s
}

// sumsOf adds up what a position's payments have paid.
func sumsOf(pos loan.Position) (s Sums) {
	for _, a := range pos.Allocations {
		s.Interest += a.Sum(loan.Interest)
		s.Penalty += a.Sum(loan.Penalty)
		s.Principal += a.Sum(loan.Principal)
	}
	return s
}

func (s Sums) minus(o Sums) Sums {
	return Sums{Interest: s.Interest - o.Interest, Penalty: s.Penalty - o.Penalty, Principal: s.Principal - o.Principal}
}

func (s Sums) total() money.Fen { return s.Interest + s.Penalty + s.Principal }

// checkpoints are the days after from, up to and including to, on which books are brought up to date: due dates,
// and the last days of months. They are the same whether the days between are visited one by one or all at once.
func checkpoints(schedule []loan.Instalment, from, to daycount.Date) []daycount.Date {
	var out []daycount.Date
	due := 0
	for d := from; ; {
		end := monthEnd(d.AddDays(1))
		for due < len(schedule) && !schedule[due].Due.After(from) {
			due++
		}
		for due < len(schedule) && schedule[due].Due.Before(end) {
			if schedule[due].Due.After(to) {
				return out
			}
			if n := len(out); n == 0 || out[n-1] != schedule[due].Due {
				out = append(out, schedule[due].Due)
			}
			due++
		}
		if end.After(to) {
			return out
		}
		out = append(out, end)
		for due < len(schedule) && schedule[due].Due == end {
			due++
		}
		d = end
	}
}

// monthEnd is the last day of a date's month.
func monthEnd(d daycount.Date) daycount.Date {
	return daycount.NewDate(d.Year(), d.Month()+1, 1).AddDays(-1)
}
