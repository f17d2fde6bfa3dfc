package sketch

import (
	"fmt"
	"testing"
)

// numbered is a shop's table whose order numbers run on, at the world's prices: two shops have the same numbers.
func (w *world) numbered(n int) *table {
	t := &table{names: []string{"单号", "会员手机", "金额", "日期", "数量", "城市", "时段"}}
	for i := range n {
		t.rows = append(t.rows, []string{fmt.Sprintf("DD2026%08d", i+1), w.people[w.rng.IntN(len(w.people))].mobile,
			w.prices[w.rng.IntN(len(w.prices))], fmt.Sprintf("2026-%02d-%02d", 1+i*12/n, 1+w.rng.IntN(28)),
			fmt.Sprint(1 + w.rng.IntN(9)),
			[]string{"南京", "苏州", "无锡"}[w.rng.IntN(3)], fmt.Sprintf("%02d:00", w.rng.IntN(24))})
	}
	return t
}

// hourly numbers the hours of a year: number and time go together in every such table.
func (w *world) hourly(n int) *table {
	t := &table{names: []string{"记录号", "时间", "日序", "读数"}}
	for i := range n {
		t.rows = append(t.rows, []string{fmt.Sprintf("R%09d", i+1),
			fmt.Sprintf("2026-%02d-%02d %02d:00:00", 1+i/24/28%12, 1+i/24%28, i%24), fmt.Sprint(i / 24),
			fmt.Sprintf("%.2f", w.rng.Float64()*50)})
	}
	return t
}

// dated has order numbers made of day and sequence, as most systems make them.
func (w *world) dated(n int) *table {
	t := &table{names: []string{"流水号", "交易日期", "交易时间", "账号", "金额", "柜员"}}
	for i := range n {
		day := fmt.Sprintf("2026%02d%02d", 1+i*12/n, 1+i*336/n%28)
		t.rows = append(t.rows, []string{day + fmt.Sprintf("%06d", i%(n/336+1)), day[:4] + "-" + day[4:6] + "-" +
			day[6:],
			fmt.Sprintf("%02d:%02d:%02d", w.rng.IntN(24), w.rng.IntN(60), w.rng.IntN(60)),
			w.people[w.rng.IntN(len(w.people))].card,
			w.prices[w.rng.IntN(len(w.prices))], fmt.Sprintf("T%03d", w.rng.IntN(40))})
	}
	return t
}

// insured is a table over all the world's people, about a matter of its own.
func (w *world) insured(prefix string) *table {
	t := &table{names: []string{"保单号", "被保险人", "证件号码", "联系电话", "性别", "出生日期", "地址", "车牌", "保费", "起保日期", "险种"}}
	for i := range w.people {
		p := &w.people[i]
		t.rows = append(t.rows, []string{fmt.Sprintf("%s%014d", prefix, w.rng.IntN(1e14)), p.name, p.id, p.mobile,
			[]string{"女", "男"}[int(p.id[16]-'0')%2], p.id[6:10] + "/" + p.id[10:12] + "/" + p.id[12:14], p.address,
			p.plate,
			fmt.Sprintf("%d.%02d", 500+w.rng.IntN(5000), w.rng.IntN(100)), w.moment()[:10], []string{"交强险", "商业险",
				"寿险"}[w.rng.IntN(3)]})
	}
	return t
}

// TestUnrelatedTablesOverTheSamePeopleDoNotRing compares all pairs of tables of one world: none is a copy of another,
// but they share customers, numbers, prices, days and what describes a person.
func TestUnrelatedTablesOverTheSamePeopleDoNotRing(t *testing.T) {
	pairs, amber, likeliest, which := 0, 0, 0.0, ""
	for i := range rounds(t, 8, 120) {
		w := newWorld(uint64(i), 3000)
		var names []string
		var sketches []*Sketch
		for n, tab := range map[string][]*table{
			"orders": {w.orders("NJ", 5000), w.orders("NJ", 5000)}, "customers": {w.customers(2500), w.customers(2500)},
			"numbered": {w.numbered(6000), w.numbered(6000)}, "hourly": {w.hourly(5000), w.hourly(5000)},
			"dated": {w.dated(6000), w.dated(6000)}, "insured": {w.insured("PA"), w.insured("PA")},
			"monthly": {w.monthly("HT", 3000), w.monthly("HT", 3000)}, "readings": {w.readings(50, 100),
				w.readings(50, 100)},
		} {
			for k, x := range tab {
				names = append(names, fmt.Sprint(n, k))
				sketches = append(sketches, x.sketch(t))
			}
		}
		for x := range sketches {
			for y := range x {
				m := compare(t, sketches[x], sketches[y])
				pairs++
				for _, j := range join(sketches[x], sketches[y]) {
					if j.chance > likeliest {
						likeliest, which = j.chance, fmt.Sprint(names[x], names[y], j.a, j.b, j.rows, j.pairs)
					}
				}
				switch m.Grade {
				case Red:
					t.Errorf("world %d: %s and %s ring red: %+v", i, names[x], names[y], m)
				case Amber:
					amber++
					if m.Basis == ByRows || i == 0 {
						t.Logf("world %d: amber %s %s, %s: %.3f %.3f %v", i, m.Basis, names[x], names[y],
							m.ContainmentAB.Share(),
							m.ContainmentBA.Share(), m.Columns)
					}
				}
			}
		}
	}
	t.Logf(
		"%d pairs over the same people, numbers, prices and days: 0 red, %d amber; the most improbable coincidence 10^-%.1f (%s), red asks for 10^-%d",
		pairs, amber, likeliest, which, redChance)
}
