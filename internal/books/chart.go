package books

import (
	"slices"

	"shurong.org/shurong/money"
)

// Account is an account's code. The four digits are those of the Ministry of Finance's application guide to the enterprise
// accounting standards; what stands after the dot is ours.
type Account string

const (
	Clearing           Account = "1011"    // where money for loans comes from and goes to
	MarginAccount      Account = "1011.02" // the special account that holds margin (特户), apart from other money
	InterestReceivable Account = "1132"
	PenaltyReceivable  Account = "1132.02"
	LoanPrincipal      Account = "1303"
	MarginDeposits     Account = "2002" // what we owe back to those who deposited margin
	Payables           Account = "2241" // money of borrowers beyond what they owed
	InterestIncome     Account = "6011"
	PenaltyIncome      Account = "6011.02"
	FeeIncome          Account = "6021"

	// A borrower's side of the same business; see [Mirror].
	BankDeposits     Account = "1002"
	MarginPaid       Account = "1012" // margin it has in the lender's special account
	OtherReceivables Account = "1221" // what it paid the lender beyond what it owed
	Borrowings       Account = "2001"
	InterestPayable  Account = "2231"
	PenaltyPayable   Account = "2231.02"
	InterestExpense  Account = "6603"
	PenaltyExpense   Account = "6603.02"
	FeeExpense       Account = "6603.03"
)

// Side is where an account's balance normally stands.
type Side string

const (
	DebitSide  Side = "debit"  // assets, expenses
	CreditSide Side = "credit" // liabilities, income
)

// AccountInfo is one line of a chart of accounts.
type AccountInfo struct {
	Code        Account `json:"code"`
	Name        Text    `json:"name"`
	Side        Side    `json:"side"`
	PerContract bool    `json:"per_contract"` // every line names a contract
	Guarded     bool    `json:"guarded"`      // a contract's balance never turns to the other side
}

// Accounts is a chart of accounts.
type Accounts []AccountInfo

// Chart is the lender's chart, then the borrower's. It is data: an account more is a line more. Clearing and bank deposits
// are not guarded, since what funds them is outside these books; income and expense are not, since a reversal may come in a
// period of its own.
var Chart = Accounts{
	{Clearing, Text{"存放款项—清算", "Clearing"}, DebitSide, false, false},
	{MarginAccount, Text{"存放款项—保证金专户", "Margin account"}, DebitSide, true, true},
	{InterestReceivable, Text{"应收利息", "Interest receivable"}, DebitSide, true, true},
	{PenaltyReceivable, Text{"应收罚息", "Penalty interest receivable"}, DebitSide, true, true},
	{LoanPrincipal, Text{"贷款本金", "Loan principal"}, DebitSide, true, true},
	{MarginDeposits, Text{"保证金存款", "Margin deposits"}, CreditSide, true, true},
	{Payables, Text{"其他应付款", "Other payables"}, CreditSide, true, true},
	{InterestIncome, Text{"利息收入", "Interest income"}, CreditSide, true, false},
	{PenaltyIncome, Text{"罚息收入", "Penalty interest income"}, CreditSide, true, false},
	{FeeIncome, Text{"手续费收入", "Fee income"}, CreditSide, true, false},

	{BankDeposits, Text{"银行存款", "Bank deposits"}, DebitSide, false, false},
	{MarginPaid, Text{"其他货币资金—存出保证金", "Margin deposited"}, DebitSide, true, true},
	{OtherReceivables, Text{"其他应收款", "Other receivables"}, DebitSide, true, true},
	{Borrowings, Text{"短期借款", "Borrowings"}, CreditSide, true, true},
	{InterestPayable, Text{"应付利息", "Interest payable"}, CreditSide, true, true},
	{PenaltyPayable, Text{"应付罚息", "Penalty interest payable"}, CreditSide, true, true},
	{InterestExpense, Text{"财务费用—利息支出", "Interest expense"}, DebitSide, true, false},
	{PenaltyExpense, Text{"财务费用—罚息", "Penalty interest expense"}, DebitSide, true, false},
	{FeeExpense, Text{"财务费用—手续费", "Fees on borrowings"}, DebitSide, true, false},
}

// Find returns an account by its code.
func (c Accounts) Find(code Account) (AccountInfo, bool) {
	i := slices.IndexFunc(c, func(a AccountInfo) bool { return a.Code == code })
	if i < 0 {
		return AccountInfo{}, false
	}
	return c[i], true
}

// net is debits and credits as one amount, positive on the account's own side.
func (a AccountInfo) net(debit, credit money.Fen) money.Fen {
	if a.Side == CreditSide {
		return credit - debit
	}
	return debit - credit
}
