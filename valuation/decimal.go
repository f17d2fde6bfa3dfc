package valuation

import (
	"strconv"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/strict"
)

// Decimal is an exact decimal number as a file writes it.
type Decimal = decimal.Decimal

// Precision is the number of significant digits of every intermediate result.
const Precision = decimal.Precision

// Faults of numbers.
var (
	ErrNumber     = decimal.ErrNumber
	ErrArithmetic = decimal.ErrArithmetic
)

// ParseDecimal reads a plain decimal such as "0.12" or "-3".
func ParseDecimal(s string) (Decimal, error) { return decimal.Parse(s) }

// dec is ParseDecimal for numbers written in source code.
func dec(s string) Decimal { return decimal.Must(s) }

func integer(n int64) Decimal { return decimal.Int(n) }

func clip(s string) string { return strict.Clip(s) }

func last(field string) string { return strict.Last(field) }

// arith computes with a sticky first error, so that formulas read as formulas.
type arith struct{ decimal.Arith }

// fen brings an amount in a currency unit to whole fen, halves to even.
func (a *arith) fen(x Decimal, u Unit) money.Fen {
	scaled := a.Mul(x, integer(int64(u.fen())))
	if a.Err != nil {
		return 0
	}
	n, err := strconv.ParseInt(scaled.Fixed(0), 10, 64)
	if err != nil || n > int64(money.Max) || n < -int64(money.Max) {
		a.Err = money.ErrRange.With("text", clip(x.Fixed(2)+" "+string(u)))
		return 0
	}
	return money.Fen(n)
}
