package profile

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"shurong.org/shurong/internal/traits"
)

// sampled is one column of the sample of rows.
type sampled struct {
	index    int
	codes    []uint32 // number of the row's value, from 1 in order of first appearance; 0 is none
	counts   []int32  // cells of each value, by number
	first    []int32  // row in which each came first
	numbers  []float64
	sorted   []float64 // numbers that are there
	distinct int
	values   int
}

// readSample reads a column of the sample: its values numbered, and as numbers if the column holds such or times. What
// it returns is valid until the next is read, unless it is kept.
func (k *scratch) readSample(s *Sample, index int, kind string, dayFirst bool, plan *plan) *sampled {
	n := s.Rows()
	v := &k.column
	v.index, v.values = index, 0
	v.codes = append(v.codes[:0], make([]uint32, n)...)
	v.counts, v.first, v.sorted = append(v.counts[:0], 0), append(v.first[:0], 0), v.sorted[:0]
	numeric, timed := kind == "integer" || kind == "decimal", kind == "date" || kind == "datetime"
	v.numbers = nil
	if numeric || timed {
		if len(k.floats) < n {
			k.floats = make([]float64, n)
		}
		v.numbers = k.floats[:n]
	}
	if k.hashes == nil {
		size := 16
		for size < 2*n {
			size *= 2
		}
		k.hashes, k.numbers = make([]uint64, size), make([]uint32, size)
	}
	clear(k.numbers)
	hashes, table, mask := k.hashes, k.numbers, uint64(len(k.hashes)-1)
	c := column{plan: plan}
	for r := range n {
		b := s.Cell(r, index)
		if v.numbers != nil {
			v.numbers[r] = math.NaN()
		}
		if len(b) == 0 {
			continue
		}
		var m reading
		h, class := traits.Of(b)
		if v.numbers != nil || len(b) <= longestMarker || b[0] <= ' ' || b[0] == 0xe3 || b[0] == 0xc2 {
			if m = c.read(b, class); m.kind <= Blank {
				continue
			}
		}
		i := h & mask
		for table[i] != 0 && hashes[i] != h {
			i = (i + 1) & mask
		}
		if table[i] == 0 {
			table[i], hashes[i] = uint32(len(v.counts)), h
			v.counts, v.first = append(v.counts, 0), append(v.first, int32(r))
		}
		v.codes[r] = table[i]
		v.counts[table[i]]++
		v.values++
		if x, ok := m.value(numeric, timed, dayFirst); ok {
			v.numbers[r] = x
			v.sorted = append(v.sorted, x)
		}
	}
	v.distinct = len(v.counts) - 1
	slices.Sort(v.sorted)
	return v
}

// longestMarker is the longest word for nothing, in bytes; isMarker knows them.
const longestMarker = 6

// value is a reading as a number: that of a number, or the seconds of a time.
func (r *reading) value(numeric, timed, dayFirst bool) (float64, bool) {
	switch {
	case numeric && (r.kind == Integer || r.kind == Decimal):
		return r.num, true
	case timed && (r.kind == Date || r.kind == DateTime || r.compact || r.epoch):
		if dayFirst {
			return float64(r.when.swapped), true
		}
		return float64(r.when.sec), true
	}
	return 0, false
}

// top are the sample's most frequent values, reckoned up to all values of the column.
func (v *sampled) top(s *Sample, all int64) []TopValue {
	out := []TopValue{}
	for code, n := range v.counts {
		if n > 1 {
			out = append(out, TopValue{Value: string(clip(s.Cell(int(v.first[code]), v.index))), Count: int64(n)})
		}
	}
	out = firstOf(out)
	for i := range out {
		out[i].Count = int64(math.Round(float64(out[i].Count) / float64(v.values) * float64(all)))
	}
	return out
}

// scratch is what one goroutine needs for reading columns of the sample, one after the other.
type scratch struct {
	hashes  []uint64
	numbers []uint32
	ordered []weighted
	floats  []float64
	column  sampled
}

// keep hands over the column that was read last: the next gets room of its own.
func (k *scratch) keep() *sampled {
	v := k.column
	if k.column = (sampled{}); v.numbers != nil {
		k.floats = nil
	}
	return &v
}

// share does n independent tasks on all cores.
func share(n int, task func(int)) { shareWith(n, func(_ *scratch, i int) { task(i) }) }

// shareWith is share with room for each goroutine's own use.
func shareWith(n int, task func(*scratch, int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			k := new(scratch)
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				task(k, i)
			}
		})
	}
	wg.Wait()
}

// patternsShown is how many ways of writing are reported, each cut to patternLength characters.
const (
	patternsShown = 10
	patternLength = 48
	longRun       = 4 // a longer run of the same class is written with its length
)

// patterns are the commonest ways in which the column's values are written.
func (v *sampled) patterns(s *Sample) []Pattern {
	found := map[string]int64{}
	var buf []byte
	for code := 1; code < len(v.counts); code++ {
		buf = appendPattern(buf[:0], s.Cell(int(v.first[code]), v.index))
		found[string(buf)] += int64(v.counts[code])
	}
	all := make([]Pattern, 0, len(found))
	for p, n := range found {
		all = append(all, Pattern{p, n})
	}
	slices.SortFunc(all, func(a, b Pattern) int {
		if a.Count != b.Count {
			return int(b.Count - a.Count)
		}
		return strings.Compare(a.Pattern, b.Pattern)
	})
	return slices.Clone(all[:min(patternsShown, len(all))])
}
