package demo

import (
	"context"
	"slices"
	"strconv"
)

// Run tells the whole story.
func (s *Story) Run(ctx context.Context) error {
	scenes := slices.Concat(s.registration(), s.credit(), s.course())
	return s.play(ctx, scenes)
}

// registration is the chain from a data file to a certificate.
func (s *Story) registration() []scene {
	return []scene{
		{say("创建登记簿，机构准入", "The registry is founded, organisations are admitted"), s.admit},
		{say("企业的数据", "The companies' data"), s.generate},
		{say("在企业现场测量数据", "The data is measured at its owners' sites"), s.measureAll},
		{say("申请登记", "Registration is applied for"), s.fileAll},
		{say("受理与审查", "Acceptance and review"), s.review},
		{say("公示与异议", "Publicity and an objection"), s.object},
		{say("存证与核发凭证", "Evidence deposit and certificates"), s.certify},
		{say("凭证可离线核验", "Certificates verify offline"), s.verify},
	}
}

// credit is the chain from a value to money.
func (s *Story) credit() []scene {
	return []scene{
		{say("评估", "Valuation"), s.appraise},
		{say("申请授信", "Credit is applied for"), s.apply},
		{say("授信审批", "The banks decide"), s.decide},
		{say("质押", "Pledges"), s.pledge},
		{say("签约、保证金与放款", "Contracts, margin and disbursement"), s.disburse},
	}
}

// course is what happens while the loans run.
func (s *Story) course() []scene {
	scenes := []scene{
		{say("监测代理", "Agents at the owners' sites"), s.installAgents},
		{say("贷后一个月", "A month of a loan's life"), s.live},
		{say("数据劣化，追加保证金", "Data degrades, margin is called"), s.fall},
		{say("追加到位", "One borrower tops up"), s.cure},
	}
	if !s.own() {
		scenes = append(scenes, scene{say("逾期未追加，启动处置", "The other does not: enforcement"), s.enforce})
	}
	scenes = append(scenes,
		scene{say("还清与解除质押", "Repayment and release"), s.release},
		scene{say("对账", "The books"), s.account},
	)
	if !s.own() {
		scenes = append(scenes, scene{say("各工作台的待办", "Work left on the desks"), s.leave})
	}
	return append(scenes, scene{say("重放日志", "The log is replayed"), s.replay})
}

func itoa(n int) string { return strconv.Itoa(n) }
