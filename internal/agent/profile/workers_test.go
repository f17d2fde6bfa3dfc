package profile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
)

// mixed is a table whose columns meet every way of reading, in many blocks.
func mixed(rows int) string {
	r := rand.New(rand.NewPCG(11, 12))
	var b strings.Builder
	b.WriteString("编号,姓名,下单日期,金额,状态,备注,created_at,短日期,空列,等级\n")
	for i := range rows {
		amount := fmt.Sprintf("%d.%02d", r.IntN(5000), r.IntN(100))
		if r.IntN(50) == 0 {
			amount = []string{"", "N/A", "1,234.50", "-3e2", "未知数"}[r.IntN(5)]
		}
		name := string([]rune("王李张刘陈杨黄赵")[r.IntN(8)]) + string([]rune("伟芳娜敏静丽强磊军洋")[r.IntN(10)])
		fmt.Fprintf(&b, "DD%08d,%s,2026-%02d-%02d,%s,%s,\"备注,%d\",%d,%d/%d/2025,,%d\n", i, name, 1+r.IntN(6), 1+r.IntN(28), amount,
			[]string{"已完成", "进行中", "已取消"}[r.IntN(3)], r.IntN(200_000), 1_700_000_000+i*7, 1+r.IntN(28), 1+r.IntN(12),
			r.IntN(2))
		if i%1000 == 999 {
			fmt.Fprintf(&b, "DD%08d,重复,2026-01-01,1.00,已完成,同,1700000000,1/1/2025,,1\n", i/3000)
		}
	}
	return b.String()
}

func TestTheProfileDoesNotDependOnTheNumberOfWorkers(t *testing.T) {
	path := text(t, mixed(60_000))
	want := measured(t, path, 1)
	raw, local := string(canon.Must(want.Profile)), string(canon.Must(want.Local))
	for _, n := range []int{2, 3, 7} {
		got := measured(t, path, n)
		if string(canon.Must(got.Profile)) != raw || string(canon.Must(got.Local)) != local {
			t.Errorf("%d workers: another profile", n)
		}
		if got.Sample.Rows() != want.Sample.Rows() {
			t.Fatal("another sample")
		}
		for r := range got.Sample.Rows() {
			if got.Sample.RowNumber(r) != want.Sample.RowNumber(r) || string(got.Sample.Cell(r, 0)) != string(want.Sample.Cell(r,
				0)) {
				t.Fatalf("row %d of the sample is another", r)
			}
		}
	}
	c := want.Profile.Columns
	if c[6].Type != "datetime" || c[6].Time.Form != "seconds since 1970" || c[6].Monotone != "none" ||
		c[7].Time.DayOrder != "day_first" || c[8].Type != "empty" || !c[9].Binary {
		t.Errorf("%+v\n%+v\n%+v\n%+v", c[6], c[7], c[8], c[9])
	}
	codes := map[string]bool{}
	for _, a := range want.Profile.Alerts {
		codes[a.Code+" "+a.Column] = true
		if a.ZH == "" || a.EN == "" || a.ZH == a.EN {
			t.Errorf("%+v", a)
		}
	}
	for _, k := range []string{"empty_column 空列", "binary 等级", "key_duplicates 编号", "duplicate_rows ", "mixed_types 金额"} {
		if !codes[k] {
			t.Errorf("no alert %s in %v", k, codes)
		}
	}
}
