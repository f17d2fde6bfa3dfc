package scan

import (
	"math/rand/v2"
	"slices"
	"testing"

	"shurong.org/shurong/internal/agent/scan/labelled"
)

// cells are cells as columns have them, by what the detector has to do with them.
var cells = map[string][]string{
	"short":     {"苏州", "12.50", "已完成", "2026-03-01"},
	"number":    {"320106199001011234", "6222021234567890123"},
	"time":      {"2026-03-01 12:30:15", "2026/11/05 08:00:00"},
	"chinese":   {"客户要求改期，已经通知司机，没有其他情况需要说明", "江苏省南京市鼓楼区中山路一号"},
	"address":   {"江苏省南京市鼓楼区中山路12号3栋502室", "湖北省武汉市武昌区解放大道1234号"},
	"code":      {"QHA979C35FKD2026", "SF1234567890123", "3f2a9c44-1b7e-4f7a-9a51-0c2d7e8f9a10"},
	"digest":    {"9e107d9d372bb6826bd81d3542a419d6"},
	"email":     {"wang123456@mail.example.cn"},
	"with one":  {"客户来电13812345678要求改期", "联系wang@example.com取件"},
	"english":   {"The parcel was left with the neighbour at number twelve."},
	"with keys": {"export KEY=AKIAZ5GMXQ3WJ7TEN2LB now"},
}

// BenchmarkCell is the cost of searching one cell while reading.
func BenchmarkCell(b *testing.B) {
	for name, list := range cells {
		b.Run(name, func(b *testing.B) {
			d := NewDetector(1)
			raw := make([][]byte, len(list))
			for i := range list {
				raw[i] = []byte(list[i])
			}
			for i := 0; b.Loop(); i++ {
				d.Cell(0, raw[i%len(raw)])
			}
		})
	}
}

// BenchmarkSearch is the same over a table of customers, cell by cell as they come.
func BenchmarkSearch(b *testing.B) {
	table := labelled.Tables(1, 2000)[0]
	var rows [][][]byte
	if err := table.Rows(func(row []string) error {
		var r [][]byte
		for _, c := range row {
			r = append(r, []byte(c))
		}
		rows = append(rows, r)
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	d := NewDetector(len(table.Columns))
	n := 0
	for b.Loop() {
		for _, r := range rows {
			for c, cell := range r {
				d.Cell(c, cell)
			}
			n += len(r)
		}
	}
	b.ReportMetric(float64(n)/1e6/b.Elapsed().Seconds(), "Mcells/s")
}

// BenchmarkLabelled is precision and recall over the labelled set, all categories taken together.
func BenchmarkLabelled(b *testing.B) {
	for b.Loop() {
		all := measureLabelled(b, []uint64{1}, nil).all()
		b.ReportMetric(all.precision()*100, "%precision")
		b.ReportMetric(all.recall()*100, "%recall")
	}
}

// BenchmarkDecide is the cost of deciding on a table of ten mixed columns by 65,536 rows, once a table.
func BenchmarkDecide(b *testing.B) {
	table := labelled.Tables(1, 65_536)[0]
	var header []string
	for _, c := range table.Columns {
		header = append(header, c.Header)
	}
	var rows memory
	if err := table.Rows(func(row []string) error { rows = append(rows, slices.Clone(row)); return nil }); err != nil {
		b.Fatal(err)
	}
	in := inputOf(header, rows)
	for b.Loop() {
		Decide(in)
	}
}

func BenchmarkExamine(b *testing.B) {
	table := labelled.Tables(1, 1)[0]
	r := rand.New(rand.NewPCG(1, 1))
	var row [][]byte
	if err := table.Rows(func(cells []string) error {
		for _, c := range cells {
			row = append(row, []byte(c))
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		examine(row[r.IntN(len(row))])
	}
}
