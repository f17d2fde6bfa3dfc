package sketch

import (
	"bytes"
	"testing"
)

func TestSpellingsOfOneValueHaveOneNormalForm(t *testing.T) {
	for _, c := range []struct {
		want string
		kind kind
		in   []string
	}{
		{"", null, []string{"", "  ", "\t", "　"}},
		{"张三", text, []string{"张三", " 张三 ", "　张三"}},
		{"abc 12", text, []string{"ABC 12", "abc  12", "ＡＢＣ　１２", "abc\t12"}},
		{"1234.5", common, []string{"1234.5", "1,234.50", "+1234.500", "１２３４．５"}},
		{"-3", common, []string{"-3", "-3.0", "-3."}},
		{"0", common, []string{"0", "-0", "0.00", ".0", "-.0"}},
		{"-0.5", common, []string{"-0.5", "-.50"}},
		{"118.796877", text, []string{"118.796877", "118.7968770"}},
		{"007", common, []string{"007"}},
		{"1,23", text, []string{"1,23"}},
		{"2026-03-05", common, []string{"2026-03-05", "2026/3/5", "2026.03.05", "20260305", "2026年3月5日",
			"2026-03-05 00:00:00"}},
		{"2026-03-05 08:30:00", common, []string{"2026-03-05 08:30", "2026/3/5 8:30:00",
			"20260305083000", "2026-03-05T08:30:00.000"}},
		{"2026-03-05 08:30:00z", common, []string{"2026-03-05T08:30:00Z"}},
		{"2026-13-05", text, []string{"2026-13-05"}},
		{"13800138000", text, []string{"13800138000", "+86 13800138000", "+8613800138000", "+86-13800138000"}},
		{"320102199003071234", text, []string{"320102199003071234"}},
		{"32010219900307123x", text, []string{"32010219900307123X", "32010219900307123x"}},
		{"n/a", null, []string{"N/A"}},
		{"无", null, []string{"无"}},
	} {
		for _, in := range c.in {
			out, k, _, _ := normal(nil, []byte(in))
			if string(out) != c.want && c.kind != null || k != c.kind {
				t.Errorf("normal(%q) = %q, kind %d; want %q, %d", in, out, k, c.want, c.kind)
			}
		}
	}
}

func FuzzNormalFormIsItsOwn(f *testing.F) {
	for _, s := range []string{"1,234.50", "2026年3月5日 8:30", "+86 13800138000", "ＡＢ　Ｃ",
		"20260305083000.120+08:00", "-0.0", " .0", "\xff\xfe"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		before := bytes.Clone(in)
		once, k, n, isInt := normal(make([]byte, 0, 64), in)
		if !bytes.Equal(in, before) {
			t.Fatal("the input was changed")
		}
		once = bytes.Clone(once)
		twice, k2, n2, isInt2 := normal(nil, once)
		if !bytes.Equal(once, twice) || k != k2 || n != n2 || isInt != isInt2 {
			t.Fatalf("%q → %q (%d) → %q (%d)", in, once, k, twice, k2)
		}
	})
}
