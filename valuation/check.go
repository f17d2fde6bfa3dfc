package valuation

import (
	"strconv"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/formula"
)

var (
	// ErrOutOfRange says that a number lies outside what its meaning allows.
	ErrOutOfRange = fault.Define("valuation.out_of_range", fault.Invalid,
		"{name} 为 {value}，应在 {range} 之内", "{name} is {value}; it should lie in {range}").
		Hint("比率请写小数，例如 12% 写 0.12", "write rates as decimals: 12% is 0.12")
	// ErrChoice says that a word is not one of those known.
	ErrChoice = fault.Define("valuation.choice", fault.Invalid,
		"{name} 的取值“{value}”不支持，可用：{choices}", "{name}: “{value}” is not known; use one of {choices}")
	// ErrEmptyList says that a list has no entry.
	ErrEmptyList = fault.Define("valuation.empty_list", fault.Invalid,
		"{name} 不能为空", "{name} must have at least one entry")
	// ErrTooMany says that a list or a count is over its limit.
	ErrTooMany = fault.Define("valuation.too_many", fault.Limit,
		"{name} 有 {count} 项，最多 {limit} 项", "{name} has {count} entries; {limit} is the most")
	// ErrExclusive says that of several ways to say one thing not exactly one is used.
	ErrExclusive = fault.Define("valuation.exactly_one", fault.Invalid,
		"{name} 应且只应填写以下之一：{choices}", "{name}: give exactly one of {choices}")
)

// check walks a file and keeps the first fault, in the order of the file.
type check struct {
	unit     Unit
	date     daycount.Date // the valuation date
	graded   bool          // the file has a quality
	profiled bool          // … from a profile, and gives no reason for typing one
	err      error
}

func (c *check) fail(e *fault.Error, field string) {
	if c.err == nil {
		c.err = e.At(field)
	}
}

// The intervals that meanings allow.
var (
	share      = formula.MustSpan("[0, 1]")               // a probability, a score
	partial    = formula.MustSpan("(0, 1]")               // a royalty rate: something, at most all
	lossRate   = formula.MustSpan("[0, 1)")               // a tax or a risk: never all
	factorSpan = formula.MustSpan("(0, 10]")              // a correction: over 10 is a slip, not a judgement
	rateSpan   = formula.MustSpan("(0, 1]")               // a discount rate
	growthSpan = formula.MustSpan("(-1, 1]")              // growth a year: doubling is the most we believe
	markupSpan = formula.MustSpan("[0, 1]")               // profit on cost
	volumeSpan = formula.MustSpan("(0, 999999999999999]") // rows, calls, bytes
	stepSpan   = formula.MustSpan("(0, 0.5]")             // sensitivity, relative
	levelSpan  = formula.MustSpan("[0, )")                // a forecast as a whole, relative to the file's
	lifeSpan   = formula.MustSpan("(0, 50]")              // years
)

// within requires a number in an interval.
func (c *check) within(field string, d Decimal, s formula.Span) {
	switch {
	case d.IsZero():
		c.fail(ErrMissing.With("name", last(field)), field)
	case !s.Holds(d):
		c.fail(ErrOutOfRange.With("name", last(field), "value", d, "range", s), field)
	}
}

// optional allows a number to be absent.
func (c *check) optional(field string, d Decimal, s formula.Span) {
	if !d.IsZero() {
		c.within(field, d, s)
	}
}

// amount requires an amount that is not negative; signed allows one that is.
func (c *check) amount(field string, a Amount) {
	if c.signed(field, a) && a[0] == '-' {
		c.fail(ErrNegative.With("text", clip(string(a))), field)
	}
}

func (c *check) signed(field string, a Amount) bool {
	if a == "" {
		c.fail(ErrMissing.With("name", last(field)), field)
		return false
	}
	if _, err := a.Fen(c.unit); err != nil {
		c.fail(fault.From(err), field)
		return false
	}
	return true
}

// count requires a list to have from 1 to limit entries.
func (c *check) count(field string, n, limit int) {
	switch {
	case n == 0:
		c.fail(ErrEmptyList.With("name", last(field)), field)
	case n > limit:
		c.fail(ErrTooMany.With("name", last(field), "count", n, "limit", limit), field)
	}
}

// text requires a text that is there and not a document.
func (c *check) text(field, s string, required bool) {
	const limit = 400 // Guide Annex 1: a summary has at most 400 characters
	switch {
	case s == "" && required:
		c.fail(ErrMissing.With("name", last(field)), field)
	case len([]rune(s)) > limit:
		c.fail(ErrTooMany.With("name", last(field), "count", len([]rune(s)), "limit", limit), field)
	}
}

// texts requires a list of texts to be one.
func (c *check) texts(field string, list []string) {
	const most = 50
	if len(list) > most {
		c.fail(ErrTooMany.With("name", last(field), "count", len(list), "limit", most), field)
	}
	for i, t := range list {
		c.text(item(field, i), t, true)
	}
}

// sub is the path of a member, item the path of a list's entry.
func sub(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

func item(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
