// Package profile measures what it takes to measure a table: the whole command, profile, quality, scan and sketch, as
// its users run it, over generated tables of ten mixed Chinese columns, beside DuckDB's SUMMARIZE alone.
//
//	go test -run '^$' -bench . -benchtime 1x ./bench/profile        (bin/shurong is built before: make bin/shurong)
//
// Tables of 1 and 10 million rows are made in a temporary folder, 1.5 GB together, and one of 100 million (13 GB) if
// SHURONG_BENCH_100M is set. DuckDB is built from bench/duckdb, which needs cgo and its module; without them it is
// passed over. Reported are seconds of wall clock, megabytes a second, peak resident megabytes and the largest error of
// a column's number of different values, which the generator knows exactly.
package profile

import (
	"bufio"
	"io"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"unicode/utf8"
)

const header = "订单号,姓名,手机号,身份证号,车牌号,城市,下单时间,金额,状态,备注\n"

var (
	surnames  = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾")
	givens    = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文")
	provinces = []rune("京沪苏浙粤鲁川鄂湘皖")
	cities    = []string{"南京市", "苏州市", "无锡市", "常州市", "扬州市", "泰州市", "南通市"}
	states    = []string{"已完成", "进行中", "已取消", "待支付"}
	words     = []string{"客户反映", "车辆", "设备", "正常", "需要", "更换", "检修", "已", "联系", "用户", "安排", "明天", "上门", "处理", "完成", "费用",
		"结算"}
)

// WriteTable writes the same rows for the same number of them: ten columns of a service's orders, about 132 bytes a
// row, no row like another, order numbers rising, a hundredth of the notes missing.
//
// It returns how many different values columns have, by name.
func WriteTable(w io.Writer, rows int) (map[string]int64, error) {
	plates, instants, amounts := make(bitset, 1+10*8*1e5/64), make(bitset, 1+7*32*86400/64), make(bitset, 1+3000*100/64)
	out := bufio.NewWriterSize(w, 1<<20)
	r := rand.New(rand.NewPCG(20260301, 7))
	_, _ = out.WriteString(header)
	b := make([]byte, 0, 512)
	for i := range rows {
		b = pad(append(b[:0], 'D', 'D'), i, 10)
		b = append(b, ',')
		b = utf8.AppendRune(b, surnames[r.IntN(len(surnames))])
		for range 1 + r.IntN(2) {
			b = utf8.AppendRune(b, givens[r.IntN(len(givens))])
		}
		b = append(b, ',', '1', byte('3'+r.IntN(7)))
		b = pad(b, r.IntN(1e9), 9)
		b = append(b, ',')
		b = residentID(b, r)
		b = append(b, ',')
		province, office, number := r.IntN(len(provinces)), r.IntN(8), r.IntN(1e5)
		plates.set((province*8+office)*1e5 + number)
		b = utf8.AppendRune(b, provinces[province])
		b = append(b, byte('A'+office))
		b = pad(b, number, 5)
		b = append(append(b, ','), cities[r.IntN(len(cities))]...)
		b = append(b, ",2026-"...)
		month, day, hour, minute, second := 1+r.IntN(6), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60)
		instants.set(((month*32+day)*24+hour)*3600 + minute*60 + second)
		b = pad(b, month, 2)
		b = pad(append(b, '-'), day, 2)
		b = pad(append(b, ' '), hour, 2)
		b = pad(append(b, ':'), minute, 2)
		b = pad(append(b, ':'), second, 2)
		yuan, fen := r.IntN(3000), r.IntN(100)
		amounts.set(yuan*100 + fen)
		b = strconv.AppendInt(append(b, ','), int64(yuan), 10)
		b = pad(append(b, '.'), fen, 2)
		b = append(append(b, ','), states[r.IntN(len(states))]...)
		b = append(b, ',')
		if r.IntN(100) > 0 {
			for range 2 + r.IntN(4) {
				b = append(b, words[r.IntN(len(words))]...)
			}
		}
		b = append(b, '\n')
		if _, err := out.Write(b); err != nil {
			return nil, err
		}
	}
	return map[string]int64{"订单号": int64(rows), "车牌号": plates.count(), "下单时间": instants.count(), "金额": amounts.count(),
		"城市": int64(len(cities)), "状态": int64(len(states))}, out.Flush()
}

// bitset is a set of small numbers.
type bitset []uint64

func (s bitset) set(i int) { s[i/64] |= 1 << (i % 64) }

func (s bitset) count() (n int64) {
	for _, w := range s {
		n += int64(bits.OnesCount64(w))
	}
	return n
}

// residentID is a number with a right check character (GB 11643-1999).
func residentID(b []byte, r *rand.Rand) []byte {
	start := len(b)
	b = append(b, "320102"...)
	b = pad(b, 1950+r.IntN(55), 4)
	b = pad(b, 1+r.IntN(12), 2)
	b = pad(b, 1+r.IntN(28), 2)
	b = pad(b, r.IntN(1000), 3)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(b[start+i]-'0') * w
	}
	return append(b, "10X98765432"[sum%11])
}

func pad(b []byte, n, digits int) []byte {
	for p := pow10(digits - 1); p > 0; p /= 10 {
		b = append(b, byte('0'+n/p%10))
	}
	return b
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}
