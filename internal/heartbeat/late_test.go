package heartbeat_test

import (
	"context"
	"testing"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/heartbeat"
	"shurong.org/shurong/internal/registry"
)

func (b *bench) overdue(org string, role auth.Role) []heartbeat.Overdue {
	b.T.Helper()
	out, err := b.s.Overdue(as(org, role))
	b.ok(err)
	return out
}

// dayEnds has the node do what it does at a day's end.
func (b *bench) dayEnds() {
	b.T.Helper()
	b.Sync()
	b.ok(b.s.Tend(context.Background()))
}

func TestALateHeartbeatIsRaisedOnceForLenderAndOwnerAndEndsWithTheNext(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.Submit("bank", &registry.HeartbeatSchedule{Lien: b.lien, EveryDays: 7, GraceDays: 1})
		b.Days(8)
		b.dayEnds()
		if got := b.overdue("bank", auth.Bank); len(got) != 0 {
			t.Fatalf("raised within the days of grace: %+v", got)
		}
		for range 3 { // three days, and each twice
			b.Days(1)
			b.dayEnds()
			b.dayEnds()
		}
		lender, owner := b.overdue("bank", auth.Bank), b.overdue("farm", auth.Enterprise)
		if len(lender) != 1 || len(owner) != 1 || lender[0].ClearedAt != nil || lender[0].Lien != b.lien ||
			lender[0].Due.AddDays(1) != lender[0].Last || lender[0].As != "lender" || owner[0].As != "owner" {
			t.Fatalf("%+v %+v", lender, owner)
		}
		if got := b.overdue("second", auth.Bank); len(got) != 0 {
			t.Errorf("a stranger sees %+v", got)
		}
		b.Agent()
		b.Beat(b.code, 120_000)
		b.dayEnds()
		if got := b.overdue("farm", auth.Enterprise); len(got) != 1 || got[0].ClearedAt == nil {
			t.Errorf("after the heartbeat: %+v", got)
		}
		b.Days(20)
		b.dayEnds()
		if got := b.overdue("bank", auth.Bank); len(got) != 2 || got[0].ClearedAt != nil || got[1].ClearedAt == nil || got[0].Due == got[1].Due {
			t.Errorf("silent again: %+v", got)
		}
	})
}

func TestTheFollowerEndsWhatIsLateWhenAHeartbeatIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.Submit("bank", &registry.HeartbeatSchedule{Lien: b.lien, EveryDays: 1, GraceDays: 0})
		b.Days(4)
		b.dayEnds()
		b.Agent()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.s.Run(ctx) }()
		b.Beat(b.code, 120_000)
		for {
			if got := b.overdue("bank", auth.Bank); len(got) == 1 && got[0].ClearedAt != nil {
				break
			} else if len(got) != 1 {
				t.Fatalf("%+v", got)
			}
		}
		stop()
		b.ok(<-done)
	})
}
