package recognition

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shurong.org/shurong/daycount"
)

var cells = []string{
	"JS2024001", "91350100M000100Y43", "2024年福建省车辆里程数据", "福建省内车辆的里程记录，不含个人信息。", "G54", "350100", "采集生成", "数据加工使用权",
	"福建省知识产权局", "2024-05-01", "2027-04-30", "复印件",
}

func table() [][]string {
	names := make([]string, len(headers))
	for i, h := range headers {
		names[i] = h.names[0]
	}
	return [][]string{names, cells}
}

func csvOf(rows [][]string) []byte {
	var b bytes.Buffer
	for _, r := range rows {
		for i, c := range r {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(c)
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

// TestTheSameListReadsTheSameFromEveryFormat: UTF-8 with and without its mark, GB18030, XLSX.
func TestTheSameListReadsTheSameFromEveryFormat(t *testing.T) {
	plain := csvOf(table())
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(plain)
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	for i, r := range table() {
		for j, c := range r {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := f.SetCellStr("Sheet1", at, c); err != nil {
				t.Fatal(err)
			}
		}
	}
	sheet, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"a.csv": plain, "b.csv": append([]byte("\ufeff"), plain...), "c.csv": gb, "d.xlsx": sheet.Bytes()} {
		rows, err := Read(name, b)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s: %v, %v", name, rows, err)
		}
		r := Judge(rows, daycount.MustDate("2026-03-02"), 36)[0]
		if r.State != Corrected || r.Row.Title != cells[2] || len(r.Row.Rights) != 1 || len(r.Corrections) != 1 || r.Corrections[0].Why != "name_2022" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestAListThatCannotBeReadSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"empty":        {nil, ErrFile},
		"headers only": {Template(), ErrRows},
		"no columns":   {[]byte("a,b\n1,2\n"), ErrColumns},
		"not XLSX":     {[]byte("PK\x03\x04xxxx"), ErrFile},
	} {
		if _, err := Read("x.csv", c.b); !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want %v", name, err, c.want)
		}
	}
}

func TestATermBeyondWhatTheRegimeGrantsIsCutToIt(t *testing.T) {
	rows, err := Read("a.csv", csvOf(table()))
	if err != nil {
		t.Fatal(err)
	}
	r := Judge(rows, daycount.MustDate("2026-03-02"), 12)[0]
	if r.Row.ValidUntil != daycount.MustDate("2027-03-01") || r.State != Corrected {
		t.Errorf("%+v", r)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.csv", csvOf(table()))
	f.Add("a.xlsx", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		rows, err := Read(name, b)
		if err != nil {
			return
		}
		for _, r := range Judge(rows, daycount.MustDate("2026-03-02"), 36) {
			if r.State == Refused != (len(r.Problems) > 0) {
				t.Errorf("%+v", r)
			}
		}
	})
}
