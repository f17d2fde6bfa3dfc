package profile

import (
	"testing"
	"unicode/utf8"
)

// FuzzQuick: the short way reads a cell as the general one does, or not at all.
func FuzzQuick(f *testing.F) {
	for _, s := range []string{"42", "007", "3.50", "1234567890123456", "11010519491231002X", "20260301", "20260301083000",
		"2026-03-01", "2026-02-30", "2026-03-01 08:30:00", "2026-03-01 24:00:00", "1899-01-01", "A-17", "DEC12", "dec122026",
		"苏A12345", "是", "不详", "未知", "王伟", "王 ", "空空", "不详啊啊", "南京市\u3000", "中文 ", "王小二\u00a0", "e5", "0x1F", "2026/03/01 8", "12:30:45", "9999-99-99"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, cell []byte) {
		if len(cell) == 0 || !utf8.Valid(cell) {
			t.Skip()
		}
		var r reading
		if quick(cell, &r) {
			if want := read(cell); r != want {
				t.Errorf("%q: %+v, want %+v", cell, r, want)
			}
		}
	})
}
