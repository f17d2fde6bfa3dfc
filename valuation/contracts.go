package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// Contracts is contract-backed income (合同收益): the payments that registered contracts promise, on their dates:
// F_i = A_i·q·(1−c)·(1−T), P = Σ F_i/(1+r)^(days/365), where q is the share that is expected to be collected and c the
// cost of serving the contract. Payments after the last day of the life count for nothing.
type Contracts struct {
	Contracts []Contract   `json:"contracts"`           // 1 to 100, with at most 1,000 payments together
	CostRatio Decimal      `json:"cost_ratio,omitzero"` // [0, 1)
	TaxRate   Decimal      `json:"tax_rate,omitzero"`   // T, [0, 1); given, flows are after tax
	Rate      DiscountRate `json:"discount_rate"`
	Life      *Life        `json:"life,omitzero"`
}

// Contract is one contract and what it still pays. A registered one is cited by where it stands in the log.
type Contract struct {
	Name        string    `json:"name"`
	ID          string    `json:"id,omitzero"`
	LogPosition *uint64   `json:"log_position,omitzero"` // entry of the log that registered it
	Collection  Decimal   `json:"collection,omitzero"`   // q, (0, 1], 1 by default
	Payments    []Payment `json:"payments"`
}

// Payment is an amount on a date after the valuation date.
type Payment struct {
	Date   Date   `json:"date"`
	Amount Amount `json:"amount"`
}

const (
	maxContracts = 100
	// MaxPayments bounds the payments of all contracts of a file: some 1.5 s of fractional powers.
	MaxPayments = 1000
)

// errPayments says that the contracts of a file have too many payments.
var errPayments = fault.Define("valuation.payments", fault.Limit,
	"合同付款共 {count} 笔，最多 {limit} 笔", "the contracts have {count} payments; {limit} is the most").
	Hint("请按月或按季合并付款", "add payments up by month or quarter")

func (m Contracts) kind() Kind   { return IncomeApproach }
func (m Contracts) name() Method { return ContractBacked }
func (m Contracts) title() Text {
	return Text{ZH: "收益法（合同收益）", EN: "income approach: contract-backed"}
}

func (m Contracts) inputs() []string {
	return []string{"contracts", "cost_ratio", "tax_rate", "discount_rate", "life"}
}

func (m Contracts) check(c *check, field string) {
	at, total := sub(field, "contracts"), 0
	c.count(at, len(m.Contracts), maxContracts)
	for i, k := range m.Contracts {
		at := item(at, i)
		c.text(sub(at, "name"), k.Name, true)
		c.text(sub(at, "id"), k.ID, false)
		c.optional(sub(at, "collection"), k.Collection, partial)
		if len(k.Payments) == 0 {
			c.fail(ErrEmptyList.With("name", "payments"), sub(at, "payments"))
		}
		if total += len(k.Payments); total > MaxPayments {
			c.fail(errPayments.With("count", total, "limit", MaxPayments), sub(at, "payments"))
			return
		}
		for j, p := range k.Payments {
			at := item(sub(at, "payments"), j)
			if p.Date.IsZero() {
				c.fail(ErrMissing.With("name", "date"), sub(at, "date"))
			}
			c.future(sub(at, "date"), p.Date)
			c.amount(sub(at, "amount"), p.Amount)
		}
	}
	c.optional(sub(field, "cost_ratio"), m.CostRatio, lossRate)
	c.optional(sub(field, "tax_rate"), m.TaxRate, lossRate)
	m.Rate.check(c, sub(field, "discount_rate"), flowBasis(m.TaxRate))
	if m.Life != nil {
		m.Life.check(c, sub(field, "life"))
	}
}

func (m Contracts) build(s *sheet) formula.ID {
	p := Income{DiscountRate: m.Rate}
	end := none
	if m.Life != nil {
		end = m.Life.build(s)
	}
	rate := p.DiscountRate.build(s)
	growth := s.cell("compound", "q", Text{ZH: "一年复利系数 q", EN: "compounding of a year q"}, s.g.Add(s.one(), rate),
		formula.ShowFactor, sym("r", rate))
	cost := s.ratio("cost_ratio", Text{ZH: "履约成本率 c", EN: "cost of serving c"}, m.CostRatio, lossRate, "0")
	tax := s.keep(m.TaxRate, false)
	s.state("合同付款按实际天数/365 折现", "payments are discounted by actual days over 365")
	var pvs []formula.ID
	for i, k := range m.Contracts {
		if k.LogPosition != nil {
			s.state("合同“"+k.Name+"”见登记日志第 "+strconv.FormatUint(*k.LogPosition, 10)+" 条",
				"contract “"+k.Name+"” is entry "+strconv.FormatUint(*k.LogPosition, 10)+" of the log")
		} else {
			s.state("合同“"+k.Name+"”未登记", "contract “"+k.Name+"” is not registered")
		}
		at := item("contracts", i)
		collected := s.ratio(sub(at, "collection"), Text{ZH: k.Name + "回款率", EN: "collection of " + k.Name}, k.Collection, partial, "1")
		factors, in := []formula.ID{collected}, []formula.Symbol{sym("q_i", collected)}
		if !m.CostRatio.IsZero() {
			factors, in = append(factors, s.g.Sub(s.one(), cost)), append(in, sym("c", cost))
		}
		if tax.keep != none {
			factors, in = append(factors, tax.keep), append(in, sym("T", tax.rate))
		}
		for j, pay := range k.Payments {
			at := item(sub(at, "payments"), j)
			amount := s.amount(sub(at, "amount"), Text{ZH: k.Name + " " + pay.Date.String(), EN: k.Name + " " + pay.Date.String()}, pay.Amount)
			q := s.quantity(sub(at, "date"), Text{ZH: "距基准日（年）", EN: "years from the valuation date"}, formula.Years, levelSpan)
			q.Written = pay.Date.String()
			var a decimal.Arith
			years := s.g.Input(q, a.Quo(integer(int64(pay.Date.Sub(s.date))), integer(365)))
			counted := s.g.Mul(amount, factors...)
			called := append([]formula.Symbol{sym("A_i", amount), sym("t", years)}, in...)
			if end != none { // lives count by the calendar, discounting by days: the last day of a life lies within it
				q := s.quantity(sub(at, "term"), Text{ZH: "距基准日（日历年）", EN: "calendar years from the valuation date"}, formula.Years, levelSpan)
				q.Written = pay.Date.String()
				term := s.g.Input(q, yearsUntil(s.date, pay.Date.Date))
				counted, called = s.g.IfLE(term, end, counted, s.g.Int(0)), append(called, sym("u", term), sym("n", end))
			}
			label := Text{ZH: k.Name + "，" + pay.Date.String(), EN: k.Name + ", " + pay.Date.String()}
			flow := s.money("flow", "F_i", label, counted, called...)
			pvs = append(pvs, s.money("pv", "PV_i", Text{ZH: label.ZH + " 现值", EN: label.EN + ", present value"},
				s.g.Quo(flow, s.g.Pow(growth, years)), sym("F_i", flow), sym("q", growth), sym("t", years)))
		}
	}
	return s.money("value", "P", valueLabel, s.g.Sum(pvs...))
}
