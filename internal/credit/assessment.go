package credit

import (
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Facts are what the registry says about an application on a day.
type Facts struct {
	Today       daycount.Date
	Borrower    string
	Lender      string
	Certificate *registry.Certificate
	Ahead       []registry.Lien // live liens ahead of the one this credit has or would get, in rank order
	Sanction    *registry.Sanction
	Valuation   *registry.Valuation // the latest
	Heartbeat   *registry.Heartbeat // the latest
	Monitored   money.Fen           // what the heartbeat leaves of the appraised value; -1 where that cannot be said
}

// Asked is what is asked for.
type Asked struct {
	Amount        money.Fen
	CapBP         int64
	DropBP        int64
	Maturity      daycount.Date
	HeartbeatDays int
}

// Result is how a check came out.
type Result string

// The results. A warning forbids nothing.
const (
	Pass Result = "pass"
	Warn Result = "warn"
	Fail Result = "fail"
)

// Check is one thing that was looked at, with what was seen. Codes are stable; texts are the screen's.
type Check struct {
	Code     string            `json:"code" enum:"operating_right,validity,objections,valuation,independence,value_now,liens_ahead,sanction,heartbeat"`
	Result   Result            `json:"result" enum:"pass,warn,fail"`
	Evidence map[string]string `json:"evidence" doc:"what was seen, by name"`
}

// Assessment is what a lender knows before it decides.
type Assessment struct {
	AsOf      daycount.Date `json:"as_of"`
	Maturity  daycount.Date `json:"maturity" doc:"if drawn today"`
	Checks    []Check       `json:"checks"`
	Requested money.Fen     `json:"requested_fen"`
	CapBP     int64         `json:"cap_bp"`
	Value     money.Fen     `json:"value_fen" doc:"appraised; 0 without a valid appraisal"`
	Limit     money.Fen     `json:"limit_fen" doc:"min(requested, cap × appraised value)"`
	Ahead     money.Fen     `json:"ahead_fen" doc:"secured by liens ahead"`
	Valuation string        `json:"valuation"`
	Blocking  []string      `json:"blocking" doc:"codes of the checks that failed: no credit while there is one"`
}

// Assess looks at an application: every check, pass or not, and the limit.
func Assess(f Facts, a Asked) Assessment {
	out := Assessment{AsOf: f.Today, Maturity: a.Maturity, Requested: a.Amount, CapBP: a.CapBP, Blocking: []string{},
		Checks: []Check{
			f.operatingRight(), f.validity(a), f.objections(), f.valuation(), f.independence(), f.valueNow(a),
			f.liensAhead(), f.sanction(),
			f.heartbeat(a),
		}}
	for _, c := range out.Checks {
		if c.Result == Fail {
			out.Blocking = append(out.Blocking, c.Code)
		}
	}
	for _, l := range f.Ahead {
		out.Ahead += money.Fen(l.SecuredFen)
	}
	if f.valid() {
		out.Value, out.Valuation = money.Fen(f.Valuation.ValueFen), f.Valuation.ID
	}
	out.Limit = loan.CreditLimit(a.Amount, out.Value, a.CapBP)
	return out
}

// Approvable returns why an amount cannot be approved, nil if it can.
func (a Assessment) Approvable(amount money.Fen) error {
	if len(a.Blocking) > 0 {
		return ErrBlocked.With("checks", strings.Join(a.Blocking, ", "))
	}
	if amount > a.Limit {
		return ErrOverLimit.With("amount", amount, "limit", a.Limit).At("body.amount_fen")
	}
	return nil
}

func check(code string, r Result, pairs ...string) Check {
	c := Check{Code: code, Result: r, Evidence: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		c.Evidence[pairs[i]] = pairs[i+1]
	}
	return c
}

// failing is Fail unless ok.
func failing(ok bool) Result {
	if ok {
		return Pass
	}
	return Fail
}

// operatingRight: a pledge is a use of the right to operate (Guide Art. 3), so the borrower must hold it, alive.
func (f Facts) operatingRight() Check {
	c := f.Certificate
	if c == nil {
		return check("operating_right", Fail)
	}
	return check("operating_right", failing(c.Holder == f.Borrower && c.Grants(registry.Operating, f.Today)),
		"certificate", c.Code, "holder", c.Holder, "live", strconv.FormatBool(c.Live(f.Today)))
}

// validity: certificate and right outlive the loan; an expired certificate secures nothing (Guide Art. 36).
func (f Facts) validity(a Asked) Check {
	c := f.Certificate
	if c == nil {
		return check("validity", Fail)
	}
	until := c.ValidUntil
	for _, g := range c.Rights {
		if g.Right == registry.Operating && !g.Until.IsZero() && g.Until.Before(until) {
			until = g.Until
		}
	}
	return check("validity", failing(!until.Before(a.Maturity)), "valid_until", until.String(), "maturity",
		a.Maturity.String())
}

// objections: none is open against the registration (Guide Art. 29).
func (f Facts) objections() Check {
	if f.Certificate == nil {
		return check("objections", Fail)
	}
	open := f.Certificate.Objections
	return check("objections", failing(len(open) == 0), "open", strconv.Itoa(len(open)), "list", strings.Join(open,
		", "))
}

func (f Facts) valid() bool { return f.Valuation != nil && !f.Today.After(f.Valuation.ValidUntil) }

// valuation: there is an appraisal within its term.
func (f Facts) valuation() Check {
	v := f.Valuation
	if v == nil {
		return check("valuation", Fail)
	}
	return check("valuation", failing(f.valid()), "valuation", v.ID, "value_fen", strconv.FormatInt(v.ValueFen, 10),
		"date", v.Date.String(),
		"valid_until", v.ValidUntil.String(), "index", strconv.FormatUint(v.Index, 10))
}

// independence: the appraiser is no side of this credit and of none that is secured by the same data.
func (f Facts) independence() Check {
	v := f.Valuation
	if v == nil {
		return check("independence", Fail)
	}
	stake := v.Appraiser == f.Borrower || v.Appraiser == f.Lender ||
		slices.ContainsFunc(f.Ahead, func(l registry.Lien) bool { return l.Pledgee == v.Appraiser })
	return check("independence", failing(!stake), "appraiser", v.Appraiser)
}

// valueNow: what the latest heartbeat leaves of the appraised value has not fallen by more than the covenant tolerates.
func (f Facts) valueNow(a Asked) Check {
	if f.Valuation == nil || f.Monitored < 0 {
		return check("value_now", Warn)
	}
	// Nothing is lent yet, so no call can come of it and no calendar is needed.
	r, err := loan.MarginTest(loan.MarginInput{Value: f.Monitored, InitialValue: money.Fen(f.Valuation.ValueFen)},
		loan.MarginTerms{DropBP: a.DropBP}, f.Today, nil)
	if err != nil {
		return check("value_now", Warn)
	}
	return check("value_now", failing(!r.Fell), "value_fen", strconv.FormatInt(int64(f.Monitored), 10), "drop_bp",
		strconv.FormatInt(r.Drop, 10))
}

// liensAhead: a covenant of an earlier pledgee forbids the pledge; an earlier lien without one goes first and is shown.
func (f Facts) liensAhead() Check {
	if len(f.Ahead) == 0 {
		return check("liens_ahead", Pass, "count", "0")
	}
	r, ids, covenant := Warn, []string{}, ""
	var secured int64
	for _, l := range f.Ahead {
		ids, secured = append(ids, l.ID), secured+l.SecuredFen
		if l.NoFurther {
			r, covenant = Fail, l.ID
		}
	}
	return check("liens_ahead", r, "count", strconv.Itoa(len(ids)), "liens", strings.Join(ids, ", "),
		"secured_fen", strconv.FormatInt(secured, 10), "covenant", covenant)
}

// sanction: who is on the joint sanction list is not paid out to.
func (f Facts) sanction() Check {
	s := f.Sanction
	if s == nil || !s.Bars(f.Today) {
		return check("sanction", Pass)
	}
	return check("sanction", Fail, "grounds", s.Grounds, "since", s.Since.String(), "until", s.Until.String(), "by",
		s.By)
}

// heartbeat: the data was seen alive lately. Silence is warned of: before the first loan there may be no agent yet.
func (f Facts) heartbeat(a Asked) Check {
	h := f.Heartbeat
	if h == nil {
		return check("heartbeat", Warn, "count", "0")
	}
	on := registry.Day(h.Measurement.MeasuredAt)
	days := f.Today.Sub(on)
	r := Pass
	if days > a.HeartbeatDays {
		r = Warn
	}
	return check("heartbeat", r, "seq", strconv.FormatUint(h.Seq, 10), "measured_on", on.String(), "days",
		strconv.Itoa(days),
		"tolerated_days", strconv.Itoa(a.HeartbeatDays), "stale_days", strconv.Itoa(h.Measurement.StaleDays))
}
