package sketch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"shurong.org/shurong/identifier"
)

// table is a small table in memory.
type table struct {
	names []string
	rows  [][]string
}

func (t *table) Rows() int { return len(t.rows) }

func (t *table) Cell(r, c int) []byte {
	if c >= len(t.rows[r]) {
		return nil
	}
	s := t.rows[r][c]
	return unsafe.Slice(unsafe.StringData(s), len(s)) // builders do not write into cells; a write would crash the test
}

func (t *table) builder(tb testing.TB) *Builder {
	tb.Helper()
	b, err := NewBuilder(t.names, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	b.Block(t)
	return b
}

func (t *table) sketch(tb testing.TB) *Sketch { return t.builder(tb).Sketch() }

func compare(tb testing.TB, a, b *Sketch) Match {
	tb.Helper()
	m, err := Compare(a, b)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// person is one of the customers that a whole city's tables share.
type person struct{ name, mobile, id, card, address, plate string }

// world is a city: tables of one world are about the same people, number their rows alike and take the same amounts.
type world struct {
	rng    *rand.Rand
	people []person
	prices []string // price points of all shops
}

const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
const given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"

var letters = map[string][]rune{}

func pick(rng *rand.Rand, s string) string {
	r := letters[s]
	if r == nil {
		r = []rune(s)
		letters[s] = r
	}
	return string(r[rng.IntN(len(r))])
}

func newWorld(seed uint64, people int) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 42))}
	for range people {
		p := person{name: pick(w.rng, surnames) + pick(w.rng, given) + pick(w.rng, given),
			mobile: fmt.Sprintf("1%d%09d", 3+w.rng.IntN(7), w.rng.IntN(1e9)),
			address: fmt.Sprintf("江苏省南京市%s区%s%s路%d号%d室", pick(w.rng, "玄武秦淮建邺鼓楼"), pick(w.rng, given),
				pick(w.rng, given), 1+w.rng.IntN(400), 101+w.rng.IntN(2000)),
			plate: fmt.Sprintf("苏A%c%04d", 'A'+w.rng.IntN(8), w.rng.IntN(1e4))}
		p.id = residentID(fmt.Sprintf("32010%d19%02d%02d%02d%03d", 2+w.rng.IntN(5), 50+w.rng.IntN(50), 1+w.rng.IntN(12),
			1+w.rng.IntN(28), w.rng.IntN(1000)))
		p.card, _ = identifier.MakeBankCard(fmt.Sprintf("622202%012d", w.rng.IntN(1e12)))
		w.people = append(w.people, p)
	}
	for range 40 {
		w.prices = append(w.prices, fmt.Sprintf("%d.90", 9+10*w.rng.IntN(60)))
	}
	return w
}

// residentID adds the check character of GB 11643.
func residentID(body string) string {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

// orders is a table with order numbers of its own, about the world's people; seq numbers them in order as well.
func (w *world) orders(prefix string, n int) *table {
	t := &table{names: []string{"订单号", "序号", "客户姓名", "手机号", "身份证号", "下单时间", "金额", "商品编码", "渠道", "是否退货", "备注"}}
	for i := range n {
		p := &w.people[w.rng.IntN(len(w.people))]
		t.rows = append(t.rows, []string{fmt.Sprintf("%s%012X", prefix, w.rng.Uint64()>>16), fmt.Sprint(i + 1),
			p.name, p.mobile,
			p.id, w.moment(), w.prices[w.rng.IntN(len(w.prices))], fmt.Sprintf("SKU%05d", w.rng.IntN(3000)),
			[]string{"美团", "抖音", "门店", "官网"}[w.rng.IntN(4)], []string{"是", "否"}[w.rng.IntN(2)], ""})
	}
	return t
}

// customers is a list of the world's people, each once, with what a company adds of its own.
func (w *world) customers(n int) *table {
	t := &table{names: []string{"姓名", "手机号", "身份证号", "银行卡号", "住址", "性别", "出生日期", "城市", "等级", "积分", "注册日期", "余额"}}
	for _, i := range w.rng.Perm(len(w.people))[:n] {
		p := &w.people[i]
		born := p.id[6:10] + "-" + p.id[10:12] + "-" + p.id[12:14]
		t.rows = append(t.rows, []string{p.name, p.mobile, p.id, p.card, p.address, []string{"女",
			"男"}[int(p.id[16]-'0')%2], born,
			"南京", fmt.Sprintf("V%d", w.rng.IntN(5)), fmt.Sprint(w.rng.IntN(20_000)), w.moment()[:10],
			fmt.Sprintf("%d.%02d", w.rng.IntN(100_000), w.rng.IntN(100))})
	}
	return t
}

// readings is a panel: meters that report every hour.
func (w *world) readings(meters, hours int) *table {
	t := &table{names: []string{"表计编码", "抄表时间", "累计读数", "压力", "温度", "状态"}}
	for m := range meters {
		id := fmt.Sprintf("M%08X", w.rng.Uint32())
		total := w.rng.Float64() * 1000
		for h := range hours {
			total += w.rng.Float64() * 3
			t.rows = append(t.rows, []string{id, fmt.Sprintf("2026-%02d-%02d %02d:%02d:00", 1+h/24/28, 1+h/24%28,
				h%24, m%60),
				fmt.Sprintf("%.3f", total), fmt.Sprintf("%.3f", 0.2+w.rng.Float64()/5), fmt.Sprintf("%.1f",
					8+w.rng.Float64()*20),
				[]string{"开", "关", "异常"}[w.rng.IntN(3)]})
		}
	}
	return t
}

// monthly is a wide table of figures about the world's people: 30 columns.
func (w *world) monthly(prefix string, n int) *table {
	t := &table{names: []string{"合同编号", "手机号", "期间"}}
	for i := range 27 {
		t.names = append(t.names, fmt.Sprintf("指标%d", i+1))
	}
	for range n {
		row := []string{fmt.Sprintf("%s-%04d-%08d", prefix, w.rng.IntN(1e4), w.rng.IntN(1e8)),
			w.people[w.rng.IntN(len(w.people))].mobile,
			fmt.Sprintf("2026-%02d", 1+w.rng.IntN(12))}
		for i := range 27 {
			switch i % 3 {
			case 0:
				row = append(row, fmt.Sprintf("%d.%02d", w.rng.IntN(9000), w.rng.IntN(100)))
			case 1:
				row = append(row, fmt.Sprint(w.rng.IntN(1+i*40)))
			default:
				row = append(row, strings.Repeat("高", 1+w.rng.IntN(2)))
			}
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (w *world) moment() string {
	return fmt.Sprintf("2026-%02d-%02d %02d:%02d:%02d", 1+w.rng.IntN(12), 1+w.rng.IntN(28), w.rng.IntN(24),
		w.rng.IntN(60), w.rng.IntN(60))
}

// part takes some of the rows at random, in random order.
func (t *table) part(rng *rand.Rand, share float64) *table {
	out := &table{names: t.names}
	n := max(int(share*float64(len(t.rows))+0.5), 1)
	for _, i := range rng.Perm(len(t.rows))[:n] {
		out.rows = append(out.rows, t.rows[i])
	}
	return out
}

// pickColumns keeps these columns, in this order, under names that tell nothing.
func (t *table) pickColumns(order []int) *table {
	out := &table{}
	for i := range order {
		out.names = append(out.names, fmt.Sprintf("field_%d", i))
	}
	for _, r := range t.rows {
		row := make([]string, len(order))
		for i, c := range order {
			if c < len(r) {
				row[i] = r[c]
			}
		}
		out.rows = append(out.rows, row)
	}
	return out
}

// change applies f to all cells of a column.
func (t *table) change(column int, f func(string) string) *table {
	out := &table{names: t.names}
	for _, r := range t.rows {
		row := append([]string(nil), r...)
		row[column] = f(row[column])
		out.rows = append(out.rows, row)
	}
	return out
}

// with adds another table's rows.
func (t *table) with(o *table) *table {
	return &table{names: t.names, rows: append(append([][]string(nil), t.rows...), o.rows...)}
}
