package simulation

import "math"

// Grid is so many points from low to high, both included, at equal distances.
func Grid(low, high float64, points int) []float64 {
	g := make([]float64, points)
	for i := range g {
		g[i] = low + float64(float64((high-low)*float64(i))/float64(max(points-1, 1)))
	}
	g[points-1] = high
	return g
}

// BreakEven finds where the first output of a program of one input meets a target, between low and high: the
// crossing nearest to a point. The interval is searched in 512 steps, so that crossings closer together than that
// may be missed, and the one chosen halved until its ends are neighbours as numbers. ok is false where the output
// does not cross.
func BreakEven(p *Program, target, low, high, near float64) (x float64, ok bool) {
	const steps = 512
	m := p.Machine(steps + 1)
	grid := Grid(low, high, steps+1)
	copy(m.In(0), grid)
	m.Run(steps + 1)
	f := append([]float64(nil), m.Out(0, steps+1)...)
	best := math.Inf(1)
	for i := range steps {
		// No number on either side is no crossing: a pole is not a value.
		up, down := f[i] <= target && f[i+1] >= target, f[i] >= target && f[i+1] <= target
		if !up && !down || math.Abs(f[i]) > mostValue || math.Abs(f[i+1]) > mostValue {
			continue
		}
		d := max(grid[i]-near, near-grid[i+1], 0)
		if d >= best {
			continue
		}
		if root, found := bisect(m, target, grid[i], grid[i+1], up); found {
			best, x, ok = d, root, true
		}
	}
	return x, ok
}

// bisect halves an interval over which the output crosses the target. Where what it comes to is a jump over a
// pole, from one side of the target to a number far larger than the ends, it is no crossing.
func bisect(m *Machine, target, low, high float64, up bool) (float64, bool) {
	at := func(x float64) float64 {
		m.In(0)[0] = x
		m.Run(1)
		return m.Out(0, 1)[0]
	}
	ends := math.Abs(at(low)-target) + math.Abs(at(high)-target)
	for range 200 {
		mid := low + float64((high-low)/2)
		if mid <= low || mid >= high {
			break
		}
		if v := at(mid); v <= target == up {
			low = mid
		} else {
			high = mid
		}
	}
	// Of the two neighbours, the one nearer to the target.
	dl, dh := math.Abs(at(low)-target), math.Abs(at(high)-target)
	if dh < dl {
		low, dl = high, dh
	}
	return low, dl <= ends
}
