package loan

import (
	"math/bits"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Caps of the credit line over the appraised value (质押率), in basis points.
const (
	// DefaultCapBP is 30 %: banks' coefficient for data assets is often at most 0.3, against 0.6–0.8 for houses (新华财经,
	// 2024-07-24; a press figure, so a parameter of the product).
	DefaultCapBP = 3000
	// MaxCapBP is 50 %: "一般不超评估值的50%" (trade press, 2025-10; realised ratios 0.50–0.56). No product may go over it.
	MaxCapBP = 5000

	wholeBP = 10000
)

// ErrCap says that a product's cap is out of range.
var ErrCap = fault.Define("loan.cap", fault.Invalid,
	"质押率上限 {bp} 个基点超出范围，应大于 0 且不超过 5000（50%）", "a cap of {bp} basis points is out of range: over 0, at most 5000 (50 %)")

// CheckCap refuses a cap that no product may have.
func CheckCap(capBP int64) error {
	if capBP <= 0 || capBP > MaxCapBP {
		return ErrCap.With("bp", capBP)
	}
	return nil
}

// CreditLimit is min(requested, cap × appraised value), rounded down to the fen. A cap over [MaxCapBP] counts as MaxCapBP;
// an amount, a value or a cap of zero or less gives no credit. Products without a cap of their own use [DefaultCapBP].
func CreditLimit(requested, appraisedValue money.Fen, capBP int64) money.Fen {
	return max(0, min(requested, share(appraisedValue, min(capBP, MaxCapBP))))
}

// share is value × bp ÷ 10,000 rounded down, zero for either at or below zero, without overflow; bp is at most 10,000.
func share(value money.Fen, bp int64) money.Fen {
	if value <= 0 || bp <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(value), uint64(min(bp, wholeBP)))
	q, _ := bits.Div64(hi, lo, wholeBP)
	return money.Fen(q)
}
