package simulation

import (
	"strconv"

	"shurong.org/shurong/fault"
)

// Design is how draws spread over the inputs' ranges.
type Design string

// The designs. A Latin hypercube (McKay, Beckman and Conover 1979) divides each input's probability into as many
// strata as there are draws and takes one draw from each, so that every input's own distribution is met almost
// exactly; what sampling error is left comes from how inputs act together. With correlations it is the independent
// scores that are stratified, before they are mixed.
const (
	Random         Design = "random"
	LatinHypercube Design = "latin_hypercube"
)

// Options say what a sample is, but for its distributions.
type Options struct {
	Seed   uint64
	Draws  int
	Design Design // Random where empty
}

// ErrDraws says that a run would be too short to say anything, or too long.
var ErrDraws = fault.Define("simulation.draws", fault.Limit,
	"模拟次数 {draws} 应在 {least} 至 {most} 之间", "{draws} draws: use {least} to {most}").
	Hint("十万次的分位数误差已小于参数本身的不确定", "with a hundred thousand, sampling error is far below what the inputs leave open")

// MinDraws is the least number of draws that gives a fifth percentile.
const MinDraws = 1000

// Sampler fills columns with draws of several inputs. It is immutable.
type Sampler struct {
	options Options
	dists   []Distribution
	copula  *copula
	linked  []bool // inputs that a correlation names
}

// NewSampler makes a sampler, with one distribution for every input of the program to be run.
// A fault of correlation i is a [Blame] with that index.
func NewSampler(o Options, dists []Distribution, correlations []Correlation) (*Sampler, error) {
	if o.Draws < MinDraws || o.Draws > MaxDraws {
		return nil, ErrDraws.With("draws", o.Draws, "least", MinDraws, "most", strconv.Itoa(MaxDraws)).At("draws")
	}
	c, err := newCopula(len(dists), correlations)
	if err != nil {
		return nil, err
	}
	s := &Sampler{options: o, dists: dists, copula: c, linked: make([]bool, len(dists))}
	for _, p := range correlations {
		if p.Value != 0 {
			s.linked[p.A], s.linked[p.B] = true, true
		}
	}
	return s, nil
}

// Inputs is the number of inputs.
func (s *Sampler) Inputs() int { return len(s.dists) }

// Draws is the number of draws.
func (s *Sampler) Draws() int { return s.options.Draws }

// set is an independent sample of the same inputs. Streams are numbered by set and input.
type set uint64

const (
	mainSet set = iota
	sobolA
	sobolB
)

// source makes the probabilities that draws are made from.
type source struct {
	p     Philox
	set   set
	draws int
	strat []permutation // of each input, or none
}

func (s *Sampler) source(which set, draws int) *source {
	src := &source{p: NewPhilox(s.options.Seed), set: which, draws: draws}
	if s.options.Design == LatinHypercube {
		for k := range s.dists {
			const shuffles = 1 << 63 // streams of their own
			src.strat = append(src.strat, newPermutation(uint64(draws), &src.p, shuffles|src.stream(k)))
		}
	}
	return src
}

func (src *source) stream(input int) uint64 { return uint64(src.set)<<32 | uint64(input) }

// uniforms fills dst with the probabilities of an input, from draw first on.
func (src *source) uniforms(dst []float64, input int, first uint64) {
	src.p.Uniforms(dst, src.stream(input), first)
	if src.strat == nil {
		return
	}
	q, width := &src.strat[input], 1/float64(src.draws)
	for i, v := range dst {
		// Where the sum rounds up to the next stratum, the last would reach 1.
		dst[i] = min(float64((float64(int64(q.at(first+uint64(i))))+v)*width), 1-0x1p-53)
	}
}

// scores fills columns with what draws are made from: scores of inputs that correlations link, probabilities of others.
func (s *Sampler) scores(src *source, dst [][]float64, first uint64) {
	for k, col := range dst {
		src.uniforms(col, k, first)
		if s.linked[k] {
			scores(col)
		}
	}
	if s.copula != nil {
		s.copula.mix(dst, s.linked)
	}
}

// draws turns scores into draws, in place.
func (s *Sampler) draws(k int, col []float64) {
	if !s.linked[k] {
		s.dists[k].Draw(col)
		return
	}
	if g, ok := s.dists[k].(gaussian); ok {
		g.fromScores(col)
		return
	}
	for i, z := range col {
		col[i] = max(0x1p-53, min(1-0x1p-53, normalCDF(z)))
	}
	s.dists[k].Draw(col)
}

// fill fills columns with draws, from draw first on.
func (s *Sampler) fill(src *source, dst [][]float64, first uint64) {
	s.scores(src, dst, first)
	for k, col := range dst {
		s.draws(k, col)
	}
}
