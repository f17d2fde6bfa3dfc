package profile

import (
	"strings"

	"shurong.org/shurong/internal/table"
)

// Seconds between which an integer may be an instant: the years 2000 to 2099.
const (
	epochFrom = 946_684_800
	epochTo   = 4_102_444_800
)

func plausibleEpoch(sec float64) bool { return sec >= epochFrom && sec < epochTo }

// timeWords are parts of column names that say that a number is an instant.
var timeWords = []string{"time", "stamp", "date", "epoch", "_at", "_ts", "时间", "时刻", "日期", "戳"}

// decide looks at the column's cells in the first block.
func (p *plan) decide(b *table.Batch, c int) {
	first := true
	numbers, rising, last := 0, true, 0.0
	units := [2]int64{1, 1000}
	fits := [2]int{}
	for r := range b.Rows() {
		cell := b.Cell(r, c)
		if len(cell) == 0 {
			continue
		}
		v := read(cell)
		if v.kind != Integer && v.kind != Decimal {
			continue
		}
		if first {
			p.base, first = v.num, false
		}
		if v.kind != Integer || v.compact {
			continue
		}
		numbers++
		for i, u := range units {
			if plausibleEpoch(v.num / float64(u)) {
				fits[i]++
			}
		}
		rising = rising && v.num >= last
		last = v.num
	}
	name := strings.ToLower(p.name)
	hinted := name == "ts" || name == "t"
	for _, w := range timeWords {
		hinted = hinted || strings.Contains(name, w)
	}
	for i, u := range units {
		if fits[i]*20 >= numbers*19 && fits[i] > 0 && (hinted || rising && numbers >= 20 && i == 1) {
			p.epoch = u
		}
	}
}
