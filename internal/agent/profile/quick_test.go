package profile

import (
	"testing"
	"unicode/utf8"

	"shurong.org/shurong/internal/traits"
)

// FuzzQuick: the short way reads a cell as the general one does, or not at all.
func FuzzQuick(f *testing.F) {
	for _, s := range []string{"42", "007", "1", "1234567", "12345678", "123456789", "123456789012345", "1.5", "12.", "1234.56", "123456.7", "1.2.3", "12345678.25", "ab12-3", "a123,4", "A1B2C3D4", "3.50", "1234567890123456", "11010519491231002X", "20260301", "20260301083000",
		"2026-03-01", "2026-02-30", "2026-03-01 08:30:00", "2026-03-01 24:00:00", "1899-01-01", "A-17", "DEC12", "dec122026",
		"苏A12345", "是", "不详", "未知", "王伟", "王 ", "空空", "不详啊啊", "南京市\u3000", "中文 ", "王小二\u00a0", "e5", "0x1F", "2026/03/01 8", "12:30:45", "9999-99-99"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 || !utf8.Valid(b) {
			t.Skip()
		}
		var r reading
		_, class := traits.Of(b)
		if quick(b, class, &r) {
			if want := read(b); r != want {
				t.Errorf("%q: %+v, want %+v", b, r, want)
			}
		}
	})
}
