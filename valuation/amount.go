package valuation

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
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
