package main

import (
	"strconv"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan/account"
	"shurong.org/shurong/money"
)

// loanRunCmd prints where a loan stands.
type loanRunCmd struct {
	File string `arg:"" help:"Contract and transactions (YAML); examples are in examples/loan."`
	AsOf string `name:"as-of" placeholder:"YYYY-MM-DD" help:"The day; default: the last maturity or transaction of the file."`
	JSON bool   `name:"json" help:"Print canonical JSON; amounts are whole fen."`
}

// Run replays and prints.
func (c *loanRunCmd) Run(e *env) error {
	f, err := readAccount(c.File)
	if err != nil {
		return err
	}
	asOf := f.End()
	if c.AsOf != "" {
		if asOf, err = daycount.ParseDate(c.AsOf); err != nil {
			return fault.From(err).At("as-of")
		}
	}
	s, err := account.Run(f, asOf)
	if err != nil {
		return inFile(c.File, err)
	}
	if c.JSON {
		return e.json(s)
	}
	p := s.Position
	var fees, penalty, compound, interest, principal money.Fen
	for _, d := range p.Dues {
		fees, penalty, compound = fees+d.Fees, penalty+d.Penalty, compound+d.Compound
		interest, principal = interest+d.Interest, principal+d.Principal
	}
	e.printf("%s %s\n", e.t("截至", "as of"), s.AsOf)
	for _, x := range []struct {
		zh, en string
		amount money.Fen
	}{
		{"剩余本金", "principal outstanding", p.Outstanding}, {"可用额度", "undrawn", s.Undrawn},
		{"到期未还本金", "principal due", principal}, {"到期未还利息", "interest due", interest}, {"罚息", "penalty interest", penalty},
		{"复利", "compound interest", compound}, {"费用", "fees", fees}, {"未到期利息", "interest running", p.Running},
		{"预收", "paid ahead", p.Advance},
	} {
		e.printf("%s %s\n", e.t(x.zh, x.en), x.amount.Grouped())
	}
	e.printf("%s %d  %s %s\n", e.t("逾期天数", "days past due"), p.DaysPastDue, e.t("分类", "class"), e.t(p.Class.ZH(), string(p.Class)))
	if !p.Closed.IsZero() {
		e.printf("%s %s\n", e.t("结清日", "closed"), p.Closed)
	}
	e.printf("%s %s%%  %s %s\n", e.t("现行利率", "present rate"), s.CurrentRate.Mul(hundred).String(),
		e.t("到期日", "maturity"), s.MaturityDate)
	rows := [][]string{{e.t("日期", "date"), e.t("借", "debit"), e.t("贷", "credit"), e.t("金额", "amount"), e.t("摘要", "memo")}}
	for _, x := range s.Postings {
		rows = append(rows, []string{x.Date.String(), x.Debit, x.Credit, x.Amount.Grouped(), x.Memo})
	}
	e.table(rows)
	rows = [][]string{{e.t("期数", "no"), e.t("还款日", "due"), e.t("利息", "interest"), e.t("本金", "principal"),
		e.t("还款额", "payment"), e.t("剩余本金", "closing")}}
	for _, in := range s.Schedule {
		rows = append(rows, []string{strconv.Itoa(in.No), in.Due.String(), in.Interest.Grouped(), in.Principal.Grouped(),
			in.Payment.Grouped(), in.Closing.Grouped()})
	}
	e.table(rows)
	e.cost(s.AnnualCost)
	return nil
}
