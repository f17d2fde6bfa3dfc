package loan

import (
	"math/big"
	"slices"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// FlowKind says what a dated amount is.
type FlowKind string

const (
	FlowDrawdown  FlowKind = "drawdown"
	FlowFee       FlowKind = "fee"
	FlowInterest  FlowKind = "interest"
	FlowPrincipal FlowKind = "principal"
)

// Flow is one dated amount, seen by the lender: what is paid out is negative.
type Flow struct {
	Date   daycount.Date `json:"date"`
	Kind   FlowKind      `json:"kind"`
	Amount money.Fen     `json:"amount_fen"`
}

// Flows is a loan as dated amounts: drawdown, fee, and each instalment's interest and principal. Zero amounts are left out.
func Flows(c Contract, schedule []Instalment) []Flow {
	var out []Flow
	add := func(d daycount.Date, k FlowKind, amount money.Fen) {
		if amount != 0 {
			out = append(out, Flow{d, k, amount})
		}
	}
	add(c.Drawdown, FlowDrawdown, -c.Principal)
	add(c.Drawdown, FlowFee, c.Fee)
	for _, in := range schedule {
		add(in.Due, FlowInterest, in.Interest)
		add(in.Due, FlowPrincipal, in.Principal)
	}
	return out
}

// ErrIRR says that flows have no single yearly rate.
var ErrIRR = fault.Define("loan.irr", fault.Invalid,
	"现金流没有唯一的年化利率", "these cash flows have no single yearly rate").
	Hint("需先放款后还款，且收支方向只变化一次", "money must go out first and come back, changing direction once")

// Fixed-point arithmetic of the search: numbers carry irrBits binary places; the daily discount factor is searched
// between 0.98 and 1.02, a yearly rate from −99.9 % to 159,000 %, until it is known to 2^−irrTolerance.
const (
	irrBits      = 192
	irrTolerance = 100
	irrYear      = 365
	irrDecimals  = 8
)

// IRR is the yearly rate, compounded, at which flows are worth nothing together on the first day: what a borrower is
// shown as the annualised cost (中国人民银行公告〔2021〕第3号: internal rate of return). A year has 365 days, as in a
// spreadsheet's XIRR. The daily factor is found by bisection to 2^-100, so the eight decimals returned are those of
// the exact rate, rounded half up.
func IRR(flows []Flow) (udecimal.Decimal, error) {
	days, amounts := daily(flows)
	if !changesOnce(amounts) {
		return udecimal.Decimal{}, ErrIRR.With()
	}
	first := amounts[0].Sign()
	lo, hi := fixed(98, 100), fixed(102, 100)
	worth := func(v *big.Int) int { return presentValue(v, days, amounts).Sign() * -first }
	// With the first amount made negative the present value grows with the discount factor.
	if worth(lo) > 0 || worth(hi) < 0 {
		return udecimal.Decimal{}, ErrIRR.With()
	}
	gap := new(big.Int).Lsh(big.NewInt(1), irrBits-irrTolerance)
	for new(big.Int).Sub(hi, lo).Cmp(gap) > 0 {
		mid := new(big.Int).Add(lo, hi)
		mid.Rsh(mid, 1)
		if worth(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return yearly(hi)
}

// daily nets flows by day, in order of days since the first.
func daily(flows []Flow) (days []int, amounts []*big.Int) {
	flows = slices.Clone(flows)
	slices.SortStableFunc(flows, func(a, b Flow) int { return a.Date.Compare(b.Date) })
	for _, f := range flows {
		d := f.Date.Sub(flows[0].Date)
		if len(days) == 0 || days[len(days)-1] != d {
			days, amounts = append(days, d), append(amounts, new(big.Int))
		}
		sum := amounts[len(amounts)-1]
		sum.Add(sum, big.NewInt(int64(f.Amount)))
	}
	return days, amounts
}

// changesOnce reports whether the direction of money changes exactly once: then the rate is unique (Descartes).
func changesOnce(amounts []*big.Int) bool {
	changes, last := 0, 0
	for i, a := range amounts {
		s := a.Sign()
		if i == 0 && s == 0 {
			return false
		}
		if s != 0 && last != 0 && s != last {
			changes++
		}
		if s != 0 {
			last = s
		}
	}
	return changes == 1
}

func fixed(num, den int64) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(num), irrBits)
	return n.Quo(n, big.NewInt(den))
}

// presentValue is Σ amount × v^day by Horner's scheme from the last day back.
func presentValue(v *big.Int, days []int, amounts []*big.Int) *big.Int {
	sum := new(big.Int)
	powers := make(map[int]*big.Int) // gaps repeat: months have 28 to 31 days
	for i := len(days) - 1; i >= 0; i-- {
		sum.Add(sum, new(big.Int).Lsh(amounts[i], irrBits))
		gap := days[i]
		if i > 0 {
			gap -= days[i-1]
		}
		if powers[gap] == nil {
			powers[gap] = power(v, gap)
		}
		sum.Mul(sum, powers[gap]).Rsh(sum, irrBits)
	}
	return sum
}

func power(v *big.Int, n int) *big.Int {
	out := fixed(1, 1)
	for sq := new(big.Int).Set(v); n > 0; n >>= 1 {
		if n&1 == 1 {
			out.Mul(out, sq).Rsh(out, irrBits)
		}
		sq.Mul(sq, sq).Rsh(sq, irrBits)
	}
	return out
}

// yearly is v^−365 − 1, rounded half up.
func yearly(v *big.Int) (udecimal.Decimal, error) {
	grown := new(big.Int).Lsh(big.NewInt(1), 2*irrBits)
	grown.Quo(grown, power(v, irrYear)).Sub(grown, fixed(1, 1))
	// Rounded by adding a half and rounding down (Rsh rounds down for either sign).
	grown.Mul(grown, big.NewInt(100_000_000)) // 10^irrDecimals
	grown.Add(grown, new(big.Int).Lsh(big.NewInt(1), irrBits-1)).Rsh(grown, irrBits)
	if !grown.IsInt64() {
		return udecimal.Decimal{}, ErrIRR.With()
	}
	return udecimal.MustFromInt64(grown.Int64(), irrDecimals), nil
}
