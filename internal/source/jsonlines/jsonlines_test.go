package jsonlines_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/jsonlines"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/table"
)

func read(content string, o jsonlines.Options) (cols, rows []string, s *jsonlines.Stream, err error) {
	s, err = jsonlines.Open(sourcetest.InMemory([]byte(content)), o)
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = s.Close() }()
	rows, err = sourcetest.Rows(s)
	return s.Columns(), rows, s, err
}

func TestObjectsBecomeColumnsWithDottedNames(t *testing.T) {
	cols, rows, s, err := read("\xef\xbb\xbf"+`{"id": 1, "name": "张\u4e09", "addr": {"city": "西安", "geo": {"lat": 34.20, "deep": {"x": {"y": 1}}}}, "tags": [1, "a b"], "ok": true}

{"id":12345678901234567890,"name":null,"addr":{},"tags":[],"ok":false,"extra":""}`+"\r\n", jsonlines.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"id", "name", "addr", "addr.city", "addr.geo.lat", "addr.geo.deep.x", "tags", "ok",
		"extra"}, cols); d == "" {
		t.Error("an object that is only ever an object has a column")
	}
	if d := cmp.Diff([]string{"id", "name", "addr.city", "addr.geo.lat", "addr.geo.deep.x", "tags", "ok", "extra"},
		cols); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{`1|张三|西安|34.20|{"y":1}|[1,"a b"]|true|∅`, `12345678901234567890|∅|∅|∅|∅|[]|false|∅`},
		rows); d != "" {
		t.Error(d)
	}
	if tally := s.Tally(); tally.Rows != 2 || tally.BlankLines != 1 {
		t.Errorf("%+v", tally)
	}
}

func TestAKeyMayHoldAnObjectOrAValue(t *testing.T) {
	cols, rows, _, err := read(`{"a":{"b":1}}`+"\n"+`{"a":7}`+"\n"+`{"a.b":"other"}`, jsonlines.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"a", "a.b", "a.b_2"}, cols); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"∅|1|∅", "7|∅|∅", "∅|∅|other"}, rows); d != "" {
		t.Error(d)
	}
}

// lines makes n rows; every bad-th is text, every extra-th has a key of its own.
func lines(n, bad, extra int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		switch {
		case bad > 0 && i%bad == 0:
			b.WriteString("not json\n")
		case extra > 0 && i%extra == 0:
			fmt.Fprintf(&b, `{"id":%d,"late":1}`+"\n", i)
		default:
			fmt.Fprintf(&b, `{"id":%d,"v":"%s"}`+"\n", i, strings.Repeat("x", i%50))
		}
	}
	return b.String()
}

func TestOneBadRowInAHundredIsTolerated(t *testing.T) {
	_, _, s, err := read(lines(50_000, 200, 0), jsonlines.Options{SchemaRows: 100})
	if err != nil {
		t.Fatal(err)
	}
	if tally := s.Tally(); tally.Ragged != 250 || tally.FirstRagged != 200 || tally.Rows != 49_750 {
		t.Errorf("%+v", tally)
	}
	_, _, _, err = read(lines(50_000, 50, 0), jsonlines.Options{SchemaRows: 20})
	if !errors.Is(err, jsonlines.ErrNotObjects) {
		t.Fatalf("got %v", err)
	}
	if f := fault.From(err); !strings.Contains(f.ZH(), "第 50 行") || !strings.Contains(f.EN(), "line 50 ") ||
		f.HintZH() == "" {
		t.Errorf("%s / %s", f.ZH(), f.EN())
	}
}

func TestKeysThatComeLaterAreCountedAndTooManyRefused(t *testing.T) {
	_, _, s, err := read(lines(20_000, 0, 200), jsonlines.Options{SchemaRows: 100})
	if err != nil {
		t.Fatal(err)
	}
	if n, key, line := s.NewKeys(); n != 100 || s.Tally().Unplaced != 100 || key != "late" || line != 200 {
		t.Errorf("%d rows, key %s, line %d", n, key, line)
	}
	_, _, _, err = read(lines(20_000, 0, 30), jsonlines.Options{SchemaRows: 20})
	if !errors.Is(err, jsonlines.ErrNewKeys) || !strings.Contains(err.Error(), "line 30 has the key late") {
		t.Fatalf("got %v", err)
	}
}

func TestTheDigestIsThatOfTheBytesAsTheyLie(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write([]byte(lines(1000, 0, 0)))
	_ = w.Close()
	_, rows, s, err := read(z.String(), jsonlines.Options{})
	if err != nil || len(rows) != 1000 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if s.Digest() != sha256.Sum256(z.Bytes()) || s.Format().Compression != "gzip" {
		t.Errorf("%x %+v", s.Digest(), s.Format())
	}
	_, _, _, err = read(z.String()[:z.Len()-20], jsonlines.Options{})
	if !errors.Is(err, table.ErrDamaged) {
		t.Errorf("cut off: %v", err)
	}
}

func TestOtherEncodingsAreRead(t *testing.T) {
	text := `{"名":"张三"}` + "\n"
	var wide []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	gbk := "{\"\xc3\xfb\":\"\xd5\xc5\xc8\xfd\"}\n"
	for _, c := range []struct{ content, encoding string }{{string(wide), ""}, {gbk, "gbk"}} {
		cols, rows, _, err := read(c.content, jsonlines.Options{Encoding: c.encoding})
		if err != nil || cols[0] != "名" || rows[0] != "张三" {
			t.Errorf("%q: %q %q %v", c.encoding, cols, rows, err)
		}
	}
}

func TestBadFiles(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    *fault.Def
	}{
		"empty":       {"", table.ErrEmpty},
		"mark only":   {"\xef\xbb\xbf", table.ErrEmpty},
		"blank":       {" \n\n", table.ErrEmpty},
		"array":       {`[{"a":1}]`, jsonlines.ErrArray},
		"pretty":      {"{\n \"a\": 1\n}\n", jsonlines.ErrNotObjects},
		"no keys":     {"{}\n{}\n", jsonlines.ErrNoKeys},
		"repeated":    {`{"a":1,"a":2}`, jsonlines.ErrNotObjects},
		"controls":    {"{\"a\":\"\x01\"}", jsonlines.ErrNotObjects},
		"NUL":         {"{\"a\":\"\x00\"}", jsonlines.ErrNotObjects},
		"binary":      {"{\x00\x01\x02\x03\n\xff\xfe", jsonlines.ErrNotObjects},
		"not UTF-8":   {strings.Repeat("{\"a\":\"\xff\xfe\"}\n", 100), table.ErrEncoding},
		"huge cell":   {`{"a":"` + strings.Repeat("x", table.MaxField+1) + `"}`, table.ErrFieldTooLong},
		"huge line":   {`{"a":1}` + "\n" + `{"a":"` + strings.Repeat("x", table.MaxRow+1), table.ErrRowTooLong},
		"wide":        {wide(table.MaxColumns + 1), table.ErrTooManyColumns},
		"two on line": {`{"a":1}{"a":2}`, jsonlines.ErrNotObjects},
		"encoding":    {"{}", table.ErrUnknownEncoding},
	} {
		o := jsonlines.Options{}
		if name == "encoding" {
			o.Encoding = "ebcdic"
		}
		_, _, _, err := read(c.content, o)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func wide(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `%s"c%d":1`, map[bool]string{true: "{", false: ","}[i == 0], i)
	}
	return b.String() + "}"
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{`{"a":1}`, lines(50, 7, 5), `{"a":{"b":[1,{}]},"c":"\u0000\ud800"}`, "\xff\xfe{\x00",
		"\x1f\x8b\x08\x00", "[", "{\"\xff\":1}"} {
		f.Add([]byte(s), uint8(2))
	}
	f.Fuzz(func(t *testing.T, content []byte, rows uint8) {
		s, err := jsonlines.Open(sourcetest.InMemory(content), jsonlines.Options{SchemaRows: int(rows)})
		if err != nil {
			if fault.From(err).Kind() == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		got, err := sourcetest.Rows(s)
		if err != nil && fault.From(err).Kind() == fault.Internal {
			t.Fatal(err)
		}
		if err == nil && int64(len(got)) != s.Tally().Rows {
			t.Fatalf("%d rows, tally %+v", len(got), s.Tally())
		}
		for _, r := range got {
			if !utf8.ValidString(r) {
				t.Fatalf("not UTF-8: %q", r)
			}
		}
	})
}
