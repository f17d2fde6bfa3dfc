package daycount

import (
	"slices"

	"shurong.org/shurong/fault"
)

// Stub says where the period goes that is not a whole one.
type Stub string

// The stubs. Short ones add a period of their own, long ones join it to its neighbour. Dates named in the plan
// ([Plan.First], [Plan.NextToLast]) go before it.
const (
	// ShortBack is the rest after the last whole period, counted from the start: the default.
	ShortBack  Stub = ""
	LongBack   Stub = "long_back"
	ShortFront Stub = "short_front"
	LongFront  Stub = "long_front"
	// NoStub refuses periods that do not come out even.
	NoStub Stub = "none"
)

// MaxPlanDates bounds a plan.
const MaxPlanDates = 40_000

var (
	// ErrPlan says that the periods asked for cannot be made.
	ErrPlan = fault.Define("daycount.plan", fault.Invalid, "无法编排日期：{zh}", "no schedule of dates: {en}")
	// ErrStub says that whole periods do not fill the time although no stub is allowed.
	ErrStub = fault.Define("daycount.stub", fault.Invalid,
		"{from} 至 {to} 不是整数个周期", "{from} to {to} is not a whole number of periods").
		Hint("请选择首尾残期的处理方式", "choose where the odd period goes")
)

// Plan describes the boundaries of periods. Months or Days is their length. Every date is counted from the anchor, never
// from its neighbour, so that a 31st is not lost in February.
type Plan struct {
	From, To Date
	Months   int
	Days     int
	Stub     Stub
	// First and NextToLast are inner boundaries the contract names: what lies before First and after NextToLast is a stub
	// of whatever length, and the periods between are counted from First (backwards from NextToLast if that alone is named).
	First, NextToLast Date
	// EndOfMonth puts every boundary on the last day of its month if the anchor is one.
	EndOfMonth bool
	// Roll and Calendar move the boundaries to business days; both ends too.
	Roll     Roll
	Calendar *Calendar
}

// Dates returns the boundaries, from first to last, strictly increasing.
func (p Plan) Dates() ([]Date, error) {
	if err := p.valid(); err != nil {
		return nil, err
	}
	start, end := p.From, p.To
	if !p.First.IsZero() {
		start = p.First
	}
	if !p.NextToLast.IsZero() {
		end = p.NextToLast
	}
	backward := p.First.IsZero() && (!p.NextToLast.IsZero() || p.Stub == ShortFront || p.Stub == LongFront)
	inner, even, err := p.walk(start, end, backward)
	if err != nil {
		return nil, err
	}
	switch {
	case even:
	case p.Stub == NoStub:
		return nil, ErrStub.With("from", start, "to", end)
	case p.Stub == LongFront && backward && len(inner) > 2:
		inner = slices.Delete(inner, 1, 2)
	case p.Stub == LongBack && !backward && len(inner) > 2:
		inner = slices.Delete(inner, len(inner)-2, len(inner)-1)
	}
	dates := append(append([]Date{p.From}, inner...), p.To)
	for i, d := range dates {
		dates[i] = p.Roll.Adjust(d, p.Calendar)
	}
	slices.SortFunc(dates, Date.Compare)
	return slices.Compact(dates), nil
}

func (p Plan) valid() error {
	switch {
	case p.From.IsZero() || p.To.IsZero() || !p.From.Before(p.To):
		return ErrPlan.With("zh", "止日须晚于起日", "en", "the end is not after the start").At("to")
	case p.Months < 0 || p.Days < 0 || (p.Months == 0) == (p.Days == 0) || p.Months > 1200:
		return ErrPlan.With("zh", "周期须为正的月数或天数", "en", "a period is a positive number of months or of days").At("months")
	case !p.First.IsZero() && (p.First.Before(p.From) || p.First.After(p.To)):
		return ErrPlan.With("zh", "首个日期不在期内", "en", "the first date lies outside").At("first")
	case !p.NextToLast.IsZero() && (p.NextToLast.Before(p.From) || p.NextToLast.After(p.To) ||
		!p.First.IsZero() && p.NextToLast.Before(p.First)):
		return ErrPlan.With("zh", "倒数第二个日期不在期内", "en", "the next to last date lies outside").At("next_to_last")
	}
	switch p.Stub {
	case ShortBack, LongBack, ShortFront, LongFront, NoStub:
		return nil
	}
	return ErrPlan.With("zh", "残期类型未知", "en", "the stub is not a known kind").At("stub")
}

// walk returns start, the boundaries between and end, and whether the last step hit the far end.
func (p Plan) walk(start, end Date, backward bool) (dates []Date, even bool, err error) {
	anchor, sign := start, 1
	if backward {
		anchor, sign = end, -1
	}
	dates = []Date{start, end}
	for k := 1; ; k++ {
		d := p.step(anchor, sign*k)
		if d == start || d == end {
			even = true
			break
		}
		if d.Before(start) || d.After(end) {
			break
		}
		if len(dates) == MaxPlanDates {
			return nil, false, ErrPlan.With("zh", "日期过多", "en", "there are too many dates").At("to")
		}
		dates = append(dates, d)
	}
	slices.SortFunc(dates, Date.Compare)
	return slices.Compact(dates), even || start == end, nil
}

func (p Plan) step(anchor Date, k int) Date {
	if p.Days > 0 {
		return anchor.AddDays(k * p.Days)
	}
	if months := anchor.Year()*12 + k*p.Months; months < 12*minYear+12 || months > 12*maxYear-12 {
		return anchor.AddDays(k * 31 * p.Months)
	}
	d := anchor.AddMonths(k * p.Months)
	if p.EndOfMonth && anchor.isMonthEnd() {
		return d.MonthEnd()
	}
	return d
}
