package index

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

// The benchmark's world. An asset's rows lie on a line by the hash of their key; a sketch keeps the 256 lowest, with a
// tag for each of the row's other columns, and the index the 64 lowest with one tag each. So two sketches have a row in
// common exactly if both assets hold it and it is low enough in both, as with real ones.
const (
	sketchRows = 256
	columns    = 5
	// Beside its own, an asset holds tags by accident: three of a few hubs that very many hold, three of values that
	// some two hundred hold, and one that it shares with four others.
	hubs, holders, accidental = 50, 200, 5
)

// world is how many assets there are.
type world uint64

// row is one of a sketch's rows: where its key's hash lies, whose row it is, and which of that asset's.
type row struct {
	at    float64
	owner uint64
	n     uint64
}

func (r row) tag(column int) uint64 { return mix(r.owner<<24^r.n<<4^uint64(column)) | 1<<63 }

// mix is the finaliser of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// line walks an asset's rows by ascending hash: distances on the line are exponential.
type line struct {
	owner, n uint64
	rows     float64
	at       float64
}

func newLine(owner uint64) *line {
	// From 10³ to 10⁷ rows.
	return &line{owner: owner, rows: math.Pow(10, 3+4*float64(mix(owner^0xabc)>>11)/(1<<53))}
}

func (l *line) next() row {
	u := (float64(mix(l.owner<<24^l.n<<4^0xf)>>11) + 1) / (1 << 53)
	l.at -= math.Log(u) / l.rows
	l.n++
	return row{l.at, l.owner, l.n - 1}
}

// accidents are tags that have nothing to do with an asset's own rows.
func (w world) accidents(owner uint64) []uint64 {
	commons := 3*uint64(w)/holders + 1
	out := []uint64{mix(owner/accidental) &^ (1 << 63)}
	for i := range uint64(3) {
		out = append(out, mix(mix(owner^i<<40)%hubs+1e12)&^(1<<63), mix(mix(owner^i<<41)%commons+2e12)&^(1<<63))
	}
	return out
}

// entered are the tags that an asset is entered with.
func (w world) entered(owner uint64) []uint64 {
	out := w.accidents(owner)
	for n := uint64(0); len(out) < MaxPostings; n++ {
		out = append(out, row{owner: owner, n: n}.tag(int(n)%columns))
	}
	return out
}

// sketchOf is an asset's sketch.
func sketchOf(owner uint64) []row {
	l := newLine(owner)
	out := make([]row, sketchRows)
	for i := range out {
		out[i] = l.next()
	}
	return out
}

// copied is the sketch of an asset that holds a share of a registered one's rows, and fresh rows to size times as many.
func copied(rng *rand.Rand, owner, fresh uint64, kept, size float64) []row {
	l := newLine(owner)
	old := *l
	added := line{owner: fresh, rows: old.rows * max(size-kept, 0)}
	var out []row
	f, r := added.next(), l.next()
	for len(out) < sketchRows {
		if added.rows > 0 && f.at < r.at {
			out = append(out, f)
			f = added.next()
			continue
		}
		if rng.Float64() < kept {
			out = append(out, r)
		}
		r = l.next()
	}
	return out
}

func tagsOf(rows []row, dropped int) []uint64 {
	var out []uint64
	for _, r := range rows {
		for c := dropped; c < columns; c++ {
			out = append(out, r.tag(c))
		}
	}
	return out
}

// rings is the full comparison: at least three rows in common below the lower of the two ends, and a tenth of them.
func rings(a, b []row) bool {
	end := min(a[len(a)-1].at, b[len(b)-1].at)
	in := map[[2]uint64]bool{}
	na, nb, both := 0, 0, 0
	for _, r := range a {
		if r.at <= end {
			na++
			in[[2]uint64{r.owner, r.n}] = true
		}
	}
	for _, r := range b {
		if r.at <= end {
			nb++
			if in[[2]uint64{r.owner, r.n}] {
				both++
			}
		}
	}
	return both >= 3 && 10*both >= min(na, nb)
}

// BenchmarkNational builds an index of SHURONG_SIMILARITY_ASSETS assets (a million if unset) and asks it. It prints recall by
// how the copy was made, false alarms, times and sizes.
func BenchmarkNational(b *testing.B) {
	n := uint64(1_000_000)
	if v, err := strconv.ParseUint(os.Getenv("SHURONG_SIMILARITY_ASSETS"), 10, 32); err == nil && v >= 1000 {
		n = v
	}
	ix, _, err := Open(Options{Dir: b.TempDir(), FlushPostings: 1 << 23})
	if err != nil {
		b.Fatal(err)
	}
	started := time.Now()
	for i := range n {
		if err := ix.Add(i, world(n).entered(i)); err != nil {
			b.Fatal(err)
		}
		if i%1024 == 1023 || i == n-1 {
			if err := ix.Advance(i+1, [32]byte{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := ix.Save(); err != nil {
		b.Fatal(err)
	}
	ix.merging.Wait()
	built := time.Since(started)
	st := ix.Stats()
	fmt.Printf("\n%d assets × %d tags: built in %.0f s, %d segments, %.0f bytes an asset, heap %d MB, resident %d MB\n",
		n, MaxPostings, built.Seconds(), st.Segments, float64(st.Bytes)/float64(n), heap(), resident())
	runtime.LockOSThread() // processor reads the thread's
	defer runtime.UnlockOSThread()
	w := &trial{ix: ix, n: n, rng: rand.New(rand.NewPCG(2026, 11))}
	recall := w.recall()
	alarms, looked := w.strangers(10_000)
	at := func(times []time.Duration, p float64) float64 {
		slices.Sort(times)
		return float64(times[int(p*float64(len(times)-1))].Microseconds()) / 1000
	}
	for what, times := range map[string][]time.Duration{"processor": w.busy, "clock": w.times} {
		fmt.Printf("%d queries of 640–1,280 tags, by the %s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, longest %.2f ms\n",
			len(times), what, at(times, .5), at(times, .9), at(times, .99), at(times, 1))
	}
	fmt.Printf("strangers: %.4f %% ring; %.2f assets compared in full for one query\n", 100*alarms, looked)
	for b.Loop() {
		target := w.rng.Uint64N(n)
		ix.Query(tagsOf(sketchOf(target), 0), n)
	}
	// After the loop, whose start clears them.
	b.ReportMetric(1e4*(1-recall), "missed/10,000")
	b.ReportMetric(100*alarms, "%false")
	b.ReportMetric(at(w.busy, .99), "p99-cpu-ms")
	b.ReportMetric(float64(st.Bytes)/float64(n), "B/asset")
	if err := errors.Join(ix.Close()); err != nil {
		b.Fatal(err)
	}
}

// trial asks an index and counts.
type trial struct {
	ix    *Index
	n     uint64
	rng   *rand.Rand
	times []time.Duration // by the clock, which other programs slow down
	busy  []time.Duration // of the processor, waiting for memory included
}

// ask returns whether anything rings and how much had to be compared in full. target is the asset that should; n is none.
func (w *trial) ask(sketch []row, tags []uint64, target uint64) (found bool, compared int) {
	started, busy := time.Now(), processor()
	a := w.ix.Query(tags, w.n)
	w.times, w.busy = append(w.times, time.Since(started)), append(w.busy, processor()-busy)
	for _, h := range a.Hits {
		if h.AmberOnly() {
			continue
		}
		compared++
		if rings(sketch, sketchOf(h.Position)) && (h.Position == target || target == w.n) {
			found = true
		}
	}
	return found, compared
}

// recall plants copies whose containment is at least one half in one direction.
func (w *trial) recall() float64 {
	fmt.Printf("%-66s %8s\n", "copy of a registered asset", "recall")
	all, found := 0, 0
	for _, x := range []struct {
		name       string
		kept, size float64 // share of the original's rows that the copy holds; its size as a share of the original's
		dropped    int
		counts     bool // towards the figure: containment ≥ 0.5 and no more than ten times smaller or larger
	}{
		{"the same", 1, 1, 0, true},
		{"the same, two of five columns dropped", 1, 1, 2, true},
		{"half of its rows, half fresh", 0.5, 1, 0, true},
		{"half of its rows, half fresh, two of five columns dropped", 0.5, 1, 2, true},
		{"a half of it", 0.5, 0.5, 0, true},
		{"half of it and as many fresh rows, one column dropped", 0.5, 1, 1, true},
		{"it within three times as many rows", 1, 3, 0, true},
		{"it within ten times as many rows", 1, 10, 0, true},
		{"half of it within five times as many rows", 0.5, 5, 0, true},
		{"a fifth of it", 0.2, 0.2, 0, true},
		{"a fifth of it, and as many fresh rows", 0.2, 0.4, 0, true},
		{"a tenth of it", 0.1, 0.1, 0, true},
		{"a twentieth of it", 0.05, 0.05, 0, false},
		{"3 % of it", 0.03, 0.03, 0, false},
		{"it within thirty times as many rows", 1, 30, 0, false},
	} {
		const trials = 1000
		hit := 0
		for i := range uint64(trials) {
			target := w.rng.Uint64N(w.n)
			s := copied(w.rng, target, w.n+i+1<<36, x.kept, x.size)
			tags := append(tagsOf(s, x.dropped), world(w.n).accidents(w.rng.Uint64N(w.n))...)
			if ok, _ := w.ask(s, tags, target); ok {
				hit++
			}
		}
		fmt.Printf("%-66s %8.4f\n", x.name, float64(hit)/trials)
		if x.counts {
			all, found = all+trials, found+hit
		}
	}
	r := float64(found) / float64(all)
	fmt.Printf("%-66s %8.4f\n", "together, containment ≥ 0.5 and sizes within a factor of ten", r)
	return r
}

// strangers asks with assets that nobody registered. They hold common tags, and one by accident, as all do.
func (w *trial) strangers(trials uint64) (alarms, compared float64) {
	rang, looked := 0, 0
	for i := range trials {
		s := sketchOf(1<<38 + i)
		tags := append(tagsOf(s, 0), world(w.n).accidents(w.rng.Uint64N(w.n))...)
		found, n := w.ask(s, tags, w.n)
		if found {
			rang++
		}
		looked += n
	}
	return float64(rang) / float64(trials), float64(looked) / float64(trials)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse >> 20
}

// resident is the process's memory with the mapped files that are in it, where the system tells.
func resident() uint64 {
	b, err := os.ReadFile("/proc/self/statm")
	var total, pages uint64
	if err != nil {
		return 0
	}
	_, _ = fmt.Sscan(string(b), &total, &pages)
	return pages * uint64(os.Getpagesize()) >> 20
}
