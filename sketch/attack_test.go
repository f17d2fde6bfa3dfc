package sketch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
)

// attack is what a copier does to a table.
type attack struct {
	name string
	do   func(rng *rand.Rand, t, fresh *table) *table
	sure bool // must ring red for 0.97 of the copies, of every kind of table
}

func shuffled(rng *rand.Rand, t *table) *table { return t.pickColumns(rng.Perm(len(t.names))) }

// without drops columns at random, a share of them; the first is dropped if it is said so.
func without(rng *rand.Rand, t *table, share float64, first bool) *table {
	order := rng.Perm(len(t.names))
	n := len(order) - max(int(share*float64(len(order))+0.5), 0)
	var keep []int
	for _, c := range order {
		if (c != 0 || !first) && len(keep) < n {
			keep = append(keep, c)
		}
	}
	return t.pickColumns(keep)
}

var attacks = []attack{
	{"all rows, shuffled, columns renamed and re-ordered", func(rng *rand.Rand, t, _ *table) *table {
		return shuffled(rng, t.part(rng, 1))
	}, true},
	{"half of the rows", func(rng *rand.Rand, t, _ *table) *table { return shuffled(rng, t.part(rng, 0.5)) }, true},
	{"3 % of the rows", func(rng *rand.Rand, t, _ *table) *table { return shuffled(rng, t.part(rng, 0.03)) }, true},
	{"3 %, every column written otherwise", func(rng *rand.Rand, t, _ *table) *table {
		return shuffled(rng, t.part(rng, 0.03).respell(rng))
	}, true},
	{"3 %, and as many fresh rows", func(rng *rand.Rand, t, fresh *table) *table {
		return shuffled(rng, t.part(rng, 0.03).with(fresh.part(rng, 0.03)))
	}, true},
	{"3 %, a quarter of the columns dropped", func(rng *rand.Rand, t, _ *table) *table {
		return without(rng, t.part(rng, 0.03), 0.25, false)
	}, false},
	{"10 %, the best key dropped", func(rng *rand.Rand, t, _ *table) *table {
		return without(rng, t.part(rng, 0.1), 0, true)
	}, false},
	{"10 %, half of the columns dropped", func(rng *rand.Rand, t, _ *table) *table {
		return without(rng, t.part(rng, 0.1), 0.5, false)
	}, false},
	{"10 %, one column re-coded", func(rng *rand.Rand, t, _ *table) *table {
		return shuffled(rng, t.part(rng, 0.1).change(rng.IntN(len(t.names)), recode("s")))
	}, false},
	{"10 %, the best key re-coded, all written otherwise", func(rng *rand.Rand, t, _ *table) *table {
		return shuffled(rng, t.part(rng, 0.1).change(0, recode("s")).respellBut(rng, 0))
	}, false},
	{"70 % with 30 % fresh rows, all written otherwise", func(rng *rand.Rand, t, fresh *table) *table {
		return shuffled(rng, t.part(rng, 0.7).with(fresh.part(rng, 0.3)).respell(rng))
	}, true},
}

func (t *table) respellBut(rng *rand.Rand, column int) *table {
	names := append([]string(nil), t.names...)
	names[column] = ""
	return (&table{names, t.rows}).respell(rng)
}

// kindsOfTable are the tables that are attacked.
var kindsOfTable = []struct {
	name string
	make func(w *world) (t *table, fresh func() *table) // fresh makes rows of the same kind
}{
	{"orders", func(w *world) (*table, func() *table) {
		return w.orders("NJ", 20_000), func() *table { return w.orders("NJ", 20_000) }
	}},
	{"customers", func(w *world) (*table, func() *table) {
		return w.customers(15_000), others
	}},
	{"readings", func(w *world) (*table, func() *table) {
		return w.readings(200, 100), func() *table { return w.readings(200, 100) }
	}},
	{"monthly", func(w *world) (*table, func() *table) {
		return w.monthly("HT", 12_000), func() *table { return w.monthly("HT", 12_000) }
	}},
}

// others are customers of another city.
var others = sync.OnceValue(func() *table { return newWorld(99, 15_000).customers(15_000) })

func rounds(t *testing.T, short, long int) int {
	if testing.Short() || os.Getenv("SHURONG_ROUNDS") == "" {
		return short
	}
	return long
}

// TestCopiesAreFoundWhateverWasDoneToThem prints, for each attack on each kind of table, how many copies ring red and,
// after the plus sign, amber. With SHURONG_ROUNDS set it makes enough of them to tell 0.97 from 0.95.
func TestCopiesAreFoundWhateverWasDoneToThem(t *testing.T) {
	n := rounds(t, 6, 60)
	type result struct{ red, amber float64 }
	results := make([][]result, len(attacks))
	for i := range attacks {
		results[i] = make([]result, len(kindsOfTable))
	}
	for ki, kind := range kindsOfTable {
		for i := range n {
			w := newWorld(uint64(1000*ki+i), 20_000)
			tab, another := kind.make(w)
			original, fresh := tab.sketch(t), another()
			for ai, at := range attacks {
				r := &results[ai][ki]
				m := compare(t, at.do(w.rng, tab, fresh).sketch(t), original)
				switch m.Grade {
				case Red:
					r.red += 1 / float64(n)
				case Amber:
					r.amber += 1 / float64(n)
				}
			}
		}
	}
	for ai, at := range attacks {
		line := fmt.Sprintf("%-52s", at.name)
		for ki, kind := range kindsOfTable {
			if at.sure && int(results[ai][ki].red*float64(n)+0.5) < n*97/100 {
				t.Errorf("%s: of %d copies of %s %.2f ring red", at.name, n, kind.name, results[ai][ki].red)
			}
			line += fmt.Sprintf("  %s %3.0f%% +%.0f%%", kind.name, 100*results[ai][ki].red, 100*results[ai][ki].amber)
		}
		t.Log(line)
	}
}
