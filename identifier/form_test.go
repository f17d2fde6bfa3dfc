package identifier

import (
	"fmt"
	"testing"
	"unicode/utf8"
)

func TestFormsWithoutCheckDigit(t *testing.T) {
	for _, c := range []struct {
		name string
		is   func(string) bool
		yes  []string
		no   []string
	}{
		{"allocated mobile", IsAllocatedMobile, []string{"13812345678", "19212345678", "16712345678"},
			[]string{"14012345678", "15412345678", "16112345678", "17912345678", "19412345678", "13491234567",
				"1381234567", "23812345678"}},
		{"landline", IsLandline, []string{"01062345678", "02583712345", "05126234567", "051262345678"},
			[]string{"0106234567", "02012345678", "02662345678", "00162345678", "01162345678", "05121234567",
				"0512623456", "62345678", ""}},
		{"service number", IsServiceNumber, []string{"4008123456", "8008201234", "95588", "96110", "955880"},
			[]string{"4108123456", "95", "9558812", "13812345678"}},
		{"plate", IsPlate, []string{"京A12345", "苏A·12345", "苏AD12345", "苏A12345F", "粤BDA1234", "粤Z1234港", "沪C-123A5",
			"京A1234学"},
			[]string{"京I12345", "京A1234", "京A123456", "京AI2345", "京AABC12", "A12345", "京", "", "京A1234号", "北A12345",
				"苏AZ12345"}},
		{"passport", IsPassport, []string{"E12345678", "EA1234567", "G12345678", "PE1234567", "SE1234567"},
			[]string{"EI1234567", "EO1234567", "E1234567", "GA1234567", "A12345678", "e12345678", "E1234567X"}},
		{"home return permit", IsHomeReturnPermit, []string{"H12345678", "M1234567890"}, []string{"H1234567",
			"A12345678", "H1234567X"}},
		{"exit permit", IsExitPermit, []string{"C12345678", "CA1234567", "L12345678", "T12345678", "W12345678"},
			[]string{"C1234567", "Ca1234567", "D12345678"}},
		{"Taiwan permit", IsTaiwanPermit, []string{"12345678"}, []string{"1234567", "123456789", "1234567X"}},
		{"old resident number", IsResidentID15, []string{"320106610101001", "110105480229001"},
			[]string{"320106611301001", "320106610230001", "990106610101001", "32010661010100", "32010661010100X"}},
		{"card prefix", IsCardPrefix, []string{"6222020000000000", "6222020000000000000", "9558800000000000000",
			"4111111111111111", "5500000000000000",
			"2221000000000000", "3566000000000000", "341111111111111", "6013820000000000000"},
			[]string{"622202000000000", "9559100000000000000", "5600000000000000", "2220000000000000",
				"351111111111111", "8986000000000000000",
				"62220200000000000000", "1234567890123456"}},
		{"province", IsProvinceCode, []string{"11", "320106", "830000"}, []string{"16", "00", "99", "1", "", "x1"}},
	} {
		for _, s := range c.yes {
			if !c.is(s) {
				t.Errorf("%s: %q does not pass", c.name, s)
			}
		}
		for _, s := range c.no {
			if c.is(s) {
				t.Errorf("%s: %q passes", c.name, s)
			}
		}
	}
}

func TestTheShareOfAllocatedSegmentsIsAsStated(t *testing.T) {
	n := 0
	for i := range 100 {
		if IsAllocatedMobile(fmt.Sprintf("1%02d01234567", i)) {
			n++
		}
	}
	if n*10_000 != MobileSegmentsPPM {
		t.Errorf("%d of 100 segments are allocated", n)
	}
}

func TestAMadeResidentNumberPasses(t *testing.T) {
	if s, err := MakeResidentID("11010519491231002"); err != nil || s != "11010519491231002X" {
		t.Errorf("%s, %v", s, err)
	}
	for _, s := range []string{"1101051949123100", "110105194912310021", "1101051949023000A", "11010519490230002"} {
		if got, err := MakeResidentID(s); err == nil {
			t.Errorf("%s became %s", s, got)
		}
	}
}

// FuzzForms: no text makes a form fail.
func FuzzForms(f *testing.F) {
	for _, s := range []string{"京A·12345", "0", "E", "6", "京", "\xe4\xba", "1x", "320106610101001",
		"62\xff3456789012345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, is := range []func(string) bool{IsAllocatedMobile, IsLandline, IsServiceNumber, IsPlate, IsPassport,
			IsHomeReturnPermit,
			IsExitPermit, IsTaiwanPermit, IsResidentID15, IsCardPrefix} {
			if is(s) && !utf8.ValidString(s) {
				t.Fatalf("%q passes", s)
			}
		}
	})
}
