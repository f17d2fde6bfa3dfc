package uncertainty

import (
	"errors"
	"math"
	"strings"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/simulation"
)

// maxSobol is how many base draws Sobol's indices take at most: their error is then some half of a percent.
const maxSobol = 65_536

const bins = 30

// Simulate checks a block and draws: of the value, and then of each part.
func Simulate(b Block, t Target) ([]simulation.Result, error) {
	_, results, err := b.simulate(t)
	return results, err
}

func (b Block) simulate(t Target) (*prepared, []simulation.Result, error) {
	if err := b.limits(); err != nil {
		return nil, nil, err
	}
	p, err := b.prepare(t)
	if err != nil {
		return nil, nil, err
	}
	results, err := simulation.Run(p.program, p.sampler, 0)
	if err != nil {
		return nil, nil, p.noValue(err)
	}
	return p, results, nil
}

// Run checks a block and does what it asks for.
func Run(b Block, t Target) (Report, error) {
	p, results, err := b.simulate(t)
	if err != nil {
		return Report{}, err
	}
	r := Report{Seed: b.Seed, Draws: b.draws(), Method: b.design(), SobolDraws: min(b.draws(), maxSobol)}
	value := results[0]
	q := value.Quantiles(0.01, 0.05, 0.50, 0.95, 0.99)
	r.Spread = p.spread(value, q[1:4])
	r.MeanErrorFen = p.fen(value.StandardError())
	r.LowestFen, r.HighestFen = p.fen(value.Low), p.fen(value.High)
	r.NotPositivePPM = ppm(value.Below(math.Nextafter(0, 1)))
	r.Histogram = p.histogram(value, q[0], q[4])
	for _, part := range results[1:] {
		r.Parts = append(r.Parts, p.spread(part, part.Quantiles(0.05, 0.50, 0.95)))
	}
	if err := p.inputReports(&r); err != nil {
		return Report{}, err
	}
	for _, c := range b.Correlations {
		r.Correlations = append(r.Correlations, CorrelationReport{c.A, c.B, c.Value.String()})
	}
	return r, p.tables(&r)
}

func (p *prepared) spread(r simulation.Result, q []float64) Spread {
	return Spread{MeanFen: p.fen(r.Mean), SDFen: p.fen(r.SD()),
		P5Fen: p.fen(q[0]), P50Fen: p.fen(q[1]), P95Fen: p.fen(q[2])}
}

// fen rounds an amount in the currency unit to the fen, halves to even, and stops at the largest amount there is.
func (p *prepared) fen(x float64) money.Fen {
	const most = float64(money.Max)
	return money.Fen(math.RoundToEven(max(-most, min(most, x*float64(p.t.FenPerUnit)))))
}

// ppm is a share in millionths, halves to even.
func ppm(x float64) int64 { return int64(math.RoundToEven(x * 1e6)) }

// histogram has its edges on whole fen.
func (p *prepared) histogram(r simulation.Result, from, to float64) Histogram {
	unit := float64(p.t.FenPerUnit)
	lo, hi := p.fen(from), p.fen(to)
	if lo == hi {
		hi++
	}
	h := r.Histogram(float64(lo)/unit, float64(hi)/unit, bins)
	return Histogram{FromFen: lo, ToFen: hi, Counts: h.Counts, Below: h.Below, Above: h.Above}
}

// inputReports says of every input what it may be and what it does.
func (p *prepared) inputReports(r *Report) error {
	sobol, err := simulation.Sensitivity(p.program, p.sampler, r.SobolDraws, 0)
	if err != nil {
		return p.noValue(err)
	}
	for i, q := range p.inputs {
		in := p.b.Inputs[i]
		at := func(u float64) string { return show(p.dists[i].Quantile(u), q) }
		r.Inputs = append(r.Inputs, InputReport{Input: q.Name, Label: q.Label, Distribution: in.Distribution.Text(),
			Source: in.Source, Written: p.t.Graph.Value(q.Node).Short(Places(q.Unit)),
			P5: at(0.05), P50: at(0.50), P95: at(0.95),
			FirstPPM: max(0, ppm(sobol[i].First)), TotalPPM: max(0, ppm(sobol[i].Total))})
	}
	return nil
}

// noValue says which inputs of a draw give nothing.
func (p *prepared) noValue(err error) error {
	var s *simulation.Stray
	if !errors.As(err, &s) {
		return err
	}
	var list []string
	for i, x := range s.Inputs {
		list = append(list, p.inputs[i].Name+" = "+show(x, p.inputs[i]))
	}
	if list == nil {
		list = []string{"–"}
	}
	return ErrNoValue.With("draws", s.Draws, "count", s.Count, "example", strings.Join(list, ", ")).At("inputs")
}
