package sketch

import (
	"fmt"
	"strconv"
	"testing"
)

// ledger is a table whose columns look like nobody else's: gaps, skew and growth of its own.
func (w *world) ledger(n int) *table {
	t := &table{names: []string{"流水", "机构", "金额", "余额", "费率", "期限", "日期", "备注", "经办", "等级"}}
	for i := range n {
		x, y := w.rng.ExpFloat64(), w.rng.Float64()
		remark := ""
		if w.rng.IntN(3) == 0 {
			remark = "补录" + strconv.Itoa(w.rng.IntN(40))
		}
		t.rows = append(t.rows, []string{fmt.Sprintf("LS%010X", w.rng.Uint64()>>24), fmt.Sprintf("机构%d", int(9*y*y*y)),
			fmt.Sprintf("%.2f", 100*x), fmt.Sprintf("%.2f", 1e5*y*y), fmt.Sprintf("%.3f", 3+x*x/9),
			[]string{"12", "12", "12", "24", "36", "60"}[w.rng.IntN(6)], fmt.Sprintf("2026-%02d-%02d",
				1+int(11*y*y), 1+i%28), remark,
			fmt.Sprintf("E%02d", int(30*y*x/4)), []string{"A", "A", "A", "B", "C"}[w.rng.IntN(5)]})
	}
	return t
}

func TestSaltedAndJitteredCopiesLookAlike(t *testing.T) {
	found, n := 0, 10
	for i := range n {
		w := newWorld(uint64(i), 10)
		a := w.ledger(8000)
		b := a.part(w.rng, 0.6)
		for _, c := range []int{0, 1, 5, 7, 8, 9} {
			b = b.change(c, func(s string) string {
				if s == "" {
					return ""
				}
				return recode("salt")(s)
			})
		}
		for _, c := range []int{2, 3, 4} {
			b = b.change(c, func(s string) string {
				f, _ := strconv.ParseFloat(s, 64)
				return fmt.Sprintf("%.4f", f*1.7*(1+w.rng.NormFloat64()/200))
			})
		}
		m := compare(t, a.sketch(t), shuffled(w.rng, b).sketch(t))
		if m.Grade == Red {
			t.Fatal("looks are no proof")
		}
		found += bit(m.Grade == Amber && m.Basis == ByColumns)
	}
	t.Logf("%d of %d copies with salted codes and scaled, jittered numbers are amber by their looks", found, n)
	if found < n*7/10 {
		t.Error("too few")
	}
}
