package loan

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

// mixed is the i-th contract of a portfolio of the four ways of repaying, by month or quarter, of one to three years,
// some moved to working days. Every tenth floats and is repriced each January, every tenth is prepaid in part.
func mixed(i int, methods []Method) (Contract, []Change) {
	c := Contract{Principal: money.Fen(1+i%900) * money.Wan, Method: methods[i%len(methods)],
		Rate:     udecimal.MustFromInt64(int64(280+i%200), 4),
		Drawdown: daycount.NewDate(2026, 1, 5).AddDays(i % 360)}
	c.Maturity = c.Drawdown.AddMonths(12 * (1 + i/4%3))
	if i%3 == 0 {
		c.Roll = RollFollowing
	}
	if c.Method != BulletAll && i/4%2 == 1 {
		c.Every = Quarterly
	}
	switch i % 10 {
	case 0:
		rate := c.Rate.Sub(basisPoint)
		return c, []Change{{On: daycount.NewDate(2027, 1, 1), Rate: &rate}}
	case 5:
		return c, []Change{{On: c.Drawdown.AddDays(100), Prepay: c.Principal / 10}}
	}
	return c, nil
}

// BenchmarkMillionMixedContracts makes the schedules of 10⁶ contracts on as many workers as there are processors.
func BenchmarkMillionMixedContracts(b *testing.B) {
	const contracts, chunk = 1_000_000, 1000
	methods := []Method{EqualInstalment, EqualPrincipal, InterestOnly, BulletAll}
	lines := int64(0)
	for b.Loop() {
		var next, made atomic.Int64
		var wait sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			wait.Go(func() {
				for from := int(next.Add(chunk)) - chunk; from < contracts; from = int(next.Add(chunk)) - chunk {
					n := 0
					for i := from; i < from+chunk; i++ {
						c, changes := mixed(i, methods)
						if len(changes) > 0 && !changes[0].On.Before(c.Maturity) {
							changes = nil
						}
						plan, err := Replan(c, changes)
						if err != nil {
							b.Error(err)
							return
						}
						n += len(plan)
					}
					made.Add(int64(n))
				}
			})
		}
		wait.Wait()
		lines += made.Load()
	}
	b.ReportMetric(float64(lines)/float64(b.N), "lines/op")
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "lines/s")
}
