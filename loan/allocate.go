package loan

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Component is one kind of money that is owed.
type Component string

const (
	Fees      Component = "fees"      // costs of realising the claim
	Penalty   Component = "penalty"   // 罚息 and 复利
	Compound  Component = "compound"  // 复利 on overdue interest, where a contract keeps it apart
	Interest  Component = "interest"  // contractual interest
	Principal Component = "principal" // the debt itself
)

// By is the first of the two directions in which a payment is divided.
type By string

const (
	// ByInstalment pays the oldest instalment in all its components, then the next.
	ByInstalment By = "instalment"
	// ByComponent pays the first component of all instalments, oldest first, then the next component.
	ByComponent By = "component"
)

// Order is how a payment that does not pay all is divided. The zero Order is fees, penalty, interest, principal (Civil
// Code Art. 561: costs, interest, principal), the oldest instalment first.
type Order struct {
	Parts []Component `json:"parts,omitempty"`
	By    By          `json:"by,omitempty"`
}

// Due is what is unpaid of one instalment.
type Due struct {
	No        int           `json:"no"`
	Date      daycount.Date `json:"date"`
	Fees      money.Fen     `json:"fees_fen"`
	Penalty   money.Fen     `json:"penalty_fen"`
	Compound  money.Fen     `json:"compound_fen,omitzero"`
	Interest  money.Fen     `json:"interest_fen"`
	Principal money.Fen     `json:"principal_fen"`
}

// Total is all that is unpaid of the instalment.
func (d Due) Total() money.Fen { return d.Fees + d.Penalty + d.Compound + d.Interest + d.Principal }

func (d *Due) part(c Component) *money.Fen {
	switch c {
	case Fees:
		return &d.Fees
	case Penalty:
		return &d.Penalty
	case Compound:
		return &d.Compound
	case Interest:
		return &d.Interest
	}
	return &d.Principal
}

// Part is one share of a payment.
type Part struct {
	No        int       `json:"no"` // the instalment
	Component Component `json:"component"`
	Amount    money.Fen `json:"amount_fen"`
}

// Allocation is a payment divided. Its parts and Left add up to the payment.
type Allocation struct {
	Date  daycount.Date `json:"date,omitzero"`
	Parts []Part        `json:"parts"`
	Left  money.Fen     `json:"left_fen"` // more than was owed
}

// Sum is what the allocation gives to one component.
func (a Allocation) Sum(c Component) money.Fen {
	var sum money.Fen
	for _, p := range a.Parts {
		if p.Component == c {
			sum += p.Amount
		}
	}
	return sum
}

var (
	// ErrOrder says that an allocation order does not name each of the four components once.
	ErrOrder = fault.Define("loan.order", fault.Invalid,
		"冲还顺序有误：{why}", "order of allocation: {why}").
		Hint("parts 须把 fees、penalty、interest、principal 各写一次，可另写 compound；by 为 instalment 或 component",
			"parts names fees, penalty, interest and principal once each, and may name compound; by is instalment or component")
	// ErrPayment says that a payment is not a positive amount within the loan's life.
	ErrPayment = fault.Define("loan.payment", fault.Invalid,
		"还款有误：{date} {amount} 元", "payment of {amount} on {date} is not valid").
		Hint("金额须大于零，日期不得早于放款日", "the amount is more than zero, the date not before drawdown")
	// ErrDues says that what is owed is negative or beyond range.
	ErrDues = fault.Define("loan.dues", fault.Invalid,
		"第 {no} 期应还金额超出范围", "what is owed of instalment {no} is out of range")
)

func (o Order) normal() (Order, error) {
	if len(o.Parts) == 0 {
		o.Parts = []Component{Fees, Penalty, Interest, Principal}
	}
	if o.By == "" {
		o.By = ByInstalment
	}
	if o.By != ByInstalment && o.By != ByComponent {
		return o, ErrOrder.With("why", brief(string(o.By))).At("order.by")
	}
	want := 4
	if slices.Contains(o.Parts, Compound) {
		want = 5
	}
	for _, c := range []Component{Fees, Penalty, Interest, Principal} {
		if !slices.Contains(o.Parts, c) || len(o.Parts) != want {
			return o, ErrOrder.With("why", string(c)).At("order.parts")
		}
	}
	return o, nil
}

// Allocate divides a payment over dues, oldest due date first. dues are not changed.
func Allocate(payment money.Fen, dues []Due, order Order) (Allocation, error) {
	order, err := order.normal()
	if err != nil {
		return Allocation{}, err
	}
	if payment <= 0 || payment > money.Max {
		return Allocation{}, ErrPayment.With("amount", payment, "date", "")
	}
	dues = slices.Clone(dues)
	for _, d := range dues {
		for _, c := range order.parts() {
			if v := *d.part(c); v < 0 || v > money.Max {
				return Allocation{}, ErrDues.With("no", d.No)
			}
		}
	}
	slices.SortStableFunc(dues, func(a, b Due) int { return a.Date.Compare(b.Date) })
	return allocate(payment, dues, order), nil
}

// parts is the order with compound interest in its place: after penalty, where the contract does not say.
func (o Order) parts() []Component {
	if slices.Contains(o.Parts, Compound) {
		return o.Parts
	}
	return slices.Insert(slices.Clone(o.Parts), slices.Index(o.Parts, Penalty)+1, Compound)
}

// allocate reduces dues, which are in order, by what it gives them.
func allocate(payment money.Fen, dues []Due, order Order) Allocation {
	out, parts := Allocation{Parts: []Part{}, Left: payment}, order.parts()
	pay := func(d *Due, c Component) {
		owed := d.part(c)
		if n := min(out.Left, *owed); n > 0 {
			*owed -= n
			out.Left -= n
			out.Parts = append(out.Parts, Part{No: d.No, Component: c, Amount: n})
		}
	}
	if order.By == ByComponent {
		for _, c := range parts {
			for i := range dues {
				pay(&dues[i], c)
			}
		}
		return out
	}
	for i := range dues {
		for _, c := range parts {
			pay(&dues[i], c)
		}
	}
	return out
}
