package demo

import (
	"context"

	"shurong.org/shurong/money"
)

// updateDays is how many days may pass between updates, by the form's words. On demand is never late.
var updateDays = map[string]int{"实时": 1, "日": 1, "周": 7, "月": 31, "年": 366}

// appraise has every company commission an appraisal and the appraiser put the report on record.
func (s *Story) appraise(ctx context.Context) error {
	total := money.Fen(0)
	for _, a := range s.inOrder() {
		value, err := s.appraiseOne(ctx, a)
		if err != nil {
			return err
		}
		total += value
	}
	s.prove("%d 份评估报告由评估师与复核两人出具，承诺值入册，合计 %s 万元", "%d report(s) by an appraiser and a checker, committed to in the register, %s ten thousand yuan in all", len(s.assets), total.Wan())
	first := s.inOrder()[0]
	again, err := s.preview(ctx, string(first.ValuationYAML(s.today())))
	if err != nil {
		return err
	}
	s.prove("《%s》同一份文件再算一次，仍为 %s 元：可复现到分", "“%s”: the same file computed again gives %s yuan, to the fen", first.Title, again.Grouped())
	return expect(again == first.value, "the same file gave %s, then %s", first.value, again)
}

func (s *Story) appraiseOne(ctx context.Context, a *asset) (money.Fen, error) {
	var commission struct {
		ID string `json:"id"`
	}
	err := s.desks[a.Key].maker.post(ctx, "/commissions", map[string]any{
		"certificate": a.certificate, "appraiser": s.uscc("appraiser"), "purpose": "pledge", "update_every_days": updateDays[a.UpdateFrequency],
	}, &commission)
	if err != nil {
		return 0, err
	}
	d := s.desks["appraiser"]
	err = d.maker.do(ctx, "PUT", "/commissions/"+commission.ID+"/draft", map[string]string{"text": string(a.ValuationYAML(s.today()))}, nil)
	if err != nil {
		return 0, err
	}
	if err := d.bind(ctx, "/commissions/"+commission.ID+"/submit", nil); err != nil {
		return 0, err
	}
	var c struct {
		Value struct {
			Fen money.Fen `json:"value_fen"`
		} `json:"value"`
	}
	if err := s.desks[a.Key].maker.get(ctx, "/certificates/"+a.certificate, &c); err != nil {
		return 0, err
	}
	a.value = c.Value.Fen
	return a.value, expect(a.value > 0, "no value is on record for %s", a.Key)
}

func (s *Story) preview(ctx context.Context, file string) (money.Fen, error) {
	var r struct {
		Fen money.Fen `json:"value_fen"`
	}
	return r.Fen, s.desks["appraiser"].maker.post(ctx, "/valuations/preview", map[string]string{"text": file}, &r)
}
