package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/strict"
)

// Unit is the unit in which a file writes amounts and a report shows them.
type Unit string

// The two units of Chinese appraisal reports.
const (
	UnitYuan Unit = "元"
	UnitWan  Unit = "万元"
)

func (u Unit) fen() money.Fen {
	if u == UnitWan {
		return money.Wan
	}
	return money.Yuan
}

// Amount is an amount of money as written, in the file's currency unit: an amount in 元 has at most two decimals, one in
// 万元 at most six, which is a fen either way. A finer one is money.ErrPrecision, never rounded.
type Amount string

// Fen is the amount in fen.
func (a Amount) Fen(u Unit) (money.Fen, error) {
	if u == UnitWan {
		return money.ParseWan(string(a))
	}
	return money.ParseYuan(string(a))
}

// ErrNegative says that an amount is below zero where none can be.
var ErrNegative = fault.Define("valuation.negative_amount", fault.Invalid,
	"金额 {text} 不能为负", "the amount {text} cannot be negative")

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
