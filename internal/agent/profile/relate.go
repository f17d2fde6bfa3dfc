package profile

import (
	"cmp"
	"math/bits"
	"slices"
)

// relate fills in what rests on the sample of rows.
func (b *Builder) relate(p *Profile, local *Local, all []*column, s *Sample) {
	keep := related(p)
	cols := make([]*sampled, len(p.Columns))
	standIns := make([]int64, len(p.Columns))
	shareWith(len(cols), func(k *scratch, i int) {
		c := &p.Columns[i]
		v := k.readSample(s, i, c.Type, c.Time != nil && c.Time.DayOrder == "day_first", &b.plans[i])
		c.Patterns = v.patterns(s)
		c.distribution(all[i], v, k)
		standIns[i] = c.standIns(all[i], v, s)
		if l := &local.Columns[i]; !l.TopExact {
			l.Top = v.top(s, c.Values)
		}
		if keep[i] {
			cols[i] = k.keep()
		}
		all[i], b.plans[i].values = nil, nil // a wide table's are much
	})
	cols = slices.DeleteFunc(cols, func(v *sampled) bool { return v == nil })
	var limited [3]bool
	p.Correlations, limited[0] = correlations(p, cols)
	p.Dependencies, limited[1] = dependencies(p, cols)
	p.MissingMatrix, limited[2] = b.missingMatrix(p, cols)
	p.Keys = keys(p, cols)
	p.Limited = limited[0] || limited[1] || limited[2] || len(cols) < len(p.Columns)
	p.Alerts = p.alerts(standIns)
}

// relatedColumns is how many columns are held side by side.
const relatedColumns = 256

// related are the columns that are compared with others: in a wide table those that have most values and most of them
// different.
func related(p *Profile) []bool {
	order := make([]int, len(p.Columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &p.Columns[i], &p.Columns[j]
		return cmp.Or(cmp.Compare(b.Values, a.Values), cmp.Compare(b.Distinct, a.Distinct))
	})
	keep := make([]bool, len(order))
	for _, i := range order[:min(len(order), relatedColumns)] {
		keep[i] = true
	}
	return keep
}

// matrixColumns is how many columns a matrix of missing values covers.
const matrixColumns = 50

// missingMatrix covers the columns that miss most.
func (b *Builder) missingMatrix(p *Profile, cols []*sampled) (m MissingMatrix, limited bool) {
	var use []*sampled
	for _, v := range cols {
		if p.Columns[v.index].Missing > 0 {
			use = append(use, v)
		}
	}
	if len(use) > matrixColumns {
		limited = true
		slices.SortStableFunc(use, func(a, b *sampled) int {
			return cmp.Compare(p.Columns[b.index].Missing, p.Columns[a.index].Missing)
		})
		use = use[:matrixColumns]
		slices.SortFunc(use, func(a, b *sampled) int { return cmp.Compare(a.index, b.index) })
	}
	m = MissingMatrix{Columns: []string{}, Together: [][]int64{}, SegmentRows: append([]int64{}, b.sequence.segments...),
		SegmentsMissing: [][]int64{}}
	sets := make([][]uint64, len(use))
	for k, v := range use {
		i := v.index
		m.Columns = append(m.Columns, p.Columns[i].Name)
		sets[k] = make([]uint64, len(v.codes)/64+1)
		for r, code := range v.codes {
			if code == 0 {
				sets[k][r/64] |= 1 << (r % 64)
			}
		}
		missing := make([]int64, len(b.sequence.segments))
		for s := range missing {
			missing[s] = b.sequence.missing[s][i]
		}
		m.SegmentsMissing = append(m.SegmentsMissing, missing)
	}
	for i := range sets {
		row := make([]int64, len(sets))
		for j := range sets {
			for w := range sets[i] {
				row[j] += int64(bits.OnesCount64(sets[i][w] & sets[j][w]))
			}
		}
		m.Together = append(m.Together, row)
	}
	return m, limited
}

// keyColumns is how many columns are tried in pairs as a key.
const keyColumns = 12

// keys are single columns that tell every row apart, or where there is none pairs that do in a table small enough to be
// its own sample.
func keys(p *Profile, cols []*sampled) [][]string {
	out := [][]string{}
	for _, c := range p.Columns {
		if c.Key == "unique" {
			out = append(out, []string{c.Name})
		}
	}
	if len(out) > 0 || p.SampleRows != p.Rows || p.Rows < 2 {
		return out
	}
	use := slices.DeleteFunc(slices.Clone(cols), func(v *sampled) bool { return int64(v.values) < p.Rows })
	slices.SortStableFunc(use, func(a, b *sampled) int { return cmp.Compare(b.distinct, a.distinct) })
	use = use[:min(len(use), keyColumns)]
	for i, a := range use {
		for _, b := range use[i+1:] {
			if int64(a.distinct)*int64(b.distinct) >= p.Rows && int64(join(a.grouping(), b.grouping()).groups) == p.Rows {
				names := []string{p.Columns[a.index].Name, p.Columns[b.index].Name}
				if a.index > b.index {
					slices.Reverse(names)
				}
				out = append(out, names)
			}
		}
	}
	return out
}
