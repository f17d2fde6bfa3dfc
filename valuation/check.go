package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
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
	unit Unit
	err  error
}

func (c *check) fail(e *fault.Error, field string) {
	if c.err == nil {
		c.err = e.At(field)
	}
}

// span is an interval of numbers. An end that is not given is open and endless.
type span struct {
	lo, hi         string
	loOpen, hiOpen bool
}

// The intervals that meanings allow.
var (
	share      = span{lo: "0", hi: "1"}                             // a probability, a score
	partial    = span{lo: "0", loOpen: true, hi: "1"}               // a royalty rate: something, at most all
	lossRate   = span{lo: "0", hi: "1", hiOpen: true}               // a tax or a risk: never all
	factorSpan = span{lo: "0", loOpen: true, hi: "10"}              // a correction: over 10 is a slip, not a judgement
	rateSpan   = span{lo: "0", loOpen: true, hi: "1"}               // a discount rate
	growthSpan = span{lo: "-1", loOpen: true, hi: "1"}              // growth a year: doubling is the most we believe
	markupSpan = span{lo: "0", hi: "1"}                             // profit on cost
	volumeSpan = span{lo: "0", loOpen: true, hi: "999999999999999"} // rows, calls, bytes
	stepSpan   = span{lo: "0", loOpen: true, hi: "0.5"}             // sensitivity, relative
)

func (s span) String() string {
	left, right := "[", "]"
	if s.loOpen {
		left = "("
	}
	if s.hiOpen {
		right = ")"
	}
	return left + s.lo + ", " + s.hi + right
}

func (s span) holds(d Decimal) bool {
	lo, hi := d.Cmp(dec(s.lo)), d.Cmp(dec(s.hi))
	return (lo > 0 || lo == 0 && !s.loOpen) && (hi < 0 || hi == 0 && !s.hiOpen)
}

// clamp moves a number into the interval: an open end is approached to a thousandth of a percent.
func (s span) clamp(d Decimal) Decimal {
	const near = "0.00001"
	var a arith
	lo, hi := dec(s.lo), dec(s.hi)
	if s.loOpen {
		lo = a.Add(lo, dec(near))
	}
	if s.hiOpen {
		hi = a.Sub(hi, dec(near))
	}
	switch {
	case d.Cmp(lo) < 0:
		return lo
	case d.Cmp(hi) > 0:
		return hi
	}
	return d
}

// within requires a number in an interval.
func (c *check) within(field string, d Decimal, s span) {
	switch {
	case d.IsZero():
		c.fail(ErrMissing.With("name", last(field)), field)
	case !s.holds(d):
		c.fail(ErrOutOfRange.With("name", last(field), "value", d, "range", s), field)
	}
}

// optional allows a number to be absent.
func (c *check) optional(field string, d Decimal, s span) {
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

// sub is the path of a member, item the path of a list's entry.
func sub(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

func item(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
