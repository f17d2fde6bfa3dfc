package decimal

import (
	"slices"

	"github.com/cockroachdb/apd/v3"

	"shurong.org/shurong/fault"
)

// Precision is the number of significant digits of every intermediate result. Sums, products and integer powers of a
// valuation's size lose nothing a fen could show; roots, fractional powers, logarithms and exponentials are right to the
// last digit or two.
const Precision = 50

// context is the one arithmetic context: 50 digits, halves to even, and errors instead of infinities.
var context = &apd.Context{Precision: Precision, MaxExponent: 1000, MinExponent: -1000,
	Rounding: apd.RoundHalfEven, Traps: apd.DefaultTraps}

// ErrArithmetic says that a computation left the range of numbers. Limits on inputs keep honest files far from it.
var ErrArithmetic = fault.Define("valuation.arithmetic", fault.Invalid,
	"按所列参数计算超出数值范围", "with these inputs the computation leaves the range of numbers").
	Hint("请检查参数的数量级", "check the magnitude of the inputs")

// Arith computes with a sticky first error: after one, every result is 0 and Err keeps it.
type Arith struct{ Err error }

func (a *Arith) op(f func(z *apd.Decimal) (apd.Condition, error)) Decimal {
	z := Decimal{set: true}
	if a.Err != nil {
		return z
	}
	if _, err := f(&z.d); err != nil {
		a.Err = ErrArithmetic.Because(err)
		return Decimal{set: true}
	}
	if z.d.IsZero() {
		z.d.Negative = false
	}
	return z
}

// Add is x + y.
func (a *Arith) Add(x, y Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Add(z, &x.d, &y.d) })
}

// Sub is x − y.
func (a *Arith) Sub(x, y Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Sub(z, &x.d, &y.d) })
}

// Mul is the product.
func (a *Arith) Mul(x Decimal, more ...Decimal) Decimal {
	for _, y := range more {
		x = a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Mul(z, &x.d, &y.d) })
	}
	return x
}

// Quo is x ÷ y; y = 0 is an error.
func (a *Arith) Quo(x, y Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Quo(z, &x.d, &y.d) })
}

// Abs is |x|.
func (a *Arith) Abs(x Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Abs(z, &x.d) })
}

// Sqrt is the square root; x < 0 is an error.
func (a *Arith) Sqrt(x Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Sqrt(z, &x.d) })
}

// Ln is the natural logarithm; x ≤ 0 is an error.
func (a *Arith) Ln(x Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) {
		if x.Sign() <= 0 {
			return 0, ErrArithmetic
		}
		return context.Ln(z, &x.d)
	})
}

// Exp is e to the power of x.
func (a *Arith) Exp(x Decimal) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Exp(z, &x.d) })
}

var half = Must("0.5")

// Pow is x to the power of y. Whole exponents of x are products, a half is a root; other exponents take logarithms and
// need x > 0. 0 to a negative power is an error.
func (a *Arith) Pow(x, y Decimal) Decimal {
	n, whole := y.Int64()
	switch {
	case whole && n == 0:
		return Int(1)
	case whole && n == 1:
		return x
	case whole && n < 0:
		return a.Quo(Int(1), a.Pow(x, Int(-n)))
	case whole:
		const most = 1_000_000
		return a.op(func(z *apd.Decimal) (apd.Condition, error) {
			if n > most {
				return 0, ErrArithmetic
			}
			return context.Pow(z, &x.d, &y.d)
		})
	case y.Cmp(half) == 0:
		return a.Sqrt(x)
	case x.Sign() == 0 && y.Sign() > 0:
		return Int(0)
	}
	return a.Exp(a.Mul(y, a.Ln(x)))
}

// Root is x to the power of 1/n, for x over zero.
func (a *Arith) Root(x Decimal, n int) Decimal { return a.Exp(a.Quo(a.Ln(x), Int(int64(n)))) }

// Sum adds from the left.
func (a *Arith) Sum(xs []Decimal) Decimal {
	total := Int(0)
	for _, x := range xs {
		total = a.Add(total, x)
	}
	return total
}

// Round is x with so many decimals, halves to even.
func (a *Arith) Round(x Decimal, places int32) Decimal {
	return a.op(func(z *apd.Decimal) (apd.Condition, error) { return context.Quantize(z, &x.d, -places) })
}

// Floor is the whole part of x, for 0 ≤ x < 2⁶³.
func (a *Arith) Floor(x Decimal) int64 {
	if a.Err != nil {
		return 0
	}
	var whole, rest apd.Decimal
	x.d.Modf(&whole, &rest)
	n, err := whole.Int64()
	if err != nil {
		a.Err = ErrArithmetic.Because(err)
	}
	return n
}

// Median is the middle of the numbers in order, or the mean of the two in the middle. No number is an error.
func (a *Arith) Median(xs []Decimal) Decimal {
	if len(xs) == 0 {
		return a.op(func(*apd.Decimal) (apd.Condition, error) { return 0, ErrArithmetic })
	}
	sorted := slices.SortedFunc(slices.Values(xs), Decimal.Cmp)
	middle := sorted[len(sorted)/2]
	if len(sorted)%2 == 0 {
		middle = a.Quo(a.Add(sorted[len(sorted)/2-1], middle), Int(2))
	}
	return middle
}
