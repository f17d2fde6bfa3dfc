package simulation

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// Result is all draws of one output.
type Result struct {
	// Draws are the values in the order of draws.
	Draws []float64
	Moments
}

// Moments are the first two moments and the ends of a column.
type Moments struct {
	N         int
	Mean      float64
	squares   float64 // Σ(x−mean)²
	Low, High float64
}

// SD is the standard deviation, with n−1.
func (m Moments) SD() float64 {
	if m.N < 2 {
		return 0
	}
	return math.Sqrt(m.squares / float64(m.N-1))
}

// StandardError is the standard error of the mean of a random sample; a Latin hypercube's is smaller.
func (m Moments) StandardError() float64 { return m.SD() / math.Sqrt(float64(m.N)) }

// measure takes a column's moments in two passes; all is false where a value is none. Sums run in four lanes, which
// is faster where additions would wait for each other, and an order like any other.
func measure(x []float64) (m Moments, all bool) {
	low, high := x[0], x[0]
	var s0, s1, s2, s3 float64
	rest := x
	for ; len(rest) >= 4; rest = rest[4:] {
		a, b, c, d := rest[0], rest[1], rest[2], rest[3]
		s0, s1, s2, s3 = s0+a, s1+b, s2+c, s3+d
	}
	for _, v := range rest {
		s0 += v
	}
	m = Moments{N: len(x), Mean: ((s0 + s1) + (s2 + s3)) / float64(len(x))}
	s0, s1, s2, s3 = 0, 0, 0, 0
	rest = x
	for ; len(rest) >= 4; rest = rest[4:] {
		a, b, c, d := rest[0]-m.Mean, rest[1]-m.Mean, rest[2]-m.Mean, rest[3]-m.Mean
		s0, s1, s2, s3 = s0+float64(a*a), s1+float64(b*b), s2+float64(c*c), s3+float64(d*d)
	}
	for _, v := range rest {
		v -= m.Mean
		s0 += float64(v * v)
	}
	m.squares = (s0 + s1) + (s2 + s3)
	for _, v := range x {
		// Seldom true, and then guessed right: no wait for the last comparison.
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
	}
	m.Low, m.High = low, high
	// What is no number is neither under nor over anything, but leaves no mean.
	return m, low >= -mostValue && high <= mostValue && finite(m.Mean)
}

// mostValue is the largest number that is a value: the squares of a million still have a sum.
const mostValue = 1e150

// merge adds the moments of a further column (Chan, Golub and LeVeque, “Algorithms for computing the sample
// variance”, 1983).
func (m Moments) merge(o Moments) Moments {
	if m.N == 0 {
		return o
	}
	n, d := float64(m.N+o.N), o.Mean-m.Mean
	return Moments{
		N:       m.N + o.N,
		Mean:    m.Mean + float64(d*float64(o.N))/n,
		squares: m.squares + o.squares + float64(float64(d*d)*float64(m.N))*float64(o.N)/n,
		Low:     min(m.Low, o.Low),
		High:    max(m.High, o.High),
	}
}

// Stray says that some draws have no value: a division by zero, a logarithm of a negative number.
type Stray struct {
	Count, Draws int
	First        int       // the first such draw
	Inputs       []float64 // its inputs
}

func (s *Stray) Error() string {
	return fmt.Sprintf("simulation: %d of %d draws have no value, the first is draw %d", s.Count, s.Draws, s.First)
}

// Run evaluates a program on all draws of a sampler, by so many workers (0: one a processor). The sampler has as many
// inputs as the program. Where a draw has no value, the error is a *[Stray].
func Run(p *Program, s *Sampler, workers int) ([]Result, error) {
	n := s.Draws()
	results := make([]Result, p.Outputs())
	blocks := (n + Block - 1) / Block
	parts := make([][]Moments, len(results))
	for i := range results {
		results[i].Draws = make([]float64, n)
		parts[i] = make([]Moments, blocks)
	}
	src := s.source(mainSet, n)
	var stray atomic.Int64
	parallel(blocks, workers, func() func(int) {
		m := p.Machine(Block)
		in := make([][]float64, p.Inputs())
		return func(b int) {
			first := b * Block
			size := min(Block, n-first)
			for k := range in {
				in[k] = m.In(k)[:size]
			}
			s.fill(src, in, uint64(first))
			m.Run(size)
			for i := range results {
				out := results[i].Draws[first : first+size]
				copy(out, m.Out(i, size))
				var ok bool
				if parts[i][b], ok = measure(out); !ok {
					stray.Add(1)
				}
			}
		}
	})
	if stray.Load() > 0 {
		return nil, s.stray(results, src)
	}
	for i := range results {
		for _, m := range parts[i] {
			results[i].Moments = results[i].merge(m)
		}
	}
	return results, nil
}

// stray finds the draws that have no value.
func (s *Sampler) stray(results []Result, src *source) error {
	e := &Stray{Draws: s.Draws(), First: -1}
	for d := range s.Draws() {
		for i := range results {
			if x := results[i].Draws[d]; !(math.Abs(x) <= mostValue) {
				if e.Count++; e.First < 0 {
					e.First = d
				}
				break
			}
		}
	}
	in := make([][]float64, s.Inputs())
	for k := range in {
		in[k] = make([]float64, 1)
	}
	s.fill(src, in, uint64(max(e.First, 0)))
	for k := range in {
		e.Inputs = append(e.Inputs, in[k][0])
	}
	return e
}

// parallel does jobs 0 … n−1, in any order, by workers that each have their own memory.
func parallel(n, workers int, worker func() func(int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, n)
	if workers == 1 {
		do := worker()
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			do := worker()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}
