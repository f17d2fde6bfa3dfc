package simulation

// Sobol is how much of an output's variance an input accounts for.
type Sobol struct {
	// First is Var(E[Y|X_i])/Var(Y): the part of the variance that would go if the input became known.
	First float64
	// Total is E[Var(Y|X_others)]/Var(Y): the part that would stay if all others became known. For independent inputs
	// Total − First is what the input does together with others, and the First of all add up to at most 1.
	Total float64
}

// Sensitivity estimates Sobol's indices of the first output by so many base draws. Two samples A and B are drawn,
// and for every input a third that shares only that input with B; then (Jansen, “Analysis of variance designs for
// model output”, Computer Physics Communications 117 (1999), as in Saltelli et al., ibid. 181 (2010)):
//
//	S_i = 1 − Σ (f(B) − f(C_i))² / (2·n·V),   T_i = Σ (f(A) − f(C_i))² / (2·n·V)
//
// With correlations the indices keep their meaning (Kucherenko, Tarantola and Annoni, ibid. 183 (2012)), but need two
// samples an input: for S_i the others are drawn anew from their distribution given that input, for T_i the input
// from its own given the others. Gaussian scores allow both without a new factorisation (Matheron's rule):
// z_others(A) + r_i·(z_i(B) − z_i(A)), and z_i(B) + w·(z_others(A) − z_others(B)).
//
// It costs n·(d + 2) evaluations, or n·(2d + 2) with correlations. An error is a *[Stray].
func Sensitivity(p *Program, s *Sampler, base, workers int) ([]Sobol, error) {
	blocks := (base + Block - 1) / Block
	parts := make([]sobolSums, blocks)
	a, b := s.source(sobolA, base), s.source(sobolB, base)
	parallel(blocks, workers, func() func(int) {
		w := newSobolWorker(p, s)
		return func(block int) {
			first := block * Block
			parts[block] = w.block(a, b, uint64(first), min(Block, base-first))
		}
	})
	total := parts[0]
	for _, o := range parts[1:] {
		total.merge(o)
	}
	if total.stray > 0 {
		return nil, &Stray{Count: total.stray, Draws: base * (s.Inputs() + 2), First: -1}
	}
	out := make([]Sobol, s.Inputs())
	variance := total.both.squares / float64(total.both.N)
	for i := range out {
		if variance > 0 {
			scale := 2 * variance * float64(base)
			out[i] = Sobol{First: 1 - total.fromB[i]/scale, Total: total.fromA[i] / scale}
		}
	}
	return out, nil
}

// sobolSums are the sums of one block.
type sobolSums struct {
	both         Moments // of f(A) and f(B) together
	fromA, fromB []float64
	stray        int
}

func (t *sobolSums) merge(o sobolSums) {
	t.both = t.both.merge(o.both)
	t.stray += o.stray
	for i := range t.fromA {
		t.fromA[i] += o.fromA[i]
		t.fromB[i] += o.fromB[i]
	}
}

// sobolWorker is one worker's memory.
type sobolWorker struct {
	p       *Program
	s       *Sampler
	m       *Machine
	za, zb  [][]float64 // scores of both samples
	xa, xb  [][]float64 // their draws
	fa, fb  []float64
	weights [][]float64 // of the regression of each input on the others
	moved   []float64
}

func newSobolWorker(p *Program, s *Sampler) *sobolWorker {
	d := s.Inputs()
	w := &sobolWorker{p: p, s: s, m: p.Machine(Block), fa: make([]float64, Block), fb: make([]float64, Block),
		moved: make([]float64, Block)}
	for _, columns := range []*[][]float64{&w.za, &w.zb, &w.xa, &w.xb} {
		*columns = make([][]float64, d)
		for k := range *columns {
			(*columns)[k] = make([]float64, Block)
		}
	}
	if s.copula != nil {
		for i := range d {
			w.weights = append(w.weights, s.copula.regression(i))
		}
	}
	return w
}

// block evaluates both samples and all that lie between them.
func (w *sobolWorker) block(a, b *source, first uint64, n int) sobolSums {
	w.sample(a, w.za, w.xa, first, n)
	w.sample(b, w.zb, w.xb, first, n)
	d := w.s.Inputs()
	t := sobolSums{fromA: make([]float64, d), fromB: make([]float64, d)}
	w.load(w.xa, n)
	w.evaluate(&t, w.fa[:n])
	w.load(w.xb, n)
	w.evaluate(&t, w.fb[:n])
	ma, _ := measure(w.fa[:n])
	mb, _ := measure(w.fb[:n])
	t.both = ma.merge(mb)
	w.load(w.xa, n)
	out := w.moved[:n]
	for i := range d {
		if !w.s.linked[i] {
			copy(w.m.In(i)[:n], w.xb[i])
			w.evaluate(&t, out)
			t.fromB[i], t.fromA[i] = distance(w.fb, out), distance(w.fa, out)
			copy(w.m.In(i)[:n], w.xa[i])
			continue
		}
		w.givenInput(i, n)
		w.evaluate(&t, out)
		t.fromB[i] = distance(w.fb, out)
		w.load(w.xa, n)
		w.givenOthers(i, n)
		w.evaluate(&t, out)
		t.fromA[i] = distance(w.fa, out)
		copy(w.m.In(i)[:n], w.xa[i])
	}
	return t
}

// sample draws scores and from them draws.
func (w *sobolWorker) sample(src *source, z, x [][]float64, first uint64, n int) {
	for k := range z {
		z[k] = z[k][:n]
	}
	w.s.scores(src, z, first)
	for k := range x {
		x[k] = x[k][:n]
		copy(x[k], z[k])
		w.s.draws(k, x[k])
	}
}

func (w *sobolWorker) load(x [][]float64, n int) {
	for k := range x {
		copy(w.m.In(k)[:n], x[k])
	}
}

func (w *sobolWorker) evaluate(t *sobolSums, out []float64) {
	w.m.Run(len(out))
	copy(out, w.m.Out(0, len(out)))
	for _, v := range out {
		if !(v >= -mostValue && v <= mostValue) {
			t.stray++
		}
	}
}

// givenInput loads input i of B and the others as A has them, moved to where i of B lets them be.
func (w *sobolWorker) givenInput(i, n int) {
	for k := range w.za {
		col := w.m.In(k)[:n]
		switch r := w.s.copula.r[i][k]; {
		case k == i:
			copy(col, w.xb[i])
		case r != 0:
			for j := range col {
				col[j] = w.za[k][j] + float64(r*(w.zb[i][j]-w.za[i][j]))
			}
			w.s.draws(k, col)
		}
	}
}

// givenOthers loads input i as B has it, moved to where the others of A let it be.
func (w *sobolWorker) givenOthers(i, n int) {
	col := w.m.In(i)[:n]
	copy(col, w.zb[i])
	for k, weight := range w.weights[i] {
		if weight == 0 || !w.s.linked[k] {
			continue
		}
		for j := range col {
			col[j] += float64(weight * (w.za[k][j] - w.zb[k][j]))
		}
	}
	w.s.draws(i, col)
}

// distance is Σ(x−y)².
func distance(x, y []float64) float64 {
	sum := 0.0
	for i, v := range y {
		d := x[i] - v
		sum += float64(d * d)
	}
	return sum
}
