package profile

import (
	"cmp"
	"slices"
)

// What is tried as a dependency, and what is reported.
const (
	dependColumns  = 60 // of degree one
	dependPairs    = 14 // columns for degree two
	dependErrorPPM = 10_000
	dependScreen   = 2048 // rows that a candidate is tried on first
	dependShown    = 200
)

// grouping numbers combinations of values.
type grouping struct {
	codes  []uint32 // 0 is none
	groups int
	rows   int
}

func (v *sampled) grouping() grouping { return grouping{v.codes, v.distinct, v.values} }

// join numbers the pairs of two groupings.
func join(a, b grouping) grouping {
	ids := map[uint64]uint32{}
	out := grouping{codes: make([]uint32, len(a.codes))}
	for i, x := range a.codes {
		y := b.codes[i]
		if x == 0 || y == 0 {
			continue
		}
		k := uint64(x)<<32 | uint64(y)
		id, ok := ids[k]
		if !ok {
			id = uint32(len(ids) + 1)
			ids[k] = id
		}
		out.codes[i] = id
		out.rows++
	}
	out.groups = len(ids)
	return out
}

// exceptions is how many of the first n rows must be left out for the groups of a to tell b, and how many rows have
// both.
func exceptions(a grouping, b *sampled, n int) (out, rows int) {
	type slot struct {
		key uint64
		n   int32
	}
	size := 16
	for size < 2*min(n, len(a.codes)) {
		size *= 2
	}
	table, most := make([]slot, size), make([]int32, a.groups+1)
	for i, x := range a.codes[:min(n, len(a.codes))] {
		y := b.codes[i]
		if x == 0 || y == 0 {
			continue
		}
		rows++
		k := uint64(x)<<32 | uint64(y)
		j := k * 0x9e3779b97f4a7c15 >> 32 & uint64(size-1)
		for table[j].key != 0 && table[j].key != k {
			j = (j + 1) & uint64(size-1)
		}
		table[j].key = k
		table[j].n++
		most[x] = max(most[x], table[j].n)
	}
	kept := 0
	for _, m := range most {
		kept += int(m)
	}
	return rows - kept, rows
}

// tells reports whether a tells b, but for one row in a hundred: not trivially, since groups have several rows, and not
// because nearly all of b is one value.
func tells(a grouping, b *sampled) (ppm, rows int64, ok bool) {
	if a.rows-a.groups < max(10, a.rows/5) || b.distinct < 2 {
		return 0, 0, false
	}
	out, n := exceptions(a, b, dependScreen)
	if out*20 > n {
		return 0, 0, false
	}
	out, n = exceptions(a, b, len(a.codes))
	if n-a.groups < max(10, n/5) {
		return 0, 0, false
	}
	mode := slices.Max(b.counts)
	chance := int64(b.values-int(mode)) * 1_000_000 / int64(b.values)
	ppm = int64(out) * 1_000_000 / int64(n)
	return ppm, int64(n), ppm <= dependErrorPPM && chance >= 20_000 && chance >= 5*ppm
}

// dependencies finds which columns tell others, alone or in twos.
func dependencies(p *Profile, cols []*sampled) (out []Dependency, limited bool) {
	var use []*sampled
	for _, v := range cols {
		if v.distinct >= 2 {
			use = append(use, v)
		}
	}
	use, limited = fullest(use, dependColumns)
	single := make([][]Dependency, len(use))
	holds := make([][]bool, len(use))
	name := func(v *sampled) string { return p.Columns[v.index].Name }
	share(len(use), func(i int) {
		a := use[i]
		holds[i] = make([]bool, len(use))
		for j, b := range use {
			// a must have about as many values as b at least
			if i == j || a.distinct+a.distinct/10+5 < b.distinct {
				continue
			}
			if ppm, rows, ok := tells(a.grouping(), b); ok {
				holds[i][j] = true
				single[i] = append(single[i], Dependency{[]string{name(a)}, name(b), ppm, rows})
			}
		}
	})
	for _, d := range single {
		out = append(out, d...)
	}
	var few []int // columns that two of may tell a third
	for i, v := range use {
		if v.distinct*10 <= v.values {
			few = append(few, i)
		}
	}
	if len(few) > dependPairs {
		limited = true
		slices.SortStableFunc(few, func(a, b int) int { return cmp.Compare(use[b].distinct, use[a].distinct) })
		few = few[:dependPairs]
		slices.Sort(few)
	}
	var pairs [][2]int
	for i, a := range few {
		for _, b := range few[i+1:] {
			if !holds[a][b] && !holds[b][a] {
				pairs = append(pairs, [2]int{a, b})
			}
		}
	}
	double := make([][]Dependency, len(pairs))
	share(len(pairs), func(k int) {
		i, j := pairs[k][0], pairs[k][1]
		if use[i].distinct*use[j].distinct > len(use[i].codes) {
			return
		}
		g := join(use[i].grouping(), use[j].grouping())
		for t, b := range use {
			if t == i || t == j || holds[i][t] || holds[j][t] || b.distinct > g.groups {
				continue
			}
			if ppm, rows, ok := tells(g, b); ok {
				double[k] = append(double[k], Dependency{[]string{name(use[i]), name(use[j])}, name(b), ppm, rows})
			}
		}
	})
	for _, d := range double {
		out = append(out, d...)
	}
	slices.SortStableFunc(out, func(a, b Dependency) int {
		return cmp.Or(cmp.Compare(len(a.Determinants), len(b.Determinants)), cmp.Compare(a.ErrorPPM, b.ErrorPPM))
	})
	if len(out) > dependShown {
		out, limited = out[:dependShown], true
	}
	return append([]Dependency{}, out...), limited
}
