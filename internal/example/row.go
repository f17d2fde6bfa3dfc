package example

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"time"

	"shurong.org/shurong/daycount"
)

// row is one row being made: its cells as text in one buffer, reused from row to row.
type row struct {
	buf  []byte
	ends []int
}

func (r *row) reset() { r.buf, r.ends = r.buf[:0], r.ends[:0] }

func (r *row) end() { r.ends = append(r.ends, len(r.buf)) }

func (r *row) cell(i int) []byte {
	from := 0
	if i > 0 {
		from = r.ends[i-1]
	}
	return r.buf[from:r.ends[i]]
}

func (r *row) null() { r.end() }

func (r *row) str(parts ...string) {
	for _, p := range parts {
		r.buf = append(r.buf, p...)
	}
	r.end()
}

func (r *row) int(n int) {
	r.buf = strconv.AppendInt(r.buf, int64(n), 10)
	r.end()
}

// code writes a prefix and a number padded with zeros.
func (r *row) code(prefix string, n, width int) {
	r.buf = append(r.buf, prefix...)
	r.buf = padded(r.buf, n, width)
	r.end()
}

// hex writes a prefix and 8 hexadecimal digits.
func (r *row) hex(prefix string, n uint32) {
	const digits = "0123456789ABCDEF"
	r.buf = append(r.buf, prefix...)
	for shift := 28; shift >= 0; shift -= 4 {
		r.buf = append(r.buf, digits[n>>shift&15])
	}
	r.end()
}

// fixed writes n ÷ 10^places with all its decimals.
func (r *row) fixed(n, places int) {
	if n < 0 {
		r.buf, n = append(r.buf, '-'), -n
	}
	scale := 1
	for range places {
		scale *= 10
	}
	r.buf = strconv.AppendInt(r.buf, int64(n/scale), 10)
	r.buf = append(r.buf, '.')
	r.buf = padded(r.buf, n%scale, places)
	r.end()
}

// instant and date write seconds since 1970, read as Chinese time.
func (r *row) instant(sec int64) {
	r.buf = time.Unix(sec, 0).UTC().AppendFormat(r.buf, time.DateTime)
	r.end()
}

func (r *row) date(sec int64) {
	r.buf = time.Unix(sec, 0).UTC().AppendFormat(r.buf, time.DateOnly)
	r.end()
}

func padded(b []byte, n, width int) []byte {
	size := 1
	for p := 10; p <= n; p *= 10 {
		size++
	}
	for ; size < width; size++ {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// gen makes the rows of one table.
type gen struct {
	*rand.Rand
	n       int   // rows of the table as first registered
	row     int   // which row is being made
	at      int64 // when it came, in seconds since 1970 read as Chinese time
	variant int   // 0: the company's own; 1: rows of the same kind from elsewhere
}

// newGen seeds a generator from the example's seed and the stream's name, so that tables do not depend on one another.
func newGen(seed uint64, stream string, n int) *gen {
	h := fnv.New64a()
	h.Write([]byte(stream))
	return &gen{Rand: rand.New(rand.NewPCG(seed, h.Sum64())), n: n}
}

var (
	firstSecond = int64(From.Sub(epoch)) * 86400
	lastSecond  = int64(Until.Sub(epoch)+1) * 86400
	epoch       = daycount.NewDate(1970, 1, 1)
)

// begin moves on to row i and draws its instant within the row's share of the period.
func (g *gen) begin(i int) {
	span := (lastSecond - firstSecond) * 1000
	step := span / int64(g.n)
	g.row, g.at = i, firstSecond+(int64(i)*step+g.Int64N(step))/1000
}

// chance is true in permille of 1000 cases.
func (g *gen) chance(permille int) bool { return g.IntN(1000) < permille }

// bell is roughly normal around mean, never further than spread from it.
func (g *gen) bell(mean, spread int) int {
	return mean - spread + (g.IntN(2*spread+1)+g.IntN(2*spread+1)+g.IntN(2*spread+1)+g.IntN(2*spread+1))/4
}

// skewed is between 0 and n−1, small numbers far more often.
func (g *gen) skewed(n int) int { return g.IntN(g.IntN(g.IntN(n)+1) + 1) }

func (g *gen) pick(words []string) string { return words[g.IntN(len(words))] }

// scramble is a bijection of 32-bit numbers: running numbers that do not look so.
func scramble(n uint32) uint32 {
	n ^= 0x9e3779b9 // or nought would stay nought
	n = (n ^ n>>16) * 0x7feb352d
	n = (n ^ n>>15) * 0x846ca68b
	return n ^ n>>16
}
