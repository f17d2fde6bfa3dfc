package profile

import (
	"cmp"
	"math/bits"
	"slices"
)

// relate fills in what rests on the sample of rows.
func (b *Builder) relate(p *Profile, local *Local, all []*column, s *Sample) {
	cols := columnsOf(p, b.plans, s)
	share(len(cols), func(i int) {
		c := &p.Columns[i]
		c.Patterns = cols[i].patterns(s)
		c.distribution(all[i], cols[i])
		if l := &local.Columns[i]; !l.TopExact {
			l.Top = cols[i].top(s, c.Values)
		}
	})
	var limited [3]bool
	p.Correlations, limited[0] = correlations(p, cols)
	p.Dependencies, limited[1] = dependencies(p, cols)
	p.MissingMatrix, limited[2] = b.missingMatrix(p, cols)
	p.Keys = keys(p, cols)
	p.Limited = limited[0] || limited[1] || limited[2]
	p.Alerts = b.alerts(p, all, cols, s)
}

// matrixColumns is how many columns a matrix of missing values covers.
const matrixColumns = 50

// missingMatrix covers the columns that miss most.
func (b *Builder) missingMatrix(p *Profile, cols []*sampled) (m MissingMatrix, limited bool) {
	var use []int
	for i, c := range p.Columns {
		if c.Missing > 0 {
			use = append(use, i)
		}
	}
	if len(use) > matrixColumns {
		limited = true
		slices.SortStableFunc(use, func(i, j int) int { return cmp.Compare(p.Columns[j].Missing, p.Columns[i].Missing) })
		use = use[:matrixColumns]
		slices.Sort(use)
	}
	m = MissingMatrix{Columns: []string{}, Together: [][]int64{}, SegmentRows: append([]int64{}, b.sequence.segments...),
		SegmentsMissing: [][]int64{}}
	sets := make([][]uint64, len(use))
	for k, i := range use {
		m.Columns = append(m.Columns, p.Columns[i].Name)
		sets[k] = make([]uint64, len(cols[i].codes)/64+1)
		for r, code := range cols[i].codes {
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
