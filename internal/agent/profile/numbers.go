package profile

import "math"

// numbers is what of a column's numbers does not depend on their order.
type numbers struct {
	n, zeros, negatives int64
	least, greatest     float64
	bits                bool // something other than 0 and 1 was met
}

func (s *numbers) add(x float64, n int64) {
	if s.n == 0 {
		s.least, s.greatest = x, x
	}
	s.n += n
	s.least, s.greatest = min(s.least, x), max(s.greatest, x)
	if x == 0 {
		s.zeros += n
	} else if x < 0 {
		s.negatives += n
	}
	if x != 0 && x != 1 {
		s.bits = true
	}
}

func (s *numbers) merge(o *numbers) {
	if o.n == 0 {
		return
	}
	if s.n == 0 {
		*s = *o
		return
	}
	s.n += o.n
	s.zeros += o.zeros
	s.negatives += o.negatives
	s.least, s.greatest = min(s.least, o.least), max(s.greatest, o.greatest)
	s.bits = s.bits || o.bits
}

// moments are power sums around a number that all blocks share, which keeps the digits of large numbers that differ
// little. Sums of floating-point numbers depend on their order: a block's are made in the order of its rows, and blocks
// are added in theirs.
type moments struct {
	n              int64
	s1, s2, s3, s4 float64
}

func (m *moments) add(d float64) {
	m.n++
	// The conversions forbid fused operations, so that every processor gives the same digits.
	d2 := float64(d * d)
	m.s1 += d
	m.s2 += d2
	m.s3 += float64(d2 * d)
	m.s4 += float64(d2 * d2)
}

func (m *moments) merge(o *moments) {
	m.n += o.n
	m.s1 += o.s1
	m.s2 += o.s2
	m.s3 += o.s3
	m.s4 += o.s4
}

// standard are mean, standard deviation of the values as a sample, skewness and excess kurtosis.
func (m *moments) standard(base float64) (mean, deviation, skew, kurtosis float64) {
	n := float64(m.n)
	a := m.s1 / n
	mean = base + a
	v := max(0, m.s2/n-a*a)
	if m.n > 1 {
		deviation = math.Sqrt(v * n / (n - 1))
	}
	if v > 0 && v > 1e-12*m.s2/n {
		m3 := m.s3/n - 3*a*m.s2/n + 2*a*a*a
		m4 := m.s4/n - 4*a*m.s3/n + 6*a*a*m.s2/n - 3*a*a*a*a
		skew, kurtosis = m3/(v*math.Sqrt(v)), m4/(v*v)-3
	}
	return mean, deviation, skew, kurtosis
}

// times gathers instants under both readings of dates like 03/04/2026.
type times struct {
	n                            int64
	first, last                  int64
	swappedFirst, swappedLast    int64
	onlyMonthFirst, onlyDayFirst int64
	timed                        int64
	// rows by day; of dates like 3/4/2026, month first and day first
	days, monthFirst, dayFirst dayCounts
	newest, swappedNewest      int64 // the latest that is not after the measurement; math.MinInt64 is none
}

func (t *times) add(w *instant, n int64, short bool, until int64) {
	if t.n == 0 {
		t.first, t.last, t.swappedFirst, t.swappedLast = w.sec, w.sec, w.swapped, w.swapped
		t.newest, t.swappedNewest = math.MinInt64, math.MinInt64
	}
	t.n += n
	t.first, t.last = min(t.first, w.sec), max(t.last, w.sec)
	if w.sec <= until {
		t.newest = max(t.newest, w.sec)
	}
	if w.timed {
		t.timed += n
	}
	t.swappedFirst, t.swappedLast = min(t.swappedFirst, w.swapped), max(t.swappedLast, w.swapped)
	if w.swapped <= until {
		t.swappedNewest = max(t.swappedNewest, w.swapped)
	}
	if !short {
		t.days.add(floorDay(w.sec), n)
	} else {
		t.monthFirst.add(floorDay(w.sec), n)
		t.dayFirst.add(floorDay(w.swapped), n)
		switch {
		case w.monthFirst && !w.dayFirst:
			t.onlyMonthFirst += n
		case w.dayFirst && !w.monthFirst:
			t.onlyDayFirst += n
		}
	}
}

func (t *times) merge(o *times) {
	if o.n == 0 {
		return
	}
	if t.n == 0 {
		t.first, t.last, t.swappedFirst, t.swappedLast = o.first, o.last, o.swappedFirst, o.swappedLast
		t.newest, t.swappedNewest = o.newest, o.swappedNewest
	}
	t.n += o.n
	t.first, t.last = min(t.first, o.first), max(t.last, o.last)
	t.swappedFirst, t.swappedLast = min(t.swappedFirst, o.swappedFirst), max(t.swappedLast, o.swappedLast)
	t.newest, t.swappedNewest = max(t.newest, o.newest), max(t.swappedNewest, o.swappedNewest)
	t.onlyMonthFirst += o.onlyMonthFirst
	t.onlyDayFirst += o.onlyDayFirst
	t.timed += o.timed
	t.days.merge(&o.days)
	t.monthFirst.merge(&o.monthFirst)
	t.dayFirst.merge(&o.dayFirst)
}

func floorDay(sec int64) int64 {
	if sec < 0 {
		sec -= daySeconds - 1
	}
	return sec / daySeconds
}

// dayCounts counts rows by day, from 1900 to 2100; others are only numbered.
type dayCounts struct {
	from    int64 // day that counts begins with
	counts  []uint32
	outside int64
	later   int64 // of them, after 2100
}

var earliestDay, latestDay = int64(monthTable[0].first), int64(monthTable[len(monthTable)-1].first) + 30

func (d *dayCounts) add(day, n int64) {
	if i := day - d.from; i >= 0 && i < int64(len(d.counts)) {
		d.counts[i] += uint32(n)
		return
	}
	if day < earliestDay || day > latestDay {
		d.outside += n
		if day > latestDay {
			d.later += n
		}
		return
	}
	d.reach(day, day)
	d.counts[day-d.from] += uint32(n)
}

// reach makes room for the days from first to last, and for a year more on either side that grows.
func (d *dayCounts) reach(first, last int64) {
	from, to := d.from, d.from+int64(len(d.counts))
	if len(d.counts) == 0 {
		from, to = first, first
	}
	if first < from {
		from = max(earliestDay, first-366)
	}
	if last >= to {
		to = min(latestDay, last+366) + 1
	}
	if from == d.from && to == d.from+int64(len(d.counts)) {
		return
	}
	counts := make([]uint32, to-from)
	if len(d.counts) > 0 {
		copy(counts[d.from-from:], d.counts)
	}
	d.from, d.counts = from, counts
}

func (d *dayCounts) merge(o *dayCounts) {
	d.outside += o.outside
	d.later += o.later
	if len(o.counts) == 0 {
		return
	}
	d.reach(o.from, o.from+int64(len(o.counts))-1)
	for i, n := range o.counts {
		d.counts[o.from-d.from+int64(i)] += n
	}
}
