package servicing

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Source says why a loan's security was looked at.
type Source string

// The sources of value points.
const (
	AtDisbursement Source = "disbursement"
	ByHeartbeat    Source = "heartbeat"
	ByValuation    Source = "valuation"
	ByMoney        Source = "money" // a deposit or repayment changed the exposure, not the value
)

// Point is the security of a loan at one moment: the chart's points, and what a margin test found.
type Point struct {
	N         int           `json:"n"`
	Source    Source        `json:"source"`
	At        int64         `json:"at"` // Unix milliseconds
	Date      daycount.Date `json:"date"`
	Index     uint64        `json:"index,omitempty"`     // log position of what changed the value
	Valuation string        `json:"valuation,omitempty"` // the appraisal it starts from
	Heartbeat uint64        `json:"heartbeat,omitempty"` // number of the heartbeat
	Value     money.Fen     `json:"value_fen"`
	Balance   money.Fen     `json:"balance_fen"`
	Deposit   money.Fen     `json:"deposit_fen"` // margin, and what was paid ahead
	LTV       int64         `json:"ltv_bp"`
	Drop      int64         `json:"drop_bp"`
	Shortfall money.Fen     `json:"shortfall_fen"`
	Fell      bool          `json:"fell,omitempty"`
	Over      bool          `json:"over,omitempty"`
	Call      bool          `json:"call,omitempty"`
	Factors   *Factors      `json:"factors,omitempty"`
	deadline  daycount.Date
}

// Factors are what made a monitored value out of an appraised one (valuation.Follow).
type Factors struct {
	Appraised     money.Fen `json:"appraised_fen"`
	RowsPPM       int64     `json:"rows_ppm"`
	QualityPPM    int64     `json:"quality_ppm"`
	TimelinessPPM int64     `json:"timeliness_ppm"`
	LateDays      int       `json:"late_days"`
}

// judge holds the exposure against a value on a day. What was paid ahead counts as deposit: the lender has it.
func (l *Loan) judge(p Point, cal *daycount.Calendar) (Point, error) {
	r, err := loan.MarginTest(loan.MarginInput{
		Balance: l.Seen.Outstanding, Deposit: l.Margin + l.Advance, Value: p.Value, InitialValue: l.Terms.Value,
	}, l.Terms.Margin, p.Date, cal)
	if err != nil {
		return p, err
	}
	p.Balance, p.Deposit, p.LTV, p.Drop, p.Shortfall = l.Seen.Outstanding, l.Margin+l.Advance, r.LTV, r.Drop,
		r.Shortfall
	p.Fell, p.Over, p.Call, p.deadline = r.Fell, r.Over, r.Call, r.Deadline
	return p, nil
}

// CallState is where a margin call stands.
type CallState string

// The states.
const (
	CallOpen   CallState = "open"
	CallCured  CallState = "cured"
	CallFailed CallState = "failed" // the deadline passed
)

// Call is a margin call (追加保证金).
type Call struct {
	N         int           `json:"n"`
	State     CallState     `json:"state"`
	Raised    daycount.Date `json:"raised"`
	RaisedAt  int64         `json:"raised_at"`
	Deadline  daycount.Date `json:"deadline"` // last day
	Fell      bool          `json:"fell,omitempty"`
	Over      bool          `json:"over,omitempty"`
	Value     money.Fen     `json:"value_fen"`
	LTV       int64         `json:"ltv_bp"`
	Drop      int64         `json:"drop_bp"`
	Called    money.Fen     `json:"called_fen"`    // shortfall when it was raised
	Shortfall money.Fen     `json:"shortfall_fen"` // as last tested
	Ended     daycount.Date `json:"ended,omitzero"`
}

// follow is what a test does to the latest call, nil if there is none: it raises one, keeps an open one up to date,
// or cures it. The deadline of a call that runs never moves. A failed call stands in the way of a new one until it
// is cured.
func follow(last *Call, p Point) (next *Call) {
	running := last != nil && last.State != CallCured
	switch {
	case running && !p.Call:
		c := *last
		c.State, c.Shortfall, c.Ended = CallCured, 0, p.Date
		return &c
	case running:
		c := *last
		c.Shortfall = p.Shortfall
		return &c
	case p.Call:
		n := 1
		if last != nil {
			n = last.N + 1
		}
		return &Call{N: n, State: CallOpen, Raised: p.Date, RaisedAt: p.At, Deadline: p.deadline, Fell: p.Fell,
			Over:  p.Over,
			Value: p.Value, LTV: p.LTV, Drop: p.Drop, Called: p.Shortfall, Shortfall: p.Shortfall}
	}
	return nil
}

// expire fails an open call whose last day has passed.
func expire(c *Call, today daycount.Date) bool {
	if c == nil || c.State != CallOpen || !today.After(c.Deadline) {
		return false
	}
	c.State, c.Ended = CallFailed, today
	return true
}

// silentOn reports whether, on a day, data has been silent for longer than its loan tolerates: by the lien's schedule in
// the registry, or without one by the contract.
func (l *Loan) silentOn(day daycount.Date) bool {
	last := l.Disbursed
	if l.LastBeat.After(last) {
		last = l.LastBeat
	}
	if l.Expected != nil {
		return l.Expected.Since(last, day).Late
	}
	return day.Sub(last) > l.Terms.HeartbeatDays
}

// inDefault reports whether a lender may enforce: something is overdue after the days of grace, or a call has failed.
func (l *Loan) inDefault(last *Call) bool {
	return l.Seen.Overdue > 0 || last != nil && last.State == CallFailed
}
