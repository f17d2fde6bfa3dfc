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

// Chart is the lender's chart. It is data: an account more is a line more. Clearing is not guarded, since what funds it is
// outside these books; income is not, since a reversal may come in a period of its own.
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
