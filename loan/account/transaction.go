package account

import (
	"cmp"
	"slices"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Act is what a transaction does.
type Act string

// The acts, in the order in which those of one day take effect.
const (
	Reprice     Act = "rate"        // a rate agreed or announced: rate
	Extend      Act = "extend"      // 展期: maturity, rate
	Restructure Act = "restructure" // 重组: maturity, method, every, due_day, due_dates, rate
	Postpone    Act = "postpone"    // due dates move by days
	Draw        Act = "draw"        // a further drawdown: amount
	Charge      Act = "fee"         // costs of realising the claim, due with the running instalment: amount
	Pay         Act = "pay"         // money received: amount
	Prepay      Act = "prepay"      // principal repaid early: amount, effect; its fee is paid with it
	Close       Act = "close"       // all is due on that day
)

var acts = []Act{Reprice, Extend, Restructure, Postpone, Draw, Charge, Pay, Prepay, Close}

// Transaction is one entry. Line is where it stands in its file.
type Transaction struct {
	Date     daycount.Date     `json:"date"`
	Kind     Act               `json:"kind"`
	Amount   money.Fen         `json:"amount_fen,omitzero"`
	Currency string            `json:"currency,omitempty"`
	Rate     *udecimal.Decimal `json:"rate,omitempty"`
	Effect   loan.Effect       `json:"effect,omitempty"`
	Days     int               `json:"days,omitzero"`
	Maturity daycount.Date     `json:"maturity,omitzero"`
	Method   loan.Method       `json:"method,omitempty"`
	Every    loan.Every        `json:"every,omitempty"`
	DueDay   int               `json:"due_day,omitzero"`
	DueDates []daycount.Date   `json:"due_dates,omitempty"`
	Line     int               `json:"-"`
}

var (
	// ErrAct says that a transaction's kind is not known.
	ErrAct = fault.Define("loan.account.kind", fault.Invalid,
		"交易类型 {name} 不支持", "transaction kind {name} is not supported").
		Hint("可用：draw、pay、prepay、fee、rate、extend、restructure、postpone、close",
			"use draw, pay, prepay, fee, rate, extend, restructure, postpone or close")
	// ErrBefore says that a transaction lies before the loan.
	ErrBefore = fault.Define("loan.account.before", fault.Invalid,
		"交易日期 {date} 早于放款日 {drawdown}", "transaction of {date} lies before the drawdown of {drawdown}")
	// ErrAmount says that an amount is not positive, or stands where none belongs.
	ErrAmount = fault.Define("loan.account.amount", fault.Invalid,
		"{kind} 的金额 {amount} 元有误：收付应大于零，其他交易不填金额",
		"amount {amount} does not fit {kind}: money moves by more than zero, other transactions have no amount")
	// ErrCurrency says that a transaction is in another currency than the contract.
	ErrCurrency = fault.Define("loan.account.currency", fault.Invalid,
		"币种 {got} 与合同币种 {want} 不一致", "currency {got} is not the contract's, {want}").
		Hint("请先结汇，再以合同币种登记", "convert first, and record the amount in the contract's currency")
	// ErrClosed says that something happens to a loan that has ended.
	ErrClosed = fault.Define("loan.account.closed", fault.Conflict,
		"贷款已于 {closed} 结清，不能再登记 {date} 的交易", "the loan was closed on {closed}; nothing can be recorded on {date}").
		Hint("多收的款项应退还，请勿登记为还款", "money received later is to be returned, not recorded as a payment")
	// ErrLimit says that a drawdown exceeds the line.
	ErrLimit = fault.Define("loan.account.limit", fault.Limit,
		"提款 {amount} 元超过可用额度 {left} 元", "drawdown {amount} is more than is left of the line, {left}")
	// ErrAvailable says that a drawdown comes too late.
	ErrAvailable = fault.Define("loan.account.available", fault.Invalid,
		"提款期已于 {until} 结束", "the line was available until {until}")
	// ErrEarlier says that an extension does not extend.
	ErrEarlier = fault.Define("loan.account.earlier", fault.Invalid,
		"展期后的到期日 {to} 应晚于现到期日 {now}", "an extension to {to} must go beyond the present maturity, {now}")
	// ErrArrears says that principal is prepaid while something is overdue.
	ErrArrears = fault.Define("loan.account.arrears", fault.Conflict,
		"{date} 尚有到期未还 {amount} 元，不能提前还本", "on {date} {amount} is due and unpaid; principal cannot be prepaid").
		Hint("请先登记 pay 清偿到期款项", "record a pay for what is due first")
	// ErrNothing says that a transaction changes nothing.
	ErrNothing = fault.Define("loan.account.nothing", fault.Invalid,
		"交易 {kind} 没有内容", "transaction {kind} changes nothing").
		Hint("rate 需 rate；extend 需 maturity；restructure 至少一项；postpone 需 days",
			"rate needs a rate, extend a maturity, restructure at least one new term, postpone its days")
)

// inTime is a total order but for entries that are the same: the order of recording plays no part.
func inTime(a, b Transaction) int {
	return cmp.Or(a.Date.Compare(b.Date), slices.Index(acts, a.Kind)-slices.Index(acts, b.Kind), cmp.Compare(a.Amount, b.Amount),
		a.Maturity.Compare(b.Maturity), cmp.Compare(rateText(a), rateText(b)), cmp.Compare(a.Days, b.Days), cmp.Compare(a.Effect, b.Effect))
}

func rateText(x Transaction) string {
	if x.Rate == nil {
		return ""
	}
	return x.Rate.String()
}

func (x Transaction) at(err error) error {
	e := fault.From(err)
	if x.Line > 0 {
		return e.In(e.File, x.Line)
	}
	return e
}

func (x Transaction) check(f File) error {
	if !slices.Contains(acts, x.Kind) {
		return ErrAct.With("name", short(string(x.Kind))).At("kind")
	}
	if x.Date.Before(f.Contract.Drawdown) {
		return ErrBefore.With("date", x.Date, "drawdown", f.Contract.Drawdown).At("date")
	}
	moves := x.Kind == Draw || x.Kind == Pay || x.Kind == Prepay || x.Kind == Charge
	if moves != (x.Amount > 0) || x.Amount < 0 || x.Amount > money.Max {
		return ErrAmount.With("kind", x.Kind, "amount", x.Amount).At("amount")
	}
	if x.Currency != "" && x.Currency != f.Currency {
		return ErrCurrency.With("got", short(x.Currency), "want", f.Currency).At("currency")
	}
	if x.Kind == Draw && x.Date.After(f.AvailableUntil) {
		return ErrAvailable.With("until", f.AvailableUntil).At("date")
	}
	empty := x.Maturity.IsZero() && x.Rate == nil && x.Method == "" && x.Every == "" && x.DueDay == 0 && len(x.DueDates) == 0
	switch {
	case x.Kind == Reprice && x.Rate == nil, x.Kind == Extend && x.Maturity.IsZero(), x.Kind == Restructure && empty,
		x.Kind == Postpone && x.Days == 0:
		return ErrNothing.With("kind", x.Kind).At("kind")
	}
	return nil
}

func short(s string) string {
	r := []rune(s)
	return "“" + string(r[:min(len(r), 32)]) + "”"
}
