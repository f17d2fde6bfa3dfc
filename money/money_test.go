package money

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/quagmt/udecimal"
	"pgregory.net/rapid"

	"shurong.org/shurong/fault"
)

func TestMoneyWithThreeDecimalsIsAnErrorInBothLanguages(t *testing.T) {
	_, err := ParseYuan("12.345")
	if !errors.Is(err, ErrPrecision) {
		t.Fatalf("got %v", err)
	}
	e := fault.From(err)
	if !strings.Contains(e.ZH(), "小数") || !strings.Contains(e.EN(), "decimals") || !strings.Contains(e.EN(), "12.345") {
		t.Errorf("texts: %s / %s", e.ZH(), e.EN())
	}
}

func TestParseYuan(t *testing.T) {
	for in, want := range map[string]Fen{
		"0": 0, "12345.6": 1234560, "0.01": 1, "-0.01": -1, "12.340": 1234, "1,234,567.00": 123456700, "1,2345.00": 1234500,
		"10000000000000": Max,
	} {
		if got, err := ParseYuan(in); err != nil || got != want {
			t.Errorf("ParseYuan(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
	for in, want := range map[string]*fault.Def{
		"": ErrFormat, ".": ErrFormat, "1.": ErrFormat, ".5": ErrFormat, "1e3": ErrFormat, "NaN": ErrFormat, "¥1": ErrFormat, "１２": ErrFormat,
		"1 000": ErrFormat, "1,23": ErrFormat, ",123": ErrFormat, "--1": ErrFormat, "+1": ErrFormat, "0x10": ErrFormat,
		strings.Repeat("9", 50): ErrFormat, "10000000000000.01": ErrRange, "99999999999999999999": ErrRange, "0.001": ErrPrecision,
	} {
		if got, err := ParseYuan(in); !errors.Is(err, want) {
			t.Errorf("ParseYuan(%q) = %d, %v; want %s", in, got, err, want.Code())
		}
	}
}

func TestWan(t *testing.T) {
	f, err := ParseWan("896.8")
	if err != nil || f != 8_968_000*Yuan || f.Wan() != "896.80" || f.Grouped() != "8,968,000.00" {
		t.Fatalf("%d %v %s %s", f, err, f.Wan(), f.Grouped())
	}
	if got := Fen(1).Wan(); got != "0.000001" {
		t.Errorf("a fen is %s 万元", got)
	}
	if _, err := ParseWan("0.0000001"); !errors.Is(err, ErrPrecision) {
		t.Errorf("a tenth of a fen: %v", err)
	}
	if got := Fen(math.MinInt64).String(); got != "-92233720368547758.08" {
		t.Errorf("the least amount is %s", got)
	}
}

func TestRoundingToFen(t *testing.T) {
	for _, c := range []struct {
		in   string
		even Fen
		up   Fen
		cut  Fen
	}{
		{"0.005", 0, 1, 0}, {"0.015", 2, 2, 1}, {"0.025", 2, 3, 2}, {"-0.005", 0, -1, 0}, {"-0.015", -2, -2, -1},
		{"1.0149999", 101, 101, 101}, {"44083.333333", 4408333, 4408333, 4408333}, {"0.0250001", 3, 3, 2},
	} {
		d := udecimal.MustParse(c.in)
		for r, want := range map[Rounding]Fen{HalfEven: c.even, HalfUp: c.up, Truncate: c.cut, "": c.even} {
			if got, err := r.Fen(d); err != nil || got != want {
				t.Errorf("%s by %q = %d, %v; want %d", c.in, r, got, err, want)
			}
		}
	}
	if _, err := HalfEven.Fen(udecimal.MustParse("100000000000000000000")); !errors.Is(err, ErrRange) {
		t.Errorf("an amount over Max: %v", err)
	}
	var r Rounding
	if err := r.UnmarshalText([]byte("up")); !errors.Is(err, ErrRounding) {
		t.Errorf("unknown rule: %v", err)
	}
}

func TestTextOfAnAmountReadsBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fen(rapid.Int64Range(-int64(Max), int64(Max)).Draw(t, "fen"))
		for _, s := range []string{f.String(), f.Grouped(), f.Decimal().String()} {
			if got, err := ParseYuan(s); err != nil || got != f {
				t.Fatalf("%d → %s → %d, %v", f, s, got, err)
			}
		}
		if got, err := ParseWan(f.Wan()); err != nil || got != f {
			t.Fatalf("%d → %s 万元 → %d, %v", f, f.Wan(), got, err)
		}
	})
}

func FuzzParseYuan(f *testing.F) {
	for _, s := range []string{"1,234.50", "-0.01", "12.345", "99999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseYuan(s)
		if err != nil {
			return
		}
		if back, err := ParseYuan(v.String()); err != nil || back != v {
			t.Fatalf("%q is %d, which reads back as %d, %v", s, v, back, err)
		}
	})
}
