package actus

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"shurong.org/shurong/daycount"
)

// mixed is the i-th contract of a portfolio: bullet, equal principal, level payment and annuity loans of one to five
// years, paying monthly or quarterly, some repricing, some moved to business days.
func mixed(i int) Contract {
	start := daycount.MustDate("2026-01-05").AddDays(i % 360)
	years := 1 + i/4%5
	cycle := Cycle{months: 1 + 2*(i/20%2)}
	first := cycle.after(at(start), 1, false)
	c := Contract{Type: Type(i % 4), Role: 1, Status: at(start) - 2, Exchange: at(start),
		Maturity: at(start.AddMonths(12 * years)),
		Notional: Number{float64(100_000 + i%1000*1000), true}, Rate: Number{0.03 + float64(i%50)/1000, true},
		Interest: Repeat{first, cycle}, basis: basis(i / 40 % 4)}
	if c.Type != PAM {
		c.Redemption = c.Interest
	}
	if c.Type == NAM {
		c.NextRedemption = Number{c.Notional.V / float64(12*years/cycle.months), true}
	}
	if i%5 == 0 {
		c.Reset, c.ResetCode, c.Spread = Repeat{first, Cycle{months: 12}}, "LPR1Y", Number{0.005, true}
	}
	if i%3 == 0 {
		c.convention = Convention{roll: daycount.ModifiedFollowing, calcFirst: true, calendar: daycount.StateCouncil()}
	}
	return c
}

// BenchmarkMillionMixedContracts projects 10⁶ contracts to maturity on as many workers as there are processors.
func BenchmarkMillionMixedContracts(b *testing.B) {
	const contracts, chunk = 1_000_000, 1000
	market := &Market{Series: map[string]*Series{
		"LPR1Y": {times: []Time{at(daycount.MustDate("2026-01-20"))}, values: []float64{0.03}},
	}}
	total := int64(0)
	for b.Loop() {
		var next, events atomic.Int64
		var wait sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			wait.Go(func() {
				var p Projector
				for {
					from := int(next.Add(chunk)) - chunk
					if from >= contracts {
						return
					}
					n := 0
					for i := from; i < from+chunk; i++ {
						c := mixed(i)
						out, err := p.Events(&c, market)
						if err != nil {
							b.Error(err)
							return
						}
						n += len(out)
					}
					events.Add(int64(n))
				}
			})
		}
		wait.Wait()
		total += events.Load()
	}
	b.ReportMetric(float64(total)/float64(b.N), "events/op")
	b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "events/s")
}
