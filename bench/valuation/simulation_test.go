// Package valuation measures the simulation of a valuation beside NumPy, in the same run: a million draws of ten years of
// royalties with uncertain growth, royalty rate and discount rate, from the file to its quantiles.
package valuation

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/simulation"
	"shurong.org/shurong/valuation/uncertainty"
)

const text = `
version: 1
asset: 十年分成收益
purpose: pledge
value_type: market
valuation_date: 2026-03-31
currency_unit: 万元
approaches:
  - sources: {revenue: 示例}
    royalty:
      revenue: {first: 1000, growth: 0.05, periods: 10}
      royalty_rate: 0.15
      timing: mid
      discount_rate: {basis: pre_tax, rate: 0.12}
uncertainty:
  seed: 20261125
  draws: 1000000
  method: %s
  inputs:
    - {input: royalty.revenue.growth, distribution: {normal: {mean: 0.05, sd: 0.02}, min: -0.5, max: 0.5}}
    - {input: royalty.royalty_rate, distribution: {triangular: {low: 0.10, mode: 0.15, high: 0.25}}}
    - {input: royalty.discount_rate, distribution: {lognormal: {mean: 0.12, sd: 0.02}, max: 1}}
`

// seconds is what a run took.
type seconds struct{ wall, processor float64 }

// timed measures this process, all threads.
func timed(b *testing.B, run func()) seconds {
	var before, after syscall.Rusage
	usage := func(r *syscall.Rusage) {
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, r); err != nil {
			b.Fatal(err)
		}
	}
	usage(&before)
	start := time.Now()
	run()
	wall := time.Since(start).Seconds()
	usage(&after)
	of := func(r syscall.Rusage) float64 {
		return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
	}
	return seconds{wall, of(after) - of(before)}
}

// rounds is how many turns each has.
const rounds = 11

// turn is one way of doing the job, and what its turns took.
type turn struct {
	name string
	run  func() seconds
	took []seconds
}

// median is the middle of what turns took.
func (t *turn) median(of func(seconds) float64) float64 {
	slices.SortFunc(t.took, func(x, y seconds) int { return cmp.Compare(of(x), of(y)) })
	return of(t.took[len(t.took)/2])
}

// BenchmarkTenYears takes turns, so that what else the machine does meets all alike, and then reports medians. The
// turns: the simulation with moments and quantiles, which is what NumPy does; the same by Latin hypercube; the whole
// report with Sobol indices, histogram and tornado; and NumPy in two ways of writing the formula, where a Python has it.
func BenchmarkTenYears(b *testing.B) {
	turns := []*turn{{name: "random", run: simulated(b, simulation.Random)},
		{name: "latin-hypercube", run: simulated(b, simulation.LatinHypercube)}, {name: "report", run: reported(b)}}
	for _, way := range []string{"powers", "products"} {
		if run := python(b, way); run != nil {
			turns = append(turns, &turn{name: "numpy-" + way, run: run})
		}
	}
	for range rounds {
		for _, t := range turns {
			t.took = append(t.took, t.run())
		}
	}
	wall := func(s seconds) float64 { return s.wall }
	for _, t := range turns {
		b.Run(t.name, func(b *testing.B) {
			b.ReportMetric(1000*t.median(wall), "ms")
			b.ReportMetric(1000*t.median(func(s seconds) float64 { return s.processor }), "cpu-ms")
			b.ReportMetric(t.median(wall)/turns[0].median(wall), "times")
			b.ReportMetric(0, "ns/op") // of nothing: the turns are over
		})
	}
}

func decoded(b *testing.B, design simulation.Design) valuation.File {
	f, err := valuation.Decode(fmt.Appendf(nil, text, design), "ten-years.yaml")
	if err != nil {
		b.Fatal(err)
	}
	return f
}

// simulated builds the graph, compiles it, draws, and takes mean, deviation and three quantiles.
func simulated(b *testing.B, design simulation.Design) func() seconds {
	f := decoded(b, design)
	return func() seconds {
		return timed(b, func() {
			m, err := valuation.Build(f)
			if err != nil {
				b.Fatal(err)
			}
			r, err := uncertainty.Simulate(*f.Uncertainty, m.Target())
			if err != nil {
				b.Fatal(err)
			}
			if q := r[0].Quantiles(0.05, 0.5, 0.95); !(q[0] < r[0].Mean && r[0].Mean < q[2]) {
				b.Fatalf("mean %g, quantiles %g", r[0].Mean, q)
			}
		})
	}
}

func reported(b *testing.B) func() seconds {
	f := decoded(b, simulation.LatinHypercube)
	return func() seconds {
		return timed(b, func() {
			if _, err := valuation.Value(f); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// python starts NumPy, or says that it is not here. It stays up: neither start nor import is counted. Its mean and
// quantiles must be ours within sampling error, so that both do the same job.
func python(b *testing.B, way string) func() seconds {
	var path string
	for _, p := range []string{os.Getenv("SHURONG_PYTHON"), "python3", "/usr/bin/python3"} {
		if p != "" && exec.Command(p, "-c", "import numpy").Run() == nil {
			path = p
			break
		}
	}
	if path == "" {
		b.Log("no python3 with NumPy here: no peer (Debian: apt install python3-numpy; or name one in SHURONG_PYTHON)")
		return nil
	}
	cmd := exec.Command(path, "simulation.py", way)
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close() // it ends
		_ = cmd.Wait()
	})
	ours := check(b)
	lines := bufio.NewReader(out)
	return func() seconds {
		if _, err := io.WriteString(in, "\n"); err != nil {
			b.Fatal(err)
		}
		line, err := lines.ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		var s seconds
		var got [5]float64
		if _, err := fmt.Sscan(line, &s.wall, &s.processor, &got[0], &got[1], &got[2], &got[3], &got[4]); err != nil {
			b.Fatal(err)
		}
		for i, x := range got {
			if math.Abs(x/ours[i]-1) > 0.003 {
				b.Fatalf("NumPy has %v, we have %v", got, ours)
			}
		}
		return s
	}
}

// check is our mean, deviation and quantiles.
func check(b *testing.B) [5]float64 {
	f := decoded(b, simulation.LatinHypercube)
	r, err := valuation.Value(f)
	if err != nil {
		b.Fatal(err)
	}
	u := r.Uncertainty
	var out [5]float64
	for i, fen := range []int64{int64(u.MeanFen), int64(u.SDFen), int64(u.P5Fen), int64(u.P50Fen), int64(u.P95Fen)} {
		out[i] = float64(fen) / 1e6
	}
	return out
}
