package demo

import (
	"context"
)

// Run tells the whole story.
func (s *Story) Run(ctx context.Context) error {
	return s.play(ctx, []scene{
		{say("创建登记簿，机构准入", "The registry is founded, organisations are admitted"), s.admit},
		{say("九家企业的数据", "The data of nine companies"), s.generate},
		{say("在企业现场测量数据", "The data is measured at its owners' sites"), s.measureAll},
		{say("申请登记", "Registration is applied for"), s.fileAll},
		{say("受理与审查", "Acceptance and review"), s.review},
		{say("公示与异议", "Publicity and an objection"), s.object},
		{say("存证与核发凭证", "Evidence deposit and certificates"), s.certify},
		{say("凭证可离线核验", "Certificates verify offline"), s.verify},
		{say("评估", "Valuation"), s.appraise},
	})
}
