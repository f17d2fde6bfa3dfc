package profile

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestCellsAreClassified(t *testing.T) {
	for in, want := range map[string]Kind{
		"": Null, "  ": Blank, "\u3000": Blank, "NULL": Marker, "N/A": Marker, "-": Marker, "未知": Marker, `\N`: Marker,
		"NaN": Marker,
		"无":   Text, "0": Integer, "42": Integer, "-7": Integer, "+7": Integer, "1,234": Integer, "1,234,567": Integer,
		" 42 ":  Integer,
		"12,34": Text, "1,23,456": Text, "3.5": Decimal, "-0.01": Decimal, ".5": Decimal, "5.": Decimal,
		"1e-3": Decimal, "1,234.50": Decimal,
		"12%": Decimal, "1.2.3": Code, "--1": Code, "+": Text, ".": Text, "e5": Code,
		"007": Code, "0.5": Decimal, "1234567890123456": Code, "123456789012345": Integer,
		"11010519491231002X": Code, "A-17": Code, "SJ3212026010001": Code, "192.168.1.1": Code, "苏A12345": Text,
		"hello": Text, "two words 2": Text,
		"true": Boolean, "是": Boolean, "N": Boolean, "08:30": Clock, "8:30:15": Clock, "25:00": Code, "DEC12": Code,
		"DEC122026":  Code,
		"2026-03-01": Date, "2026-3-1": Date, "2026/03/01": Date, "2026.03.01": Date, "2026.03": Decimal,
		"2026年3月1日": Date, "2026年3月": Date, "2026-03": Date,
		"2026-02-29": Code, "2024-02-29": Date, "2026-13-01": Code, "2026-03-01 08:30": DateTime,
		"2026-03-01T08:30:15Z":          DateTime,
		"2026-03-01T08:30:15.123+08:00": DateTime, "2026年3月1日 8时30分": DateTime, "2026年3月1日8时30分15秒": DateTime,
		"3/1/2026": Date, "31/12/2026": Date, "12/31/26": Date, "31/31/2026": Code, "1-Mar-2026": Date,
		"1 Mar 2026": Date, "March 1, 2026": Date,
		"Mar 1 2026": Date, "Sun Mar 01 08:00:00 +0000 2026": DateTime, "Sun, 01 Mar 2026 08:00:00 GMT": DateTime,
		"3/1/2026 8:30 PM": DateTime,
		"May":              Text, "Monday": Text, "2026年": Text, "20260301": Integer, "20261301": Integer,
	} {
		if got := read([]byte(in)); got.kind != want {
			t.Errorf("%q is %s, want %s", in, kindNames[got.kind], kindNames[want])
		}
	}
	for in, compact := range map[string]bool{"20260301": true, "20260301083000": true, "20260230": false,
		"18991231": false, "12345678": false} {
		if got := read([]byte(in)); got.compact != compact {
			t.Errorf("%q compact date %v", in, got.compact)
		}
	}
}

func TestInstantsAreReadAsWritten(t *testing.T) {
	for in, want := range map[string]string{
		"2026年3月1日": "2026-03-01 00:00:00", "2026-03-01T08:30:15.5+08:00": "2026-03-01 08:30:15",
		"3/4/2026 8:05 PM": "2026-03-04 20:05:00",
		"2/1/69":           "2069-02-01 00:00:00", "2/1/70": "1970-02-01 00:00:00", "2026-03": "2026-03-01 00:00:00",
		"12/31/2026 12:00 AM": "2026-12-31 00:00:00",
		"1900-02-28":          "1900-02-28 00:00:00", "0001-01-01": "0001-01-01 00:00:00",
		"9999-12-31 24:00":               "10000-01-01 00:00:00",
		"Wed Jun 30 23:59:59 +0000 2010": "2010-06-30 23:59:59", "20260301083000": "2026-03-01 08:30:00",
	} {
		if got := time.Unix(read([]byte(in)).when.sec, 0).UTC().Format(time.DateTime); got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
	w := read([]byte("3/4/2026")).when
	if got := time.Unix(w.swapped, 0).UTC().Format(time.DateOnly); got != "2026-04-03" || !w.monthFirst || !w.dayFirst {
		t.Errorf("day first %s %+v", got, w)
	}
}

func TestDaysAgreeWithTheLibrary(t *testing.T) {
	for d := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 10000; d = d.AddDate(0, 0, 7) {
		got, ok := days(d.Year(), int(d.Month()), d.Day())
		if !ok || got*daySeconds != d.Unix() {
			t.Fatalf("%s is day %d", d, got)
		}
	}
}

// FuzzRead: a cell is classified without failing, and what is called a number is one to strconv too, with the same
// value.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"1,234.5", "2026年3月1日8时30分", "Sun Mar 01 08:00:00 +0000 2026", "1e308", "12%", "00",
		"\u3000x\u3000", "3/4/26 8:30 pm", "99999999999999999999.9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := read([]byte(s))
		if r.kind != Integer && r.kind != Decimal {
			return
		}
		text := strings.ReplaceAll(strings.TrimSpace(s), ",", "")
		scale := 1.0
		if rest, ok := strings.CutSuffix(text, "%"); ok {
			text, scale = rest, 100
		}
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatalf("%q is a %s: %v", s, kindNames[r.kind], err)
		}
		if want /= scale; math.Abs(r.num-want) > math.Abs(want)*1e-14 {
			t.Fatalf("%q is %v, want %v", s, r.num, want)
		}
	})
}
