package accounting

import (
	"math/big"
	"strconv"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

func fenJSON(f money.Fen) ([]byte, error) { return strconv.AppendInt(nil, int64(f), 10), nil }

// mulDiv is f·num/den in whole fen, halves to even; den over 0.
func mulDiv(f money.Fen, num, den int64) money.Fen {
	x := new(big.Rat).SetFrac64(num, den)
	return roundFen(x.Mul(x, new(big.Rat).SetInt64(int64(f))))
}

// roundFen brings an exact amount in fen to whole fen, halves to even. Amounts over money.Max, which limits on inputs
// keep far away, are cut to it.
func roundFen(x *big.Rat) money.Fen {
	twice := new(big.Int).Lsh(x.Num(), 1)
	den := new(big.Int).Lsh(x.Denom(), 1)
	n, rest := new(big.Int).DivMod(twice.Add(twice, x.Denom()), den, new(big.Int)) // floor(x + ½)
	if rest.Sign() == 0 && n.Bit(0) == 1 {
		n.Sub(n, big.NewInt(1))
	}
	if most := big.NewInt(int64(money.Max)); n.CmpAbs(most) > 0 {
		n.Set(most)
	}
	return money.Fen(n.Int64())
}

// rat is a decimal of a file as an exact fraction.
func rat(d valuation.Decimal) *big.Rat {
	x, ok := new(big.Rat).SetString(d.String())
	if !ok {
		return new(big.Rat)
	}
	return x
}

func itoa(n int) string { return strconv.Itoa(n) }
