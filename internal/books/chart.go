package books

import (
	_ "embed" // the chart
	"slices"

	"shurong.org/shurong/canon"
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
	LossAllowance      Account = "1304" // stands against the principal
	Repossessed        Account = "1441"
	ImpairmentLoss     Account = "6702"

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

// Class is what an account is in the balance sheet or the result.
type Class string

const (
	Asset     Class = "asset"
	Liability Class = "liability"
	Equity    Class = "equity"
	Income    Class = "income"
	Expense   Class = "expense"
)

// AccountInfo is one line of a chart of accounts.
type AccountInfo struct {
	Code        Account `json:"code"`
	Name        Text    `json:"name"`
	Class       Class   `json:"class"`
	Side        Side    `json:"side"`
	Currency    string  `json:"currency"`
	PerContract bool    `json:"per_contract"` // every line names a contract
	Guarded     bool    `json:"guarded"`      // a contract's balance never turns to the other side
	Books       string  `json:"books"`        // whose: lender or borrower
	Subject     Account `json:"subject"`      // the first-level subject (会计科目) it is reported under
	SubjectName Text    `json:"subject_name"`
}

// Accounts is a chart of accounts.
type Accounts []AccountInfo

//go:embed chart.json
var chartJSON []byte

// Chart is the lender's chart, then the borrower's, from chart.json. It is data: an account more is a line more. Clearing and
// bank deposits are not guarded, since what funds them is outside these books; income and expense are not, since a reversal
// may come in a period of its own. ChartSource says where its codes are from.
var Chart, ChartSource = readChart(chartJSON)

// readChart reads the chart that is built in. What it cannot read is left out, and a test reads it whole.
func readChart(b []byte) (Accounts, Text) {
	var file struct {
		Source   Text `json:"source"`
		Accounts []struct {
			Code        Account `json:"code"`
			ZH          string  `json:"zh"`
			EN          string  `json:"en"`
			Type        Class   `json:"type"`
			Side        Side    `json:"side"`
			PerContract bool    `json:"per_contract"`
			Guarded     bool    `json:"guarded"`
			Subject     Account `json:"subject"`
			SubjectZH   string  `json:"subject_zh"`
			SubjectEN   string  `json:"subject_en"`
			Currency    string  `json:"currency"`
			Books       string  `json:"books"`
		} `json:"accounts"`
	}
	if err := canon.Unmarshal(b, &file); err != nil {
		return nil, Text{}
	}
	out := make(Accounts, 0, len(file.Accounts))
	for _, a := range file.Accounts {
		out = append(out, AccountInfo{Code: a.Code, Name: Text{a.ZH, a.EN}, Class: a.Type, Side: a.Side, Currency: a.Currency,
			PerContract: a.PerContract, Guarded: a.Guarded, Books: a.Books, Subject: a.Subject,
			SubjectName: Text{a.SubjectZH, a.SubjectEN}})
	}
	return out, file.Source
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
