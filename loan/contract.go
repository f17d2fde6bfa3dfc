package loan

import (
	"slices"
	"strings"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Method is how principal comes back.
type Method string

const (
	// EqualInstalment is 等额本息: the same payment each period.
	EqualInstalment Method = "equal_instalment"
	// EqualPrincipal is 等额本金: the same principal each period, and interest on what is left.
	EqualPrincipal Method = "equal_principal"
	// InterestOnly is 先息后本: interest each period, the principal at maturity.
	InterestOnly Method = "interest_only"
	// BulletAll is 到期一次还本付息: one payment at maturity.
	BulletAll Method = "bullet_all"
)

// Every is how often instalments fall due.
type Every string

const (
	Monthly    Every = "monthly"
	Quarterly  Every = "quarterly" // 按季结息: March, June, September and December unless FirstDue says otherwise
	AtMaturity Every = "maturity"
	OnDates    Every = "dates" // the contract lists every due date
)

// Roll says what happens to a due date that is not a working day. Interest is always counted to the date before rolling.
type Roll string

const (
	RollNone      Roll = ""
	RollFollowing Roll = "following" // 遇节假日顺延: the next legal working day
)

// Residue says where the difference goes that rounding leaves in level instalments.
type Residue string

const (
	// ResidueLast leaves it all to the last instalment.
	ResidueLast Residue = ""
	// ResidueSpread moves the level instalment by its share of the difference if that brings the last one closer to it.
	ResidueSpread Residue = "spread"
)

// ErrResidue says that the place for the difference of rounding is not known.
var ErrResidue = fault.Define("loan.residue", fault.Invalid,
	"尾差处理方式 {name} 不支持", "residue {name} is not supported").
	Hint("留空为计入末期，spread 为均摊", "leave it empty for the last instalment, or use spread")

// Bounds of a contract.
const (
	MaxInstalments = 600
	MaxYears       = 50
	MaxGraceDays   = 90

	// DefaultPenaltyBP is 1.5 times the contract's rate on what is overdue, and the most that may be agreed; the rule is a
	// surcharge of 30 to 50 % (银发〔2003〕251号). Basis points of the contract's rate.
	DefaultPenaltyBP = 15000
	minPenaltyBP     = 10000
	maxPayAfter      = 15

	firstYear = 1990
	lastYear  = 2200
)

// Contract is what borrower and lender agreed. Empty optional fields take the defaults of [Contract.Normal].
type Contract struct {
	Principal money.Fen         `json:"principal_fen"`
	Rate      udecimal.Decimal  `json:"rate"`                // per year: 3.45 % is "0.0345"
	DayCount  daycount.DayCount `json:"day_count,omitempty"` // default ACT/360
	Method    Method            `json:"method"`
	Drawdown  daycount.Date     `json:"drawdown"`
	Maturity  daycount.Date     `json:"maturity"`
	Every     Every             `json:"every,omitempty"`     // default by method
	FirstDue  daycount.Date     `json:"first_due,omitzero"`  // default: the first due day after drawdown
	DueDay    int               `json:"due_day,omitzero"`    // 1–31, the month's last day where it is shorter
	DueDates  []daycount.Date   `json:"due_dates,omitempty"` // with every = dates; the last is the maturity
	Roll      Roll              `json:"roll,omitempty"`
	Rounding  money.Rounding    `json:"rounding,omitempty"` // default half_even
	Residue   Residue           `json:"residue,omitempty"`  // where the difference of rounding goes: default the last one
	GraceDays int               `json:"grace_days,omitzero"`
	PenaltyBP int64             `json:"penalty_bp,omitzero"` // overdue rate in basis points of Rate; default 15000
	// CompoundBP, if set, is the rate on overdue interest (复利) as PenaltyBP is on overdue principal; the two are then kept
	// apart. Unset, one penalty of PenaltyBP covers both.
	CompoundBP int64 `json:"compound_bp,omitzero"`
	// PayAfter is how many days after the end of a period its instalment is due, but for the last: 结息日 20, 付息日 21 is 1.
	PayAfter int `json:"pay_after_days,omitzero"`

	Order Order     `json:"order,omitzero"`   // how a payment is divided
	Fee   money.Fen `json:"fee_fen,omitzero"` // paid at drawdown; counts into the borrower's yearly cost
}

var (
	// ErrPrincipal says that the principal is not a positive amount.
	ErrPrincipal = fault.Define("loan.principal", fault.Invalid,
		"贷款本金 {amount} 元应大于零且不超过上限", "principal {amount} must be more than zero and within range")
	// ErrRate says that the yearly rate is not between 0 and 100 % with at most eight decimals.
	ErrRate = fault.Define("loan.rate", fault.Invalid,
		"年利率 {text} 无效，应在 0 至 1 之间，最多 8 位小数", "yearly rate {text} must be between 0 and 1 with at most 8 decimals").
		Hint("年利率 3.45% 请写 0.0345 或 3.45%", "write 3.45 % a year as 0.0345 or 3.45%")
	// ErrMethod says that the repayment method is not known.
	ErrMethod = fault.Define("loan.method", fault.Invalid,
		"还款方式 {name} 不支持", "repayment method {name} is not supported").
		Hint("可用：equal_instalment（等额本息）、equal_principal（等额本金）、interest_only（先息后本）、bullet_all（到期一次还本付息）",
			"use equal_instalment, equal_principal, interest_only or bullet_all")
	// ErrEvery says that instalments of this method cannot fall due that often.
	ErrEvery = fault.Define("loan.every", fault.Invalid,
		"还款方式 {method} 不能采用还款周期 {every}", "method {method} cannot fall due {every}").
		Hint("可用：monthly、quarterly、dates；bullet_all 只能为 maturity",
			"use monthly, quarterly or dates; bullet_all is always maturity")
	// ErrTerm says that drawdown and maturity do not make a term.
	ErrTerm = fault.Define("loan.term", fault.Invalid,
		"放款日 {drawdown} 至到期日 {maturity} 不构成有效期限", "{drawdown} to {maturity} is not a term").
		Hint("到期日须晚于放款日，期限不超过 50 年", "maturity comes after drawdown, within 50 years")
	// ErrDueDay says that the due day is not a day of a month.
	ErrDueDay = fault.Define("loan.due_day", fault.Invalid,
		"还款日 {day} 无效，应为 1 至 31", "due day {day} must be from 1 to 31")
	// ErrFirstDue says that the first due date is outside the term or not on the due day.
	ErrFirstDue = fault.Define("loan.first_due", fault.Invalid,
		"首次还款日 {date} 应在放款日之后、到期日之前（含），并与还款日一致",
		"first due date {date} must lie after drawdown, not after maturity, and on the due day")
	// ErrDueDates says that listed due dates do not lead from drawdown to maturity.
	ErrDueDates = fault.Define("loan.due_dates", fault.Invalid,
		"约定还款日 {date} 有误：应逐个递增，晚于放款日，且最后一个为到期日",
		"due date {date}: due dates must increase, start after drawdown and end at maturity")
	// ErrTooMany says that a schedule has more instalments than a schedule may.
	ErrTooMany = fault.Define("loan.too_many", fault.Limit,
		"期数超过上限 {max}", "more than {max} instalments")
	// ErrRoll says that the rule for due dates on holidays is not known.
	ErrRoll = fault.Define("loan.roll", fault.Invalid,
		"节假日规则 {name} 不支持", "holiday rule {name} is not supported").
		Hint("留空为不调整，following 为顺延至下一工作日", "leave it empty for none, or use following")
	// ErrGrace says that the days of grace are out of range.
	ErrGrace = fault.Define("loan.grace_days", fault.Invalid,
		"宽限期 {days} 天应在 0 至 90 之间", "{days} days of grace must be from 0 to 90")
	// ErrPenalty says that the overdue rate is outside what may be agreed.
	ErrPenalty = fault.Define("loan.penalty", fault.Invalid,
		"逾期利率应为合同利率的 100% 至 150%，现为 {bp} 个基点", "the overdue rate is 100 to 150 % of the contract's, not {bp} basis points").
		Hint("银发〔2003〕251号：逾期罚息在合同利率上加收 30%–50%；1.5 倍写 15000", "the rule is a surcharge of 30 to 50 %; 1.5 times is 15000")
	// ErrPayAfter says that an instalment would be due too long after its period.
	ErrPayAfter = fault.Define("loan.pay_after_days", fault.Invalid,
		"付息日应在结息日后 0 至 15 天，现为 {days} 天", "an instalment is due 0 to 15 days after its period, not {days}")
	// ErrFee says that the fee at drawdown is negative or not less than the principal.
	ErrFee = fault.Define("loan.fee", fault.Invalid,
		"费用 {amount} 元应不小于零且小于本金", "fee {amount} must be at least zero and less than the principal")
)

// Normal fills the defaults in and checks every rule that can be read off the contract alone. [Schedule] calls it.
func (c Contract) Normal() (Contract, error) {
	if c.Principal <= 0 || c.Principal > money.Max {
		return c, ErrPrincipal.With("amount", c.Principal).At("principal_fen")
	}
	if err := checkRate(c.Rate); err != nil {
		return c, err.At("rate")
	}
	if c.DayCount == "" {
		c.DayCount = daycount.Act360
	}
	if err := c.DayCount.Valid(); err != nil {
		return c, fault.From(err).At("day_count")
	}
	if err := c.Rounding.UnmarshalText([]byte(c.Rounding)); err != nil {
		return c, fault.From(err).At("rounding")
	}
	if c.Rounding == "" {
		c.Rounding = money.HalfEven
	}
	if c.Residue != ResidueLast && c.Residue != ResidueSpread {
		return c, ErrResidue.With("name", brief(string(c.Residue))).At("residue")
	}
	if c.Fee < 0 || c.Fee >= c.Principal {
		return c, ErrFee.With("amount", c.Fee).At("fee_fen")
	}
	if c.Roll != RollNone && c.Roll != RollFollowing {
		return c, ErrRoll.With("name", brief(string(c.Roll))).At("roll")
	}
	if c.GraceDays < 0 || c.GraceDays > MaxGraceDays {
		return c, ErrGrace.With("days", c.GraceDays).At("grace_days")
	}
	if c.PenaltyBP == 0 {
		c.PenaltyBP = DefaultPenaltyBP
	}
	if c.PenaltyBP < minPenaltyBP || c.PenaltyBP > DefaultPenaltyBP {
		return c, ErrPenalty.With("bp", c.PenaltyBP).At("penalty_bp")
	}
	if c.CompoundBP != 0 && (c.CompoundBP < minPenaltyBP || c.CompoundBP > DefaultPenaltyBP) {
		return c, ErrPenalty.With("bp", c.CompoundBP).At("compound_bp")
	}
	if c.PayAfter < 0 || c.PayAfter > maxPayAfter {
		return c, ErrPayAfter.With("days", c.PayAfter).At("pay_after_days")
	}
	var err error
	if c.Order, err = c.Order.normal(); err != nil {
		return c, err
	}
	return c.normalDates()
}

func (c Contract) normalDates() (Contract, error) {
	if c.Every == OnDates && c.Maturity.IsZero() && len(c.DueDates) > 0 {
		c.Maturity = c.DueDates[len(c.DueDates)-1]
	}
	if !dated(c.Drawdown) || !dated(c.Maturity) || !c.Maturity.After(c.Drawdown) ||
		c.Maturity.After(c.Drawdown.AddMonths(12*MaxYears)) {
		return c, ErrTerm.With("drawdown", c.Drawdown, "maturity", c.Maturity).At("maturity")
	}
	var def Every
	switch c.Method {
	case EqualInstalment, EqualPrincipal:
		def = Monthly
	case InterestOnly:
		def = Quarterly
	case BulletAll:
		def = AtMaturity
	default:
		return c, ErrMethod.With("name", brief(string(c.Method))).At("method")
	}
	if c.Every == "" {
		c.Every = def
	}
	known := c.Every == Monthly || c.Every == Quarterly || c.Every == OnDates
	if (c.Method == BulletAll) != (c.Every == AtMaturity) || !known && c.Every != AtMaturity {
		return c, ErrEvery.With("method", c.Method, "every", brief(string(c.Every))).At("every")
	}
	return c.normalDue()
}

func (c Contract) normalDue() (Contract, error) {
	if c.Every == OnDates {
		last := c.Drawdown
		for _, d := range c.DueDates {
			if !d.After(last) {
				return c, ErrDueDates.With("date", d).At("due_dates")
			}
			last = d
		}
		if last != c.Maturity {
			return c, ErrDueDates.With("date", last).At("due_dates")
		}
	} else if len(c.DueDates) > 0 {
		return c, ErrDueDates.With("date", c.DueDates[0]).At("due_dates")
	}
	if c.Every != Monthly && c.Every != Quarterly {
		if !c.FirstDue.IsZero() {
			return c, ErrFirstDue.With("date", c.FirstDue).At("first_due")
		}
		if c.DueDay != 0 {
			return c, ErrDueDay.With("day", c.DueDay).At("due_day")
		}
		return c, nil
	}
	if c.DueDay == 0 {
		switch {
		case !c.FirstDue.IsZero():
			c.DueDay = c.FirstDue.Day()
		case c.Every == Quarterly:
			c.DueDay = 20 // 结息日 of the central bank's quarterly settlement
		default:
			c.DueDay = c.Drawdown.Day()
		}
	}
	if c.DueDay < 1 || c.DueDay > 31 {
		return c, ErrDueDay.With("day", c.DueDay).At("due_day")
	}
	if f := c.FirstDue; !f.IsZero() && (!f.After(c.Drawdown) || f.After(c.Maturity) || f != dueIn(f, c.DueDay)) {
		return c, ErrFirstDue.With("date", f).At("first_due")
	}
	return c, nil
}

func dated(d daycount.Date) bool { return !d.IsZero() && d.Year() >= firstYear && d.Year() <= lastYear }

func checkRate(r udecimal.Decimal) *fault.Error {
	if r.IsNeg() || r.GreaterThan(udecimal.MustFromInt64(1, 0)) || !r.Trunc(rateDecimals).Equal(r) {
		return ErrRate.With("text", brief(r.String()))
	}
	return nil
}

// ParseRate reads a yearly rate written as a fraction ("0.0345") or in percent ("3.45%").
func ParseRate(s string) (udecimal.Decimal, error) {
	text, percent := strings.CutSuffix(s, "%")
	bad := ErrRate.With("text", brief(s))
	if text == "" || len(text) > 20 || strings.Trim(text, "0123456789.") != "" {
		return udecimal.Decimal{}, bad
	}
	r, err := udecimal.Parse(text)
	if err != nil {
		return udecimal.Decimal{}, bad
	}
	if percent {
		r = r.Mul(udecimal.MustFromInt64(1, 2))
	}
	if checkRate(r) != nil {
		return udecimal.Decimal{}, bad
	}
	return r, nil
}

// brief bounds a text from outside that goes into an error.
func brief(s string) string {
	const most = 32
	r := []rune(strings.ToValidUTF8(s, "?"))
	if len(r) > most {
		r = slices.Concat(r[:most], []rune("…"))
	}
	return "“" + string(r) + "”"
}
