package valuation

import (
	"fmt"
	"io"
	"strings"

	"shurong.org/shurong/valuation/strict"
)

// Observations is a file of measurements: what was measured at the appraisal, and since.
type Observations struct {
	Then Observed   `json:"then"`
	Now  []Observed `json:"now"`
}

// Observed is an observation as a file writes it.
type Observed struct {
	Date            Date  `json:"date"`
	Rows            int64 `json:"rows"`
	QualityPPM      int64 `json:"quality_ppm"`
	StaleDays       int   `json:"stale_days,omitzero"`
	UpdateEveryDays int   `json:"update_every_days,omitzero"`
}

// MaxObservations is ten years of one a day.
const MaxObservations = 3700

// Observation is what [Rerun] takes.
func (o Observed) Observation() Observation {
	return Observation{o.Date, Measurement{Rows: o.Rows, QualityPPM: o.QualityPPM, StaleDays: o.StaleDays, UpdateEveryDays: o.UpdateEveryDays}}
}

// DecodeObservations reads a file of measurements strictly. Faults carry the name, the line and the field.
func DecodeObservations(b []byte, name string) (then Observation, now []Observation, err error) {
	var o Observations
	doc, err := strict.Decode(b, name, &o)
	if err != nil {
		return then, nil, err
	}
	var c check
	each := func(field string, v Observed, least int64) Observation {
		if v.Date.IsZero() {
			c.fail(ErrMissing.With("name", "date"), sub(field, "date"))
		}
		out := v.Observation()
		if err := out.Measurement.check(field, least); err != nil && c.err == nil {
			c.err = err
		}
		return out
	}
	then = each("then", o.Then, 1)
	c.count("now", len(o.Now), MaxObservations)
	for i, v := range o.Now {
		if c.err != nil {
			break
		}
		now = append(now, each(item("now", i), v, 0))
		if i > 0 && v.Date.Before(o.Now[i-1].Date.Date) || v.Date.Before(o.Then.Date.Date) {
			c.fail(ErrOrder.With("date", v.Date), sub(item("now", i), "date"))
		}
	}
	return then, now, doc.Place(c.err)
}

// WriteSeries writes a series of revaluations for a terminal: the value, its change since the appraisal, and the drivers.
func WriteSeries(w io.Writer, series []Revaluation, u Unit, l Lang) error {
	var b strings.Builder
	for _, v := range series {
		fmt.Fprintf(&b, "%s  %s  %s\n", v.Date, amount(v.ValueFen, u, l), v.change())
		for _, d := range v.Drivers {
			fmt.Fprintf(&b, "    %s  %s %s  %s → %s  %s\n", pad(l.of(d.Label), 24), d.Measure, d.Ratio, d.From, d.To, amount(d.EffectFen, u, l))
		}
		if len(v.Drivers) > 1 {
			fmt.Fprintf(&b, "    %s  %s\n", pad(l.say("合并影响", "together beyond the sum"), 24), amount(v.TogetherFen, u, l))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// change is the value less the appraised one, relative, in percent with two decimals.
func (v Revaluation) change() string {
	if v.AppraisedFen <= 0 {
		return ""
	}
	var a arith
	s := a.Quo(integer(int64(v.ValueFen-v.AppraisedFen)*100), integer(int64(v.AppraisedFen))).Fixed(2)
	if s[0] != '-' {
		s = "+" + s
	}
	return s + " %"
}
