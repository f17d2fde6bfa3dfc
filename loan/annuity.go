package loan

import (
	"math/big"
	"math/bits"

	"shurong.org/shurong/money"
)

// annuity is the level instalment of debt ÷ den now, paid after each of the periods, and once now too if first is set:
// debt ÷ den ÷ Σv, with v the discount factor of each payment.
//
// Σv is bracketed first, in units of 2⁻⁶⁴ and whole-number arithmetic: each factor is cut off by less than a unit, so the
// k-th v lies at most k+1 units over what was computed. Rounding is monotone: where both ends of the bracket round to the
// same fen, that is the exact answer. Where they do not (about once in 10⁸ loans) it is solved exactly, in numbers of
// thousands of digits.
func (c Contract) annuity(debt, den *big.Int, periods []Instalment, first bool) (money.Fen, error) {
	unit, rate := uint64(c.DayCount.Basis())*rateScale, uint64(scaled(c.Rate))
	var hi, lo, carry uint64 // Σv
	if first {
		hi = 1
	}
	v := ^uint64(0)
	for _, in := range periods {
		h, l := bits.Mul64(v, unit)
		v, _ = bits.Div64(h, l, unit+rate*uint64(in.Days))
		lo, carry = bits.Add64(lo, v, 0)
		hi += carry
	}
	n := uint64(len(periods))
	least := whole128(hi, lo)
	most := new(big.Int).Add(least, new(big.Int).SetUint64(n*(n+3)/2))
	if least.Sign() > 0 {
		scaledDebt := new(big.Int).Lsh(debt, 64)
		high, err := roundRatio(scaledDebt, least.Mul(least, den), c.Rounding)
		if err == nil {
			low, err := roundRatio(scaledDebt, most.Mul(most, den), c.Rounding)
			if err == nil && low == high {
				return low, nil
			}
		}
	}
	return c.exactAnnuity(debt, den, periods, first)
}

// exactAnnuity multiplies both sides by all growth factors f = 1 + rate × days ÷ basis: debt·Πf ÷ Σₖ Π(after k) f.
func (c Contract) exactAnnuity(debt, den *big.Int, periods []Instalment, first bool) (money.Fen, error) {
	unit := big.NewInt(int64(c.DayCount.Basis()) * rateScale)
	grown, paid, power := new(big.Int).Set(debt), new(big.Int), big.NewInt(1)
	if first {
		paid.SetInt64(1)
	}
	// After each period grown carries unitⁿ as its denominator, and so does paid.
	for _, in := range periods {
		f := big.NewInt(scaled(c.Rate))
		f.Mul(f, big.NewInt(int64(in.Days))).Add(f, unit)
		power.Mul(power, unit)
		grown.Mul(grown, f)
		paid.Mul(paid, f).Add(paid, power)
	}
	return roundRatio(grown, paid.Mul(paid, den), c.Rounding)
}

func whole128(hi, lo uint64) *big.Int {
	n := new(big.Int).SetUint64(hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(lo))
}

// roundProduct is amount × factor ÷ den, rounded once. None is negative, and den is positive.
func roundProduct(amount money.Fen, factor, den int64, rule money.Rounding) (money.Fen, error) {
	hi, lo := bits.Mul64(uint64(amount), uint64(factor))
	if hi < uint64(den) {
		q, rest := bits.Div64(hi, lo, uint64(den))
		if q < uint64(money.Max) {
			half := rest > uint64(den)-rest
			even := rest == uint64(den)-rest
			if rule != money.Truncate && (half || even && (rule == money.HalfUp || q&1 == 1)) {
				q++
			}
			return money.Fen(q), nil
		}
	}
	num := new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(factor))
	return roundRatio(num, big.NewInt(den), rule)
}
