package registry_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// BenchmarkRacingDoublePledges has 256 officers pledge one certificate at once, every other pledge under a covenant that
// nothing follows; who gets through withdraws and tries again. Each operation is one attempt, signed, ordered and synced.
// The log is then read by somebody who knows none of the rules but the two that matter: no two liens of one rank, none
// accepted against a covenant. One million attempts:
//
//	go test ./internal/registry -run - -bench RacingDoublePledges -benchtime 1000000x
func BenchmarkRacingDoublePledges(b *testing.B) {
	t := new(testing.T)
	stage, code := registry.NewStage(t)
	const racers = 256
	officers := make([]*officer, racers)
	for i := range officers {
		officers[i] = &officer{stage: stage, org: registry.Farm, key: stage.Officer(registry.Farm, fmt.Sprint("officer ", i)), code: code}
	}
	led, _ := ledger(b, dbtest.SQLite(b, sequence.Migrations()), stage.Log())
	var signing sync.Mutex
	var left, won, refused atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var wg sync.WaitGroup
	for i, o := range officers {
		o.led, o.signing = led, &signing
		wg.Go(func() {
			for n := 0; left.Add(-1) >= 0; n++ {
				out, err := o.do(act{kind: "propose", noFurther: (n+i)%2 == 0})
				switch {
				case errors.Is(err, registry.ErrTooManyLiens), err == nil && out.refused != "":
					refused.Add(1)
					continue
				case err != nil:
					b.Error(err)
					return
				}
				won.Add(1)
				if _, err := o.do(act{kind: "end", lien: out.lien}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(doubleWins(b, led)), "double_wins")
	b.ReportMetric(float64(b.N), "attempts")
	b.ReportMetric(float64(won.Load()), "liens")
	b.ReportMetric(float64(refused.Load()), "refused")
}

// doubleWins reads the log from its first entry and counts liens of one rank and liens accepted against a covenant.
func doubleWins(t testing.TB, led *sequence.Solo) int {
	live, ranks, wins := map[string]bool{}, map[uint64]bool{}, 0 // live: lien -> covenant
	for from := uint64(0); from < led.Size(); {
		entries, err := led.Entries(context.Background(), from, 1000)
		if err != nil || len(entries) == 0 {
			t.Fatal(err)
		}
		for i := range entries {
			var e registry.Entry
			if err := canon.Unmarshal(entries[i].Bytes, &e); err != nil {
				t.Fatal(err)
			}
			for _, ev := range e.Events {
				switch ev.Kind {
				case "pledge.proposed", "lien.filed":
					var l registry.Lien
					if err := canon.Unmarshal(ev.Body, &l); err != nil {
						t.Fatal(err)
					}
					if ranks[l.Index] {
						wins++
					}
					for _, covenant := range live {
						if covenant {
							wins++
						}
					}
					ranks[l.Index], live[l.ID] = true, l.NoFurther
				case "pledge.withdrawn", "pledge.released", "pledge.declined", "lien.expired", "lien.compelled":
					var l registry.Lien
					if err := canon.Unmarshal(ev.Body, &l); err != nil {
						t.Fatal(err)
					}
					delete(live, l.ID)
				}
			}
		}
		from += uint64(len(entries))
	}
	return wins
}
