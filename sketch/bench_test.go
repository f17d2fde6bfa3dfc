package sketch

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
)

// block is a table whose cells lie in memory as a reader hands them over.
type block struct {
	rows, columns int
	cells         [][]byte
}

func (b *block) Rows() int            { return b.rows }
func (b *block) Cell(r, c int) []byte { return b.cells[r*b.columns+c] }
func inMemory(t *table, rows int) *block {
	b := &block{rows: rows, columns: len(t.names)}
	for i := range rows {
		for _, c := range t.rows[i%len(t.rows)] {
			b.cells = append(b.cells, []byte(c))
		}
	}
	return b
}

// mixed is a table like those the agent is measured on: ten columns of numbers, texts, codes and times.
func mixed(rng *rand.Rand, n int) *table {
	w := newWorld(1, 5000)
	t := &table{names: []string{"订单号", "手机号", "姓名", "城市", "下单时间", "金额", "数量", "评分", "支付方式", "备注"}}
	for range n {
		p := &w.people[rng.IntN(len(w.people))]
		t.rows = append(t.rows, []string{fmt.Sprintf("NJ%012X", rng.Uint64()>>16), p.mobile, p.name,
			[]string{"南京市", "苏州市", "无锡市", "常州市"}[rng.IntN(4)], w.moment(), fmt.Sprintf("%d.%02d", rng.IntN(9000),
				rng.IntN(100)),
			fmt.Sprint(rng.IntN(50)), fmt.Sprintf("%d.%d", rng.IntN(5), rng.IntN(10)), []string{"支付宝", "微信",
				"云闪付"}[rng.IntN(3)],
			[]string{"", "", "", "尽快送达"}[rng.IntN(4)]})
	}
	return t
}

// BenchmarkBlock reads blocks of a mixed table. The aim is a small part of 60 ns a cell, which is what the agent has
// for profile, scan, quality and sketch together.
func BenchmarkBlock(b *testing.B) {
	t := mixed(rand.New(rand.NewPCG(1, 1)), 200_000)
	var blocks []*block
	for i := 0; i < len(t.rows); i += 2000 {
		blocks = append(blocks, inMemory(&table{t.names, t.rows[i : i+2000]}, 2000))
	}
	sb, err := NewBuilder(t.names, Options{})
	if err != nil {
		b.Fatal(err)
	}
	cells, before := 0, processor(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sb.Block(blocks[i%len(blocks)])
		cells += 2000 * len(t.names)
	}
	b.ReportMetric(float64(processor(b)-before)/float64(cells), "cpu-ns/cell")
}

// processor is the user time of the process in nanoseconds: other work on the machine does not count.
func processor(tb testing.TB) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return u.Utime.Nano()
}

func BenchmarkSketch(b *testing.B) {
	sb := mixed(rand.New(rand.NewPCG(1, 1)), 20_000).builder(b)
	for b.Loop() {
		sb.Sketch()
	}
}

func BenchmarkCompareCopies(b *testing.B) {
	w := newWorld(1, 20_000)
	t := w.orders("NJ", 20_000)
	x, y := t.sketch(b), t.part(w.rng, 0.5).sketch(b)
	for b.Loop() {
		if _, err := Compare(x, y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompareUnrelated(b *testing.B) {
	w := newWorld(1, 20_000)
	x, y := w.monthly("HT", 5000).sketch(b), w.customers(5000).sketch(b)
	for b.Loop() {
		if _, err := Compare(x, y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	raw := newWorld(1, 20_000).monthly("HT", 5000).sketch(b).Encode()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}
