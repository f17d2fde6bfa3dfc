package valuation

import (
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Decimal is an immutable decimal number as a file writes it. The zero Decimal is "not given" (IsZero) and counts as 0.
type Decimal struct {
	d   apd.Decimal
	set bool
}

// Bounds of a number in a file. Rates, factors and volumes fit well within.
const (
	maxWhole  = 15
	maxPlaces = 12
)

// ErrNumber says that a text is not a plain decimal number.
var ErrNumber = fault.Define("valuation.number", fault.Invalid,
	"“{text}” 不是有效数字", "“{text}” is not a plain decimal number").
	Hint("请写成 0.12 的形式：不用百分号、科学计数法和分数，整数部分至多 15 位，小数至多 12 位",
		"write it as 0.12: no percent sign, no exponent, no fraction; at most 15 digits before and 12 after the point")

// ParseDecimal reads a plain decimal such as "0.12" or "-3".
func ParseDecimal(s string) (Decimal, error) {
	whole, frac, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	sized := len(whole) >= 1 && len(whole) <= maxWhole && len(frac) <= maxPlaces && point == (frac != "")
	if !sized || !digits(whole) || !digits(frac) {
		return Decimal{}, ErrNumber.With("text", clip(s))
	}
	var d Decimal
	if _, _, err := d.d.SetString(s); err != nil {
		return Decimal{}, ErrNumber.With("text", clip(s)).Because(err)
	}
	if d.d.IsZero() {
		d.d.Negative = false
	}
	d.set = true
	return d, nil
}

// dec is ParseDecimal for numbers written in source code.
func dec(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func integer(n int64) Decimal { return Decimal{d: *apd.New(n, 0), set: true} }

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// clip bounds a text from outside before it goes into a fault.
func clip(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// IsZero reports whether the number was not given at all; a given 0 is not IsZero. It is what omitzero asks.
func (d Decimal) IsZero() bool { return !d.set }

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int { return d.d.Sign() }

// Cmp compares two numbers by value.
func (d Decimal) Cmp(o Decimal) int { return d.d.Cmp(&o.d) }

// String is the number with the decimals it was written with, or empty when it was not given.
func (d Decimal) String() string {
	if !d.set {
		return ""
	}
	return d.d.Text('f')
}

// Fixed is the number with exactly so many decimals, halves to even.
func (d Decimal) Fixed(places int32) string {
	var q apd.Decimal
	if _, err := precise.Quantize(&q, &d.d, -places); err != nil {
		return d.d.Text('f')
	}
	if q.IsZero() {
		q.Negative = false
	}
	return q.Text('f')
}

// short is the number with at most so many decimals and no trailing zeros: how tables show factors that follow
// from a division.
func (d Decimal) short(places int32) string {
	s := d.Fixed(places)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// factor shows a factor with six decimals, or with up to ten where they say it exactly.
func (d Decimal) factor() string {
	const places, most = 6, 10
	s := d.short(most)
	if exact, err := ParseDecimal(s); err != nil || exact.Cmp(d) != 0 {
		return d.Fixed(places)
	}
	if _, frac, _ := strings.Cut(s, "."); len(frac) > places {
		return s
	}
	return d.Fixed(places)
}

// MarshalText and UnmarshalText make the text form the JSON form.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a plain decimal, or nothing as "not given".
func (d *Decimal) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Decimal{}
		return nil
	}
	p, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*d = p
	return nil
}

// Precision is the number of significant digits of every intermediate result. Sums, products and integer powers of this
// package's sizes lose nothing a fen could show; roots and exponentials are right to the last digit or two.
const Precision = 50

// precise is the one arithmetic context: 50 digits, halves to even, and errors instead of infinities.
var precise = &apd.Context{Precision: Precision, MaxExponent: 1000, MinExponent: -1000,
	Rounding: apd.RoundHalfEven, Traps: apd.DefaultTraps}

// ErrArithmetic says that a computation left the range of numbers. Limits on inputs keep honest files far from it.
var ErrArithmetic = fault.Define("valuation.arithmetic", fault.Invalid,
	"按所列参数计算超出数值范围", "with these inputs the computation leaves the range of numbers").
	Hint("请检查参数的数量级", "check the magnitude of the inputs")

// arith computes with a sticky first error, so that formulas read as formulas.
type arith struct{ err error }

func (a *arith) op(f func(z *apd.Decimal) (apd.Condition, error)) Decimal {
	z := Decimal{set: true}
	if a.err != nil {
		return z
	}
	if _, err := f(&z.d); err != nil {
		a.err = ErrArithmetic.Because(err)
	}
	return z
}

func (a *arith) add(x, y Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Add(z, &x.d, &y.d) })
}

func (a *arith) sub(x, y Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Sub(z, &x.d, &y.d) })
}

func (a *arith) mul(x Decimal, more ...Decimal) Decimal {
	for _, y := range more {
		x = a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Mul(z, &x.d, &y.d) })
	}
	return x
}

func (a *arith) quo(x, y Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Quo(z, &x.d, &y.d) })
}

func (a *arith) sqrt(x Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Sqrt(z, &x.d) })
}

// root is x to the power of 1/n, for x over zero.
func (a *arith) root(x Decimal, n int) Decimal {
	ln := a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Ln(z, &x.d) })
	part := a.quo(ln, integer(int64(n)))
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return precise.Exp(z, &part.d) })
}

func (a *arith) sum(xs []Decimal) Decimal {
	total := integer(0)
	for _, x := range xs {
		total = a.add(total, x)
	}
	return total
}

// floor is the whole part of x, for x ≥ 0.
func (a *arith) floor(x Decimal) int64 {
	if a.err != nil {
		return 0
	}
	var whole, rest apd.Decimal
	x.d.Modf(&whole, &rest)
	n, err := whole.Int64()
	if err != nil {
		a.err = ErrArithmetic.Because(err)
	}
	return n
}

// fen brings an amount in a currency unit to whole fen, halves to even.
func (a *arith) fen(x Decimal, u Unit) money.Fen {
	scaled := a.mul(x, integer(int64(u.fen())))
	if a.err != nil {
		return 0
	}
	n, err := strconv.ParseInt(scaled.Fixed(0), 10, 64)
	if err != nil || n > int64(money.Max) || n < -int64(money.Max) {
		a.err = money.ErrRange.With("text", clip(x.Fixed(2)+" "+string(u)))
		return 0
	}
	return money.Fen(n)
}
