package main

import (
	"strconv"
	"strings"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// loanCmd groups what can be computed of a loan.
type loanCmd struct {
	Schedule loanScheduleCmd `cmd:"" help:"Repayment schedule and yearly cost of a contract in a YAML file."`
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
	AnnualCost  udecimal.Decimal  `json:"annual_cost"`
}

// Run computes and prints.
func (c *loanScheduleCmd) Run(e *env) error {
	b, err := readFile(c.File, loan.MaxFile)
	if err != nil {
		return err
	}
	contract, err := loan.Decode(c.File, b)
	if err != nil {
		return err
	}
	out := loanSchedule{Contract: contract}
	if out.Instalments, err = loan.Schedule(contract); err != nil {
		return fault.From(err).In(c.File, 0)
	}
	for _, in := range out.Instalments {
		out.Interest += in.Interest
		out.Payment += in.Payment
	}
	if out.AnnualCost, err = loan.IRR(loan.Flows(contract, out.Instalments)); err != nil {
		return fault.From(err).In(c.File, 0)
	}
	if c.JSON {
		b, err := canon.Marshal(out)
		if err != nil {
			return err
		}
		_, err = e.Out.Write(append(b, '\n'))
		return err
	}
	out.write(e)
	return nil
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
	rows = append(rows, []string{
		e.t("合计", "sum"), "", "", "", "", s.Interest.Grouped(), s.Contract.Principal.Grouped(), s.Payment.Grouped(), "",
	})
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
	percent := s.AnnualCost.Mul(udecimal.MustFromInt64(100, 0)).RoundHAZ(4).StringFixed(4)
	e.printf("%s %s%%\n", e.t("年化成本（内部收益率，复利）", "yearly cost (internal rate of return, compounded)"), percent)
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
