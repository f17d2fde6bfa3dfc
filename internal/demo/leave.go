package demo

import (
	"context"
)

// leave puts work on the desks, so that whoever signs in next finds something to do: a filing to accept, one to correct, a
// case in publicity, an appraisal to make, a credit to check.
func (s *Story) leave(ctx context.Context) error {
	filed := s.nextEdition("line", "2026年7月至2026年9月苏州市通用设备制造业产线测量数据集")
	returned := s.nextEdition("trips", "2026年7月至2026年9月南京市道路运输业网约车行程数据集")
	posted := s.nextEdition("coldchain", "2026年7月至2026年9月郑州市仓储业冷链温控采样数据集")
	for _, a := range []*asset{posted, returned, filed} {
		if err := s.refresh(a); err != nil {
			return err
		}
		if err := s.measure(ctx, a); err != nil {
			return err
		}
		if err := s.file(ctx, a); err != nil {
			return err
		}
	}
	if err := s.desks["registrar"].maker.post(ctx, "/cases/"+posted.caseID+"/accept", nil, nil); err != nil {
		return err
	}
	if err := s.reviewOne(ctx, posted); err != nil {
		return err
	}
	err := s.desks["registrar"].maker.post(ctx, "/cases/"+returned.caseID+"/correct",
		map[string]any{"items": []string{"请补充第三季度数据的采集授权说明", "请写明坐标的脱敏精度"}}, nil)
	if err != nil {
		return err
	}
	trips, tenders := s.assets["trips"], s.assets[waiting]
	err = s.desks[trips.Loan.Bank].maker.post(ctx, "/commissions", map[string]any{
		"certificate": trips.certificate, "appraiser": s.uscc("appraiser"), "purpose": "pledge", "update_every_days": 1, "note": "贷后年度复评",
	}, nil)
	if err != nil {
		return err
	}
	err = s.desks[tenders.Loan.Bank].maker.post(ctx, "/applications/"+tenders.application+"/approve", map[string]any{
		"amount_fen": tenders.value * capBP / 10_000 / 2, "rate": tenders.Loan.Rate, "cap_bp": capBP, "heartbeat_days": 60,
	}, nil)
	if err != nil {
		return err
	}
	s.prove("留待处理：一件待受理，一件待补正，一件公示中，一份评估委托，一笔待复核的授信",
		"left to do: a filing to accept, one to correct, a case in publicity, an appraisal to make, a credit to check")
	return nil
}

// nextEdition is a company's data of a later period, not registered yet.
func (s *Story) nextEdition(key, title string) *asset {
	a := *s.assets[key]
	a.Title, a.dataset, a.caseID, a.certificate = title, "", "", ""
	return &a
}
