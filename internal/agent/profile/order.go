package profile

import (
	"bytes"
	"sync"
)

// part is what one block says of one column that depends on the order of its rows. Parts are put together in the order
// of the blocks.
type part struct {
	nothing int64 // cells of no bytes
	missing int64 // those, and words for nothing, and blanks
	moments moments
	run     run
}

// run is the order of a block's values: whether each is at least, more than, at most, less than the one before, and the
// first and the last of them.
type run struct {
	kind        runKind
	out         outOf
	first, last mark
}

type runKind uint8

const (
	noRun runKind = iota
	numbersRun
	textsRun // of one length
)

// outOf says which orders do not hold.
type outOf uint8

const (
	notIncreasing outOf = 1 << iota
	notStrictlyIncreasing
	notDecreasing
	notStrictlyDecreasing
	noOrder = notIncreasing | notDecreasing | notStrictlyIncreasing | notStrictlyDecreasing
)

type mark struct {
	number float64
	text   []byte
}

// order follows the values of the present block. previous text aliases the batch.
type order struct {
	run
	lost bool // an earlier block of this worker has no order: that settles it for the table
}

func (o *order) broken() bool { return o.lost || o.out == noOrder }

func (o *order) number(x float64) {
	switch o.kind {
	case noRun:
		o.kind, o.first.number = numbersRun, x
	case numbersRun:
		o.out |= compared(x, o.last.number)
	default:
		o.out = noOrder
	}
	o.last.number = x
}

func compared(x, before float64) outOf {
	switch {
	case x > before:
		return notDecreasing | notStrictlyDecreasing
	case x < before:
		return notIncreasing | notStrictlyIncreasing
	case x == before:
		return notStrictlyIncreasing | notStrictlyDecreasing
	}
	return noOrder
}

func (o *order) text(cell []byte) {
	switch {
	case o.kind == noRun:
		o.kind, o.first.text = textsRun, cell
	case o.kind == textsRun && len(cell) == len(o.last.text):
		o.out |= compared(float64(bytes.Compare(cell, o.last.text)), 0)
	default:
		o.out = noOrder
	}
	o.last.text = cell
}

// end closes the block's run and begins the next.
func (p *part) end(o *order) {
	p.missing += p.nothing
	p.run = o.run
	if o.lost {
		p.run = run{out: noOrder}
	}
	p.run.first.text, p.run.last.text = bytes.Clone(o.first.text), bytes.Clone(o.last.text)
	o.lost = p.run.out == noOrder
	o.run = run{}
}

// follow puts the run of the next block after this one.
func (r *run) follow(next *run) {
	switch {
	case r.out == noOrder || next.out == noOrder:
		r.out = noOrder
	case next.kind == noRun:
	case r.kind == noRun:
		*r = *next
	case r.kind != next.kind || r.kind == textsRun && len(r.last.text) != len(next.first.text):
		r.out = noOrder
	default:
		at := compared(next.first.number, r.last.number)
		if r.kind == textsRun {
			at = compared(float64(bytes.Compare(next.first.text, r.last.text)), 0)
		}
		r.out |= next.out | at
		r.last = next.last
	}
}

func (r *run) name(values int64) string {
	switch {
	case r.kind == noRun || values < 2 || r.out == noOrder:
	case r.out&notStrictlyIncreasing == 0:
		return "strictly_increasing"
	case r.out&notStrictlyDecreasing == 0:
		return "strictly_decreasing"
	case r.out&(notIncreasing|notDecreasing) == 0: // all are equal
	case r.out&notIncreasing == 0:
		return "increasing"
	case r.out&notDecreasing == 0:
		return "decreasing"
	}
	return "none"
}

// maxSegments is how many consecutive parts of the table are told apart; beyond, neighbours are put together.
const maxSegments = 64

// sequence puts the parts of blocks together in the order of the blocks, whoever was faster.
type sequence struct {
	mu      sync.Mutex
	next    int
	waiting map[int]blockPart
	spare   [][]part

	columns  []part
	rows     int64
	starts   []int64 // rows before each block
	each     int     // blocks in a segment
	inLast   int     // blocks in the last segment
	segments []int64
	missing  [][]int64 // by segment and column
}

type blockPart struct {
	rows  int64
	parts []part
}

// parts are empty parts for one block.
func (s *sequence) parts() []part {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := len(s.spare); k > 0 {
		p := s.spare[k-1]
		s.spare = s.spare[:k-1]
		clear(p)
		return p
	}
	return make([]part, len(s.columns))
}

func (s *sequence) put(index int, b blockPart) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if index != s.next {
		s.waiting[index] = b
		return
	}
	for ok := true; ok; b, ok = s.waiting[s.next] {
		delete(s.waiting, s.next)
		s.next++
		s.enter(b)
		s.spare = append(s.spare, b.parts)
	}
}

func (s *sequence) enter(b blockPart) {
	s.starts = append(s.starts, s.rows)
	s.rows += b.rows
	if len(s.segments) == 0 || s.inLast == s.each {
		if len(s.segments) == maxSegments {
			s.halve()
		}
		if len(s.segments) == 0 || s.inLast == s.each {
			s.segments = append(s.segments, 0)
			s.missing = append(s.missing, make([]int64, len(s.columns)))
			s.inLast = 0
		}
	}
	s.inLast++
	last := len(s.segments) - 1
	s.segments[last] += b.rows
	for c := range b.parts {
		p := &b.parts[c]
		s.columns[c].missing += p.missing
		s.columns[c].moments.merge(&p.moments)
		s.columns[c].run.follow(&p.run)
		s.missing[last][c] += p.missing
	}
}

// halve puts neighbouring segments together.
func (s *sequence) halve() {
	for i := range maxSegments / 2 {
		s.segments[i] = s.segments[2*i] + s.segments[2*i+1]
		for c := range s.columns {
			s.missing[i][c] = s.missing[2*i][c] + s.missing[2*i+1][c]
		}
	}
	s.segments, s.missing = s.segments[:maxSegments/2], s.missing[:maxSegments/2]
	s.each *= 2
	s.inLast = s.each
}
