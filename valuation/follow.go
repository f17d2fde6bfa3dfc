package valuation

import (
	"strconv"
	"sync"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Measurement is what a heartbeat says of the data, as far as its value depends on it.
type Measurement struct {
	Rows int64 `json:"rows"`
	// QualityPPM is the quality score in millionths.
	QualityPPM int64 `json:"quality_ppm"`
	// StaleDays are the days since the data last changed.
	StaleDays int `json:"stale_days"`
	// UpdateEveryDays is the update frequency stated when the asset was registered; 0 is "on demand": it is never late.
	UpdateEveryDays int `json:"update_every_days"`
}

// HalfLifeDays is how many days of lateness halve a value: half a year. With it 58 days of silence beyond the stated
// frequency cost 20 %, the fall at which lenders ask for more security.
const HalfLifeDays = 180

// ppm is one in millionths.
const ppm = 1_000_000

// FollowResult is a value between two appraisals, with the factors that made it.
type FollowResult struct {
	AppraisedFen  money.Fen `json:"appraised_fen"`
	ValueFen      money.Fen `json:"value_fen"`
	RowsPPM       int64     `json:"rows_ppm"`
	QualityPPM    int64     `json:"quality_ppm"`
	TimelinessPPM int64     `json:"timeliness_ppm"`
	// LateDays are the days beyond the stated frequency that the appraiser did not know of.
	LateDays int   `json:"late_days"`
	Rows     []Row `json:"rows"`
}

// FellMoreThan reports whether the value is more than so many millionths under the appraised value, exactly.
func (f FollowResult) FellMoreThan(dropPPM int64) bool {
	var a arith
	floor := a.Mul(integer(int64(f.AppraisedFen)), integer(ppm-dropPPM))
	return a.Mul(integer(int64(f.ValueFen)), integer(ppm)).Cmp(floor) < 0
}

// ErrMeasurement says that a measurement cannot be, or cannot be a basis for comparison.
var ErrMeasurement = fault.Define("valuation.measurement", fault.Invalid,
	"{name} 为 {value}，应在 {range} 之内", "{name} is {value}; it should lie in {range}")

// Follow gives the monitored value: the appraised value, times what is left of the rows, of the quality and of the
// timeliness since the appraisal.
//
//	value = appraised × min(1, rows now/then) × min(1, quality now/then) × 2^(−late/180)
//	late  = max(0, max(0, stale now − every) − max(0, stale then − every))
//
// Each factor is rounded down to a millionth, and the product, exact, down to the fen: the result can be
// recomputed from the factors shown. It never exceeds the appraised value: more or better data is worth more only
// once someone has appraised it. It never rises when rows or quality fall or days go by. The update frequency is
// that of the appraisal; a slower one stated later does not excuse lateness.
//
// It is a rule for raising a question in time, not an appraisal.
func Follow(appraised money.Fen, then, now Measurement) (FollowResult, error) {
	if appraised <= 0 || appraised > money.Max {
		return FollowResult{}, ErrMeasurement.With("name", "appraised_fen", "value", int64(appraised), "range",
			"[1, "+strconv.FormatInt(int64(money.Max), 10)+"]").At("appraised_fen")
	}
	if err := then.check("then", 1); err != nil {
		return FollowResult{}, err
	}
	if err := now.check("now", 0); err != nil {
		return FollowResult{}, err
	}
	var w arith
	f := FollowResult{AppraisedFen: appraised, LateDays: lateDays(then, now)}
	f.RowsPPM = w.ratio(now.Rows, then.Rows)
	f.QualityPPM = w.ratio(now.QualityPPM, then.QualityPPM)
	f.TimelinessPPM = w.timeliness(f.LateDays)
	product := w.Mul(integer(int64(appraised)), integer(f.RowsPPM), integer(f.QualityPPM), integer(f.TimelinessPPM))
	f.ValueFen = money.Fen(w.Floor(w.Quo(w.Quo(w.Quo(product, integer(ppm)), integer(ppm)), integer(ppm))))
	f.Rows = []Row{
		w.ratioRow("rows", Text{ZH: "数据量系数", EN: "rows"}, "min(1, now/then)", f.RowsPPM, "now", strconv.FormatInt(now.Rows, 10),
			"then", strconv.FormatInt(then.Rows, 10)),
		w.ratioRow("quality", Text{ZH: "质量系数", EN: "quality"}, "min(1, now/then)", f.QualityPPM, "now", millionths(now.QualityPPM),
			"then", millionths(then.QualityPPM)),
		w.ratioRow("timeliness", Text{ZH: "时效系数", EN: "timeliness"}, "2^(−late/H)", f.TimelinessPPM, "late",
			strconv.Itoa(f.LateDays), "H", strconv.Itoa(HalfLifeDays)),
		{Key: "value", Label: Text{ZH: "监测价值", EN: "monitored value"}, Formula: "V = A·rows·quality·timeliness",
			Result: f.ValueFen.String(), Unit: UnitYuan,
			Inputs: []Input{{"A", appraised.String()}}},
	}
	return f, w.Err
}

func (m Measurement) check(field string, least int64) error {
	const most = int64(1) << 53 // what JSON carries exactly
	for _, p := range []struct {
		name          string
		value, lo, hi int64
	}{
		{"rows", m.Rows, least, most - 1},
		{"quality_ppm", m.QualityPPM, least, ppm},
		{"stale_days", int64(m.StaleDays), 0, 36500},
		{"update_every_days", int64(m.UpdateEveryDays), 0, 36500},
	} {
		if p.value < p.lo || p.value > p.hi {
			return ErrMeasurement.With("name", p.name, "value", p.value,
				"range", "["+strconv.FormatInt(p.lo, 10)+", "+strconv.FormatInt(p.hi, 10)+"]").At(sub(field, p.name))
		}
	}
	return nil
}

func lateDays(then, now Measurement) int {
	every := then.UpdateEveryDays
	if every == 0 {
		return 0
	}
	return max(0, max(0, now.StaleDays-every)-max(0, then.StaleDays-every))
}

// ratio is min(1, now/then) in millionths, rounded down.
func (w *arith) ratio(now, then int64) int64 {
	if now >= then {
		return ppm
	}
	return w.Floor(w.Quo(w.Mul(integer(now), integer(ppm)), integer(then)))
}

// timeliness is 2^(−late/H) in millionths, rounded down. Whole half-lives are exact; between them the power is
// irrational, so 50 digits decide the millionth.
func (w *arith) timeliness(late int) int64 {
	halvings, rest := late/HalfLifeDays, late%HalfLifeDays
	if halvings >= 20 { // 2^−20 is under a millionth
		return 0
	}
	left := w.Quo(integer(ppm), integer(int64(1)<<halvings))
	for base := halfLifeDay(); rest > 0; rest, base = rest/2, w.Mul(base, base) {
		if rest%2 == 1 {
			left = w.Mul(left, base)
		}
	}
	return w.Floor(left)
}

// halfLifeDay is 2^(−1/H), what one late day leaves: a constant, but for its fifty digits.
var halfLifeDay = sync.OnceValue(func() Decimal {
	var a arith
	return a.Root(dec("0.5"), HalfLifeDays)
})

func (w *arith) ratioRow(key string, label Text, formula string, result int64, pairs ...string) Row {
	in := make([]Input, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		in = append(in, Input{pairs[i], pairs[i+1]})
	}
	return Row{Key: key, Label: label, Formula: formula, Inputs: in, Result: millionths(result)}
}

// millionths shows millionths as a decimal: 964850 is "0.964850".
func millionths(n int64) string {
	s := strconv.FormatInt(ppm+n%ppm, 10)
	return strconv.FormatInt(n/ppm, 10) + "." + s[1:]
}
