package servicing_test

import (
	"testing"

	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/servicing"
)

func TestTheLiensScheduleDecidesWhatIsLate(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code, id := d.Loan(ct.Farm, ct.Bank, ct.Terms(3_000_000))
		d.Beat(ct.Farm, code, 10_000, 960_000, 0)
		lien := d.See(ct.Bank, id).Lien
		d.Submit(ct.Bank, &registry.HeartbeatSchedule{Lien: lien, EveryDays: 2, GraceDays: 1})
		d.Days(3)
		d.Night()
		if waiting(d, ct.Bank, servicing.WorkSilent) != nil {
			t.Error("late within the days of grace")
		}
		d.Days(1)
		d.Night()
		if waiting(d, ct.Bank, servicing.WorkSilent) == nil || waiting(d, ct.Farm, servicing.WorkHeartbeat) == nil {
			t.Error("a heartbeat is late and nobody is told")
		}
		d.Beat(ct.Farm, code, 10_000, 960_000, 0)
		if waiting(d, ct.Bank, servicing.WorkSilent) != nil {
			t.Error("a heartbeat came and the lender is told that it is late")
		}
	})
}
