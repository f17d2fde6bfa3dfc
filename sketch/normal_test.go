package sketch

import (
	"bytes"
	"testing"

	"shurong.org/shurong/internal/traits"
)

func normalText(s string) (string, form) {
	v := normalise(nil, []byte(s))
	return string(v.text), v.form
}

func TestSpellingsOfOneValueHaveOneNormalForm(t *testing.T) {
	for _, c := range []struct {
		form form
		in   []string
	}{
		{nothing, []string{"", "  ", "\t", "　", "N/A", "无", "--", "null"}},
		{han, []string{"张三", " 张三 ", "　张三", "张 三"}},
		{code, []string{"ABC 12", "abc  12", "ＡＢＣ　１２", "abc-12", "abc_12"}},
		{decimal, []string{"1234.5", "1,234.50", "+1234.500", "１２３４．５", "1.2345E+03", "1.2345e3", "¥1,234.5",
			"￥1234.5", "1234.50元",
			"1234.5 元", "001234.5"}},
		{short, []string{"-3", "-3.0", "-3.", "(3.00)"}},
		{short, []string{"0", "-0", "0.00", ".0", "否", "N", "false", "no"}},
		{short, []string{"1", "1.0", "01", "是", "Y", "TRUE", "yes"}},
		{decimal, []string{"-0.5", "-.50", "-50%", "-5E-1"}},
		{decimal, []string{"118.796877", "118.7968770"}},
		{short, []string{"007", "7", "7.00"}},
		{short, []string{"1234567", "1,234,567", "1234567.0", "1.234567E6", "1 234 567"}},
		{date, []string{"2026-03-05", "2026/3/5", "2026.03.05", "20260305", "2026年3月5日", "2026年03月05号", "3/5/2026",
			"05.03.2026",
			"5-Mar-2026", "Mar 5, 2026", "Thu, 05 March 2026", "26-3-5", "3/5/26", "２０２６－０３－０５", "2026-03-05"}},
		{moment, []string{"2026-03-05 08:30", "2026/3/5 8:30:00", "20260305083000", "2026-03-05T08:30:00.000",
			"2026-03-05T08:30:00Z",
			"2026-03-05 08:30:00+08:00", "3/5/2026 8:30:00 AM", "2026年3月5日 8时30分", "2026年3月5日 上午8:30",
			"20260305 083000",
			"20260305T083000", "Thu, 05 Mar 2026 08:30:00 GMT", "05/03/2026 08:30"}},
		{mobile, []string{"13800138000", "+86 13800138000", "+8613800138000", "+86-138-0013-8000",
			"008613800138000", "138 0013 8000",
			"8613800138000", "(+86)13800138000", "１３８００１３８０００", "138-0013-8000"}},
		{resident, []string{"32010219900307123X", "32010219900307123x", "320102 19900307 123X"}},
		{long, []string{"02583123456", "025-83123456", "(025) 8312 3456", "2583123456"}},
		{email, []string{"a.b@example.cn", " A.B@EXAMPLE.CN"}},
		{plate, []string{"苏A12345", "苏a·12345", "苏Ａ12345"}},
	} {
		want, _ := normalText(c.in[0])
		for _, in := range c.in {
			if got, f := normalText(in); got != want || f != c.form && c.form != resident {
				t.Errorf("%q has normal form %q, form %d; want %q, %d, as %q", in, got, f, want, c.form, c.in[0])
			}
		}
	}
}

func TestDifferentValuesHaveDifferentNormalForms(t *testing.T) {
	seen := map[string]string{}
	for _, in := range []string{"1.5", "-1.5", "15", "1.05", "150", "2026-03-05", "2026-03-06", "2026-03-05 08:30",
		"2026-03-05 08:31", "13800138000",
		"13800138001", "张三", "李四", "A12", "A13", "12A", "12e45", "1e5x", "192.168.1.1", "2026-13-32", "1/2",
		"20269999"} {
		got, _ := normalText(in)
		if other, ok := seen[got]; ok {
			t.Errorf("%q and %q have the same normal form", in, other)
		}
		seen[got] = in
	}
}

func TestSpellingsOfOtherSystemsHaveTheNormalFormOfTheOriginal(t *testing.T) {
	w := newWorld(5, 300)
	for _, tab := range []*table{w.orders("NJ", 300), w.customers(300), w.readings(3, 100), w.monthly("HT", 300)} {
		for c, n := range tab.names {
			for i, way := range respellings[kindsOf[n]] {
				for _, r := range tab.rows {
					if r[c] == "" {
						continue
					}
					a, _ := normalText(r[c])
					if b, _ := normalText(way(r[c])); a != b {
						t.Errorf("%s, way %d: %q and %q differ: %q, %q", n, i, r[c], way(r[c]), a, b)
						break
					}
				}
			}
		}
	}
}

// The short way of hashing keys must give what the normal form gives.
func FuzzKeysHashAsTheirNormalForm(f *testing.F) {
	for _, s := range []string{"1,234.50", "2026年3月5日 8:30", "+86 13800138000", "ＡＢ　Ｃ", "20260305083000",
		"20260305T083000Z", "NJ2026ABCDEF01",
		"南京市玄武区中山路", "2026-03-05 08:30:00", "2026/03/05", "8613800138000", "0012345678", "12345678.50",
		"\xff\xfe1234567", "12e45678",
		"苏A12345", "苏ABCDEF", "苏A1234567", "元A12345", "元123456", "南京市玄武区中山路12号B座", "苏·A12345", "䷀䷀䷀", "南京䷀市", "a1234567", "320102199003071234", "2026-02-05 24:00:00", "2026-99-05"} {
		f.Add([]byte(s))
	}
	var sel selector
	f.Fuzz(func(t *testing.T, in []byte) {
		before := bytes.Clone(in)
		raw, class := traits.Of(in)
		h, r := sel.hash(in, raw, class)
		if !bytes.Equal(in, before) {
			t.Fatal("the input was changed")
		}
		v := normalise(nil, in)
		if v2 := normalise(make([]byte, 0, 512), in); !bytes.Equal(v.text, v2.text) || v.form != v2.form {
			t.Fatalf("%q: the normal form depends on the buffer: %q, %q", in, v.text, v2.text)
		}
		if len(in) > maxKey || len(in) < 3 {
			return
		}
		want := idle
		switch n := len(v.text); {
		case v.form == date || v.form == moment:
			want = aMoment
		case v.form.key(n):
			want = aKey
		case v.form.part(n):
			want = aPart
		}
		if r != want || r != idle && h != hashText(v.text) {
			t.Fatalf("%q: role %d, hash %x; normal form %q of form %d wants %d, %x", in, r, h, v.text, v.form,
				want, hashText(v.text))
		}
	})
}
