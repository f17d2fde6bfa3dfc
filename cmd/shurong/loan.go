package main

import (
	"strconv"
	"strings"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/loan/account"
	"shurong.org/shurong/money"
)

// loanCmd groups what can be computed of a loan.
type loanCmd struct {
	Schedule loanScheduleCmd `cmd:"" help:"Repayment schedule and yearly cost of a contract in a YAML file."`
	Run      loanRunCmd      `cmd:"" help:"Position, postings and schedule of a loan as of a day, from its contract and transactions."`
	Events   loanEventsCmd   `cmd:"" help:"Events of contracts in a file of ACTUS cases, as JSON."`
}

// loanScheduleCmd prints a contract's repayment schedule.
type loanScheduleCmd struct {
	File string `arg:"" help:"Contract file (YAML); examples are in examples/loan."`
	JSON bool   `name:"json" help:"Print canonical JSON; amounts are whole fen."`
}

// loanSchedule is the JSON answer.
type loanSchedule struct {
	Contract    loan.Contract     `json:"contract"`
	Instalments []loan.Instalment `json:"instalments"`
	Interest    money.Fen         `json:"interest_fen"`
	Payment     money.Fen         `json:"payment_fen"`
	Charges     []loan.Charge     `json:"charges,omitempty"`
	AnnualCost  *udecimal.Decimal `json:"annual_cost,omitempty"`
}

// Run computes and prints.
func (c *loanScheduleCmd) Run(e *env) error {
	f, err := readAccount(c.File)
	if err != nil {
		return err
	}
	at, err := account.Run(f, f.End())
	if err != nil {
		return inFile(c.File, err)
	}
	out := loanSchedule{Contract: f.Contract, Instalments: at.Schedule, Charges: at.Charges, AnnualCost: at.AnnualCost}
	for _, in := range out.Instalments {
		out.Interest += in.Interest
		out.Payment += in.Payment
	}
	if c.JSON {
		return e.json(out)
	}
	out.write(e)
	return nil
}

// readAccount reads a contract with what belongs to it.
func readAccount(path string) (account.File, error) {
	b, err := readFile(path, loan.MaxFile)
	if err != nil {
		return account.File{}, err
	}
	return account.Decode(path, b)
}

// inFile names the file of a fault, and keeps its line.
func inFile(path string, err error) error {
	e := fault.From(err)
	return e.In(path, e.Line)
}

// json prints canonical JSON.
func (e *env) json(v any) error {
	b, err := canon.Marshal(v)
	if err != nil {
		return err
	}
	_, err = e.Out.Write(append(b, '\n'))
	return err
}

// write prints the schedule as a table for people, amounts in yuan.
func (s loanSchedule) write(e *env) {
	rows := [][]string{{
		e.t("期数", "no"), e.t("起息日", "from"), e.t("止息日", "to"), e.t("还款日", "due"), e.t("天数", "days"), e.t("利息", "interest"),
		e.t("本金", "principal"), e.t("还款额", "payment"), e.t("剩余本金", "closing"),
	}}
	for _, in := range s.Instalments {
		rows = append(rows, []string{
			strconv.Itoa(in.No), in.From.String(), in.To.String(), in.Due.String(), strconv.Itoa(in.Days),
			in.Interest.Grouped(), in.Principal.Grouped(), in.Payment.Grouped(), in.Closing.Grouped(),
		})
	}
	var principal money.Fen
	for _, in := range s.Instalments {
		principal += in.Principal
	}
	rows = append(rows, []string{
		e.t("合计", "sum"), "", "", "", "", s.Interest.Grouped(), principal.Grouped(), s.Payment.Grouped(), "",
	})
	e.table(rows)
	for _, x := range s.Charges {
		e.printf("%s %d  %s  %s\n", e.t("费用，期数", "fee, no"), x.No, x.Kind, x.Amount.Grouped())
	}
	e.cost(s.AnnualCost)
}

// table prints right-aligned columns.
func (e *env) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(strings.Repeat(" ", widths[i]-columns(cell)+min(i, 1)*2))
			line.WriteString(cell)
		}
		e.printf("%s\n", strings.TrimRight(line.String(), " "))
	}
}

// cost prints the yearly cost to the borrower, if there is one rate.
func (e *env) cost(rate *udecimal.Decimal) {
	name := e.t("年化成本（内部收益率，复利）", "yearly cost (internal rate of return, compounded)")
	if rate == nil {
		e.printf("%s %s\n", name, e.t("无唯一解", "has no single value"))
		return
	}
	e.printf("%s %s%%\n", name, rate.Mul(hundred).RoundHAZ(4).StringFixed(4))
}

// columns is how many terminal columns a text takes: Chinese characters take two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}

// hundred turns a fraction into percent.
var hundred = udecimal.MustFromInt64(100, 0)
