package account

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// Accounts of the postings. A chart of accounts maps them; package books holds one.
const (
	Cash       = "cash"                // 存放款项
	Loans      = "loans"               // 贷款本金
	Receivable = "interest_receivable" // 应收利息
	Earned     = "interest_income"     // 利息收入
	Advances   = "advances"            // 预收还款
	Penalties  = "penalty_income"      // 罚息、复利收入, when received
	FeeIncome  = "fee_income"          // 手续费收入, when received
)

// Posting is one double entry.
type Posting struct {
	Date   daycount.Date `json:"date"`
	Debit  string        `json:"debit"`
	Credit string        `json:"credit"`
	Amount money.Fen     `json:"amount_fen"`
	Memo   string        `json:"memo"`
}

// postings are the entries up to the day of the run. Interest is posted as income on its due date; penalties and fees when
// they are received. At the end loans holds the outstanding principal and advances what is paid ahead.
func (r *run) postings(pos loan.Position) []Posting {
	out := []Posting{}
	add := func(d daycount.Date, debit, credit string, amount money.Fen, memo string) {
		if amount > 0 && !d.After(r.asOf) {
			out = append(out, Posting{d, debit, credit, amount, memo})
		}
	}
	add(r.Contract.Drawdown, Loans, Cash, r.Contract.Principal, "drawdown")
	for _, o := range r.once {
		add(o.date, Cash, FeeIncome, o.amount, string(o.kind))
	}
	for _, in := range r.plan {
		add(in.Due, Receivable, Earned, in.Interest, "interest due")
	}
	for _, x := range r.tx {
		switch x.Kind {
		case Draw:
			add(x.Date, Loans, Cash, x.Amount, "drawdown")
		case Prepay:
			add(x.Date, Cash, Loans, x.Amount, "prepayment")
		case Pay:
			add(x.Date, Cash, Advances, x.Amount, "payment")
		}
	}
	to := map[loan.Component]string{loan.Fees: FeeIncome, loan.Penalty: Penalties, loan.Compound: Penalties,
		loan.Interest: Receivable, loan.Principal: Loans}
	for _, a := range pos.Allocations {
		for _, p := range a.Parts {
			add(a.Date, Advances, to[p.Component], p.Amount, string(p.Component))
		}
	}
	slices.SortStableFunc(out, func(a, b Posting) int { return a.Date.Compare(b.Date) })
	return out
}

// flows are the loan as the borrower sees it agreed: drawdowns, fees, prepayments and what falls due, to maturity. Fees
// for being late are not part of the cost of credit.
func (r *run) flows() []loan.Flow {
	c := r.Contract
	c.Fee = 0
	out := loan.Flows(c, r.plan)
	for _, o := range r.once {
		out = append(out, loan.Flow{Date: o.date, Kind: loan.FlowFee, Amount: o.amount})
	}
	for _, x := range r.history.Charges {
		i := slices.IndexFunc(r.plan, func(in loan.Instalment) bool { return in.No == x.No })
		if x.Kind != "costs" {
			out = append(out, loan.Flow{Date: r.plan[i].Due, Kind: loan.FlowFee, Amount: x.Amount})
		}
	}
	for _, m := range r.history.Moves {
		kind := loan.FlowDrawdown
		if m.Amount < 0 {
			kind = loan.FlowPrincipal
		}
		out = append(out, loan.Flow{Date: m.Date, Kind: kind, Amount: -m.Amount})
	}
	slices.SortStableFunc(out, func(a, b loan.Flow) int { return a.Date.Compare(b.Date) })
	return out
}
