package books

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Head is what every entry of a contract has.
type Head struct {
	Org      string
	Contract string
	Ref      string
	Date     daycount.Date
	Time     int64 // Unix milliseconds
}

// Split is a borrower's payment by what it pays.
type Split struct {
	Fees, Penalty, Interest, Principal money.Fen
	Surplus                            money.Fen // more than was owed
}

// SplitOf adds up an allocation.
func SplitOf(a loan.Allocation) Split {
	return Split{Fees: a.Sum(loan.Fees), Penalty: a.Sum(loan.Penalty), Interest: a.Sum(loan.Interest),
		Principal: a.Sum(loan.Principal), Surplus: a.Left}
}

// Total is the payment.
func (s Split) Total() money.Fen { return s.Fees + s.Penalty + s.Interest + s.Principal + s.Surplus }

// Disbursement: the loan is paid out.
func Disbursement(h Head, principal money.Fen) Entry {
	return h.entry(KindDisbursement, Text{"发放贷款", "Loan disbursed"},
		h.debit(LoanPrincipal, principal),
		h.credit(Clearing, principal))
}

// Accrual: interest and penalty interest earned since the last accrual.
func Accrual(h Head, interest, penalty money.Fen) Entry {
	return h.entry(KindAccrual, Text{"计提利息", "Interest accrued"},
		h.debit(InterestReceivable, interest),
		h.debit(PenaltyReceivable, penalty),
		h.credit(InterestIncome, interest),
		h.credit(PenaltyIncome, penalty))
}

// Repayment: money arrives from the borrower. Interest and penalty must have been accrued to the day before.
func Repayment(h Head, s Split) Entry {
	return h.entry(KindRepayment, Text{"收回贷款本息", "Repayment received"},
		append([]Line{h.debit(Clearing, s.Total())}, h.settles(s)...)...)
}

// AdvanceApplied: a surplus held for the borrower pays what has fallen due. Surplus must be zero.
func AdvanceApplied(h Head, s Split) Entry {
	return h.entry(KindAdvanceApplied, Text{"以预收款抵偿到期款项", "Advance applied to dues"},
		append([]Line{h.debit(Payables, s.Total())}, h.settles(s)...)...)
}

// Refund: a surplus goes back to the borrower.
func Refund(h Head, amount money.Fen) Entry {
	return h.entry(KindRefund, Text{"退还多收款项", "Surplus returned"},
		h.debit(Payables, amount),
		h.credit(Clearing, amount))
}

// MarginDeposit: margin arrives in the special account.
func MarginDeposit(h Head, amount money.Fen) Entry {
	return h.entry(KindMarginDeposit, Text{"收到保证金", "Margin deposited"},
		h.debit(MarginAccount, amount),
		h.credit(MarginDeposits, amount))
}

// MarginRelease: margin goes back to who deposited it.
func MarginRelease(h Head, amount money.Fen) Entry {
	return h.entry(KindMarginRelease, Text{"退还保证金", "Margin released"},
		h.debit(MarginDeposits, amount),
		h.credit(MarginAccount, amount))
}

// MarginApplied: margin pays the debt. The liability to the depositor is set off against what is owed, and the money moves
// from the special account to clearing.
func MarginApplied(h Head, s Split) Entry {
	lines := append([]Line{h.debit(MarginDeposits, s.Total())}, h.settles(s)...)
	return h.entry(KindMarginApplied, Text{"以保证金抵偿债务", "Margin applied to the debt"},
		append(lines,
			h.debit(Clearing, s.Total()),
			h.credit(MarginAccount, s.Total()))...)
}

// Provision: the allowance for a loan's expected loss is raised by an amount, or lowered by a negative one.
func Provision(h Head, change money.Fen) Entry {
	lines := []Line{h.debit(ImpairmentLoss, change), h.credit(LossAllowance, change)}
	if change < 0 {
		lines = []Line{h.debit(LossAllowance, -change), h.credit(ImpairmentLoss, -change)}
	}
	return h.entry(KindProvision, Text{"计提贷款损失准备", "Loss allowance"}, lines...)
}

// WriteOff: principal that will not come back is taken off the books against its allowance, which must suffice.
func WriteOff(h Head, principal money.Fen) Entry {
	return h.entry(KindWriteOff, Text{"核销贷款", "Loan written off"},
		h.debit(LossAllowance, principal),
		h.credit(LoanPrincipal, principal))
}

// Recovery: money arrives for a loan that was written off. It restores the allowance; [Provision] releases it.
func Recovery(h Head, amount money.Fen) Entry {
	return h.entry(KindRecovery, Text{"收回已核销贷款", "Recovered after write-off"},
		h.debit(Clearing, amount),
		h.credit(LossAllowance, amount))
}

// Reversal undoes a posted entry under a ref of its own. [Post] checks that it is the entry's exact opposite.
func Reversal(h Head, of Entry) Entry {
	e := h.entry(KindReversal, Text{"冲销：" + of.Memo.ZH, "Reversal: " + of.Memo.EN})
	e.Reverses = of.Ref
	for _, l := range of.Lines {
		e.Lines = append(e.Lines, Line{Account: l.Account, Contract: l.Contract, Debit: l.Credit, Credit: l.Debit})
	}
	return e
}

// settles are the credits of what a split pays.
func (h Head) settles(s Split) []Line {
	return []Line{
		h.credit(FeeIncome, s.Fees),
		h.credit(PenaltyReceivable, s.Penalty),
		h.credit(InterestReceivable, s.Interest),
		h.credit(LoanPrincipal, s.Principal),
		h.credit(Payables, s.Surplus),
	}
}

func (h Head) debit(a Account, amount money.Fen) Line {
	return Line{Account: a, Contract: h.Contract, Debit: amount}
}

func (h Head) credit(a Account, amount money.Fen) Line {
	return Line{Account: a, Contract: h.Contract, Credit: amount}
}

// entry leaves out lines of nothing; an entry of nothing at all has no lines and is refused by [Post].
func (h Head) entry(kind Kind, memo Text, lines ...Line) Entry {
	e := Entry{Org: h.Org, Date: h.Date, Time: h.Time, Kind: kind, Ref: h.Ref, Memo: memo}
	for _, l := range lines {
		if l.Debit != 0 || l.Credit != 0 {
			e.Lines = append(e.Lines, l)
		}
	}
	return e
}
