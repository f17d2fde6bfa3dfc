package loan

import (
	"math/bits"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// MarginTerms are a contract's margin covenant. Zero fields take the defaults of [MarginTerms.Normal].
type MarginTerms struct {
	CapBP         int64 `json:"cap_bp"`         // loan to value that a call restores; default DefaultCapBP
	DropBP        int64 `json:"drop_bp"`        // fall of value since disbursement that is tolerated; default 2000
	MaintenanceBP int64 `json:"maintenance_bp"` // loan to value that is tolerated; default CapBP ÷ (1 − DropBP)
	CureDays      int   `json:"cure_days"`      // working days to restore; default 5
}

const (
	// DefaultDropBP is 20 %: "价值下降超过20%" then further collateral or prepayment (天府银行·遂宁, press).
	DefaultDropBP = 2000
	// DefaultCureDays is ours; no published figure was found.
	DefaultCureDays = 5
	maxCureDays     = 60
	// MaxLTV stands for any loan to value of 1000 times or more, and for a value of nothing.
	MaxLTV = 10_000_000
)

var (
	// ErrMarginTerms says that a margin covenant contradicts itself.
	ErrMarginTerms = fault.Define("loan.margin_terms", fault.Invalid,
		"保证金条款 {field} 超出范围", "margin term {field} is out of range").
		Hint("上限不超过 5000 基点，维持线不低于上限，追加期限 1 至 60 个工作日",
			"cap at most 5000 bp, maintenance not under the cap, 1 to 60 working days to cure")
	// ErrMarginInput says that an amount of a margin test is negative, or the value at disbursement not positive.
	ErrMarginInput = fault.Define("loan.margin_input", fault.Invalid,
		"保证金测试的金额 {field} 无效", "amount {field} of the margin test is not valid")
)

// Normal fills defaults in and checks.
func (t MarginTerms) Normal() (MarginTerms, error) {
	if t.CapBP == 0 {
		t.CapBP = DefaultCapBP
	}
	if t.DropBP == 0 {
		t.DropBP = DefaultDropBP
	}
	if t.CureDays == 0 {
		t.CureDays = DefaultCureDays
	}
	bad := func(field string) (MarginTerms, error) { return t, ErrMarginTerms.With("field", field).At(field) }
	switch {
	case CheckCap(t.CapBP) != nil:
		return bad("cap_bp")
	case t.DropBP < 0 || t.DropBP >= wholeBP:
		return bad("drop_bp")
	case t.CureDays < 0 || t.CureDays > maxCureDays:
		return bad("cure_days")
	}
	if t.MaintenanceBP == 0 {
		// The loan to value that a line drawn to its cap reaches when the value has fallen by DropBP.
		t.MaintenanceBP = min(wholeBP, t.CapBP*wholeBP/(wholeBP-t.DropBP))
	}
	if t.MaintenanceBP < t.CapBP || t.MaintenanceBP > wholeBP {
		return bad("maintenance_bp")
	}
	return t, nil
}

// MarginInput is what a margin test looks at.
type MarginInput struct {
	Balance      money.Fen `json:"balance_fen"`       // principal outstanding
	Deposit      money.Fen `json:"deposit_fen"`       // margin held in the special account
	Value        money.Fen `json:"value_fen"`         // of the pledged assets now
	InitialValue money.Fen `json:"initial_value_fen"` // at disbursement
}

// MarginResult is the outcome of a test.
type MarginResult struct {
	Call        bool          `json:"call"`         // restore Shortfall by Deadline
	Fell        bool          `json:"fell"`         // value fell by more than DropBP
	Over        bool          `json:"over"`         // loan to value is over MaintenanceBP
	Exposure    money.Fen     `json:"exposure_fen"` // balance not covered by the deposit
	LTV         int64         `json:"ltv_bp"`       // exposure to value, rounded up
	Drop        int64         `json:"drop_bp"`      // fall of value, rounded down; negative for a rise
	Shortfall   money.Fen     `json:"shortfall_fen"`
	Deadline    daycount.Date `json:"deadline,omitzero"`
	Maintenance int64         `json:"maintenance_bp"`
}

// MarginTest decides whether a margin call is due on a day.
//
//	exposure  = max(0, balance − deposit)
//	fell      : value < initial value × (1 − drop), strictly: a fall of exactly 20 % is tolerated
//	over      : exposure > value × maintenance
//	shortfall = max(0, exposure − ⌊value × cap⌋)
//
// A call is due if the value fell or the loan is over, and there is a shortfall. The borrower cures it by depositing the
// shortfall or by repaying that much principal: either brings the exposure back to cap × value, and the same test then
// finds nothing to call, however far the value stays under the initial one. The deadline is CureDays working days after
// the day of the call.
func MarginTest(in MarginInput, terms MarginTerms, asOf daycount.Date, cal *daycount.Calendar) (MarginResult, error) {
	terms, err := terms.Normal()
	if err != nil {
		return MarginResult{}, err
	}
	for _, a := range []struct {
		field  string
		amount money.Fen
	}{
		{"balance_fen", in.Balance}, {"deposit_fen", in.Deposit}, {"value_fen", in.Value},
		{"initial_value_fen", in.InitialValue - 1}, // may not be zero
	} {
		if a.amount < 0 || a.amount > money.Max {
			return MarginResult{}, ErrMarginInput.With("field", a.field).At(a.field)
		}
	}
	r := MarginResult{Exposure: max(0, in.Balance-in.Deposit), Maintenance: terms.MaintenanceBP}
	r.Fell = less(in.Value, wholeBP, in.InitialValue, wholeBP-terms.DropBP)
	r.Over = less(in.Value, terms.MaintenanceBP, r.Exposure, wholeBP)
	r.Shortfall = max(0, r.Exposure-share(in.Value, terms.CapBP))
	r.LTV = ltv(r.Exposure, in.Value)
	r.Drop = drop(in.Value, in.InitialValue)
	r.Call = (r.Fell || r.Over) && r.Shortfall > 0
	if r.Call {
		r.Deadline = cal.AddWorkingDays(asOf, terms.CureDays)
	}
	return r, nil
}

// less reports a × m < b × n in 128 bits. None is negative.
func less(a money.Fen, m int64, b money.Fen, n int64) bool {
	ahi, alo := bits.Mul64(uint64(a), uint64(m))
	bhi, blo := bits.Mul64(uint64(b), uint64(n))
	return ahi < bhi || ahi == bhi && alo < blo
}

// ltv is exposure to value, rounded up.
func ltv(exposure, value money.Fen) int64 {
	q, rest := ratioBP(exposure, value)
	if rest && q < MaxLTV {
		q++
	}
	return q
}

// drop is the fall of the value, rounded towards zero; a rise is negative.
func drop(value, initial money.Fen) int64 {
	if value > initial {
		q, _ := ratioBP(value-initial, initial)
		return -q
	}
	q, _ := ratioBP(initial-value, initial)
	return q
}

// ratioBP is part to whole in basis points, at most MaxLTV, and whether a fraction was dropped.
func ratioBP(part, whole money.Fen) (int64, bool) {
	hi, lo := bits.Mul64(uint64(part), wholeBP)
	switch {
	case part == 0:
		return 0, false
	case hi >= uint64(whole):
		return MaxLTV, false
	}
	q, rest := bits.Div64(hi, lo, uint64(whole))
	if q >= MaxLTV {
		return MaxLTV, false
	}
	return int64(q), rest > 0
}
