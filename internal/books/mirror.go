package books

import "slices"

// mirrored is the borrower's account for each of the lender's.
var mirrored = map[Account]Account{
	Clearing:           BankDeposits,
	MarginAccount:      BankDeposits, // the special account is the lender's: the borrower sees money leave and return
	InterestReceivable: InterestPayable,
	PenaltyReceivable:  PenaltyPayable,
	LoanPrincipal:      Borrowings,
	MarginDeposits:     MarginPaid,
	Payables:           OtherReceivables,
	InterestIncome:     InterestExpense,
	PenaltyIncome:      PenaltyExpense,
	FeeIncome:          FeeExpense,
}

// mirrorMemo is what an entry of a kind is called by a borrower.
var mirrorMemo = map[Kind]Text{
	KindDisbursement:   {"取得借款", "Loan received"},
	KindAccrual:        {"计提应付利息", "Interest accrued"},
	KindRepayment:      {"归还借款本息", "Repayment made"},
	KindAdvanceApplied: {"以预付款抵偿到期款项", "Advance applied to dues"},
	KindRefund:         {"收到退还的多付款项", "Surplus received back"},
	KindMarginDeposit:  {"存出保证金", "Margin deposited"},
	KindMarginRelease:  {"收回保证金", "Margin returned"},
	KindMarginApplied:  {"以保证金抵偿债务", "Margin applied to the debt"},
}

// Mirror is the borrower's entry for a lender's: the same amounts on the other side of the borrower's accounts, under the
// same ref. What moves between two of the lender's accounts that are one to the borrower is left out. So both books say the
// same about a contract, always.
func Mirror(e Entry, borrower string) Entry {
	m := Entry{Org: borrower, Date: e.Date, Time: e.Time, Kind: e.Kind, Ref: e.Ref, Reverses: e.Reverses, Memo: e.Memo}
	if memo, ok := mirrorMemo[e.Kind]; ok {
		m.Memo = memo
	}
	for _, l := range e.Lines {
		account, ok := mirrored[l.Account]
		if !ok {
			account = l.Account // check refuses what is not the borrower's to have
		}
		m.Lines = append(m.Lines, Line{Account: account, Contract: l.Contract, Debit: l.Credit, Credit: l.Debit})
	}
	m.Lines = netted(m.Lines)
	return m
}

// netted sets off the lines of bank deposits against each other; lines of nothing vanish.
func netted(lines []Line) []Line {
	out := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Account == BankDeposits })
	total := Line{Account: BankDeposits}
	for _, l := range lines {
		if l.Account == BankDeposits {
			total.Contract, total.Debit, total.Credit = l.Contract, total.Debit+l.Debit, total.Credit+l.Credit
		}
	}
	off := min(total.Debit, total.Credit)
	total.Debit, total.Credit = total.Debit-off, total.Credit-off
	if total.Debit != 0 || total.Credit != 0 {
		out = append([]Line{total}, out...)
	}
	return out
}
