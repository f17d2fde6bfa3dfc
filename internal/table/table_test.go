package table

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"shurong.org/shurong/fault"
)

func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll returns the header and all rows; nil cells as "∅".
func readAll(path string, o Options) (cols []string, rows [][]string, s *Source, err error) {
	s, err = Open(path, o)
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = s.Close() }()
	for {
		r, err := s.Next()
		if errors.Is(err, io.EOF) {
			return s.Columns(), rows, s, nil
		}
		if err != nil {
			return s.Columns(), rows, s, err
		}
		row := make([]string, len(r))
		for i, c := range r {
			row[i] = string(c)
			if c == nil {
				row[i] = "∅"
			}
		}
		rows = append(rows, row)
	}
}

func flat(rows [][]string) string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join(r, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestTextTablesComeOutAlikeHoweverTheyAreWritten(t *testing.T) {
	const want = "1|张三|3.5\n2|李四|∅\n3|a,b|7"
	for name, text := range map[string]string{
		"comma":               "编号,姓名,金额\n1,张三,3.5\n2,李四,\n3,\"a,b\",7\n",
		"no last line end":    "编号,姓名,金额\n1,张三,3.5\n2,李四,\n3,\"a,b\",7",
		"CRLF":                "编号,姓名,金额\r\n1,张三,3.5\r\n2,李四,\r\n3,\"a,b\",7\r\n",
		"CR alone":            "编号,姓名,金额\r1,张三,3.5\r2,李四,\r3,\"a,b\",7\r",
		"tab":                 "编号\t姓名\t金额\n1\t张三\t3.5\n2\t李四\t\n3\ta,b\t7\n",
		"semicolon":           "编号;姓名;金额\n1;张三;3.5\n2;李四;\n3;a,b;7\n",
		"bar":                 "编号|姓名|金额\n1|张三|3.5\n2|李四|\n3|a,b|7\n",
		"all quoted":          "\"编号\",\"姓名\",\"金额\"\n\"1\",\"张三\",\"3.5\"\n\"2\",\"李四\",\n\"3\",\"a,b\",\"7\"\n",
		"blank lines between": "编号,姓名,金额\n\n1,张三,3.5\n\n2,李四,\n3,\"a,b\",7\n\n\n",
		"blank lines before":  "\n\n编号,姓名,金额\n1,张三,3.5\n2,李四,\n3,\"a,b\",7\n",
		"byte order mark":     "\ufeff编号,姓名,金额\n1,张三,3.5\n2,李四,\n3,\"a,b\",7\n",
	} {
		t.Run(name, func(t *testing.T) {
			cols, rows, s, err := readAll(write(t, "a.csv", []byte(text)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := flat(rows); got != want || strings.Join(cols, "|") != "编号|姓名|金额" {
				t.Errorf("columns %q rows:\n%s", cols, got)
			}
			if s.Digest() != sha256.Sum256([]byte(text)) {
				t.Error("the digest is not that of the file")
			}
			if s.Tally().Rows != 3 || !s.Format().Header {
				t.Errorf("%+v %+v", s.Tally(), s.Format())
			}
		})
	}
}

func TestQuotesFollowRFC4180AndForgiveTheRest(t *testing.T) {
	for in, want := range map[string]string{
		"a,b\n\"say \"\"hi\"\"\",2\n": `say "hi"|2`,
		"a,b\n\"two\nlines\",2\n":     "two\nlines|2",
		"a,b\n\"\",2\n":               "|2",
		"a,b\nit\"s,2\n":              `it"s|2`,
		"a,b\n\"x\" y,2\n":            `x" y,2`, // the quote goes on to be closed
		"a,b\n\"q\"\r\n":              "",
	} {
		_, rows, _, err := readAll(write(t, "a.csv", []byte(in)), Options{Header: HeaderPresent, Separator: ','})
		switch {
		case want == "" && err == nil, want != "" && strings.Contains(want, "y,2") && !errors.Is(err, ErrQuoteUnclosed):
			t.Errorf("%q: got %v, %v", in, rows, err)
		case want != "" && !strings.Contains(want, "y,2") && (err != nil || flat(rows) != want):
			t.Errorf("%q: got %q, %v", in, flat(rows), err)
		}
	}
}

func TestEncodingsAreFoundAndRead(t *testing.T) {
	const text = "车牌号,里程,备注\n苏A12345,12.5,城市道路正常行驶\n浙B67890,8.1,高速公路\n"
	gb := func(s string) []byte { b, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s)); return b }
	u16 := func(e unicode.Endianness, bom unicode.BOMPolicy, s string) []byte {
		b, _ := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(s))
		return b
	}
	latin, _ := charmap.Windows1252.NewEncoder().Bytes([]byte("name,city\nJosé,Málaga\nZoë,Köln\n"))
	numbers := strings.Repeat("12345,67890\n", blockSize/10)
	for name, c := range map[string]struct {
		in       []byte
		enc, row string
	}{
		"utf-8":              {[]byte(text), UTF8, "苏A12345|12.5|城市道路正常行驶"},
		"gbk":                {gb(text), GBK, "苏A12345|12.5|城市道路正常行驶"},
		"gb18030 four bytes": {gb("姓名,备注\n张㐂𠀀,四字节汉字\n"), GB18030, "张㐂𠀀|四字节汉字"},
		"utf-16 le with mark": {u16(unicode.LittleEndian, unicode.ExpectBOM, text), UTF16LE,
			"苏A12345|12.5|城市道路正常行驶"},
		"utf-16 be with mark": {u16(unicode.BigEndian, unicode.ExpectBOM, text), UTF16BE, "苏A12345|12.5|城市道路正常行驶"},
		"utf-16 le without mark": {u16(unicode.LittleEndian, unicode.IgnoreBOM, text), UTF16LE,
			"苏A12345|12.5|城市道路正常行驶"},
		"windows-1252": {latin, Windows1252, "José|Málaga"},
		"ascii":        {[]byte("a,b\nx,1\n"), ASCII, "x|1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, rows, s, err := readAll(write(t, "a.csv", c.in), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if s.Format().Encoding != c.enc || flat(rows[:1]) != c.row {
				t.Errorf("encoding %s, first row %q", s.Format().Encoding, flat(rows[:1]))
			}
			if s.Tally().InvalidBytes != 0 {
				t.Errorf("%d invalid", s.Tally().InvalidBytes)
			}
		})
	}
	t.Run("the first Chinese character comes after a megabyte of numbers", func(t *testing.T) {
		for enc, tail := range map[string][]byte{UTF8: []byte("末行,中文内容"), GBK: gb("末行,中文内容")} {
			_, rows, s, err := readAll(write(t, "a.csv", append([]byte("a,b\n"+numbers), tail...)), Options{})
			if err != nil || s.Format().Encoding != enc || flat(rows[len(rows)-1:]) != "末行|中文内容" {
				t.Errorf("%s: %v %q %v", enc, s.Format(), rows[len(rows)-1], err)
			}
		}
	})
	t.Run("a few broken bytes are counted", func(t *testing.T) {
		in := "名称,值\n" + strings.Repeat("正常内容,1\n", 500) + "坏\xff字节,2\n"
		_, rows, s, err := readAll(write(t, "a.csv", []byte(in)), Options{})
		if err != nil || s.Tally().InvalidBytes != 1 || s.Format().Encoding != UTF8 || rows[500][0] != "坏\uFFFD字节" {
			t.Errorf("%+v %v", s.Tally(), err)
		}
	})
}

func TestCharactersSplitByABlockAreWhole(t *testing.T) {
	for shift := range 4 {
		in := "a" + strings.Repeat("b", shift) + ",c\n" + strings.Repeat("数据资产,融资\n", blockSize/10)
		gb, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(in))
		for enc, b := range map[string][]byte{UTF8: []byte(in), GBK: gb} {
			_, rows, s, err := readAll(write(t, "a.csv", b), Options{})
			if err != nil || s.Tally().InvalidBytes != 0 || len(rows) != blockSize/10 {
				t.Fatalf("%s: %v, %d rows, %+v", enc, err, len(rows), s.Tally())
			}
			for i, r := range rows {
				if r[0] != "数据资产" || r[1] != "融资" {
					t.Fatalf("%s row %d: %q", enc, i, r)
				}
			}
		}
	}
}

func TestCompressedTablesAreRead(t *testing.T) {
	var gz, zs bytes.Buffer
	g := gzip.NewWriter(&gz)
	_, _ = io.WriteString(g, "a,b\n1,2\n3,4\n")
	_ = g.Close()
	z, _ := zstd.NewWriter(&zs)
	_, _ = io.WriteString(z, "a,b\n1,2\n3,4\n")
	_ = z.Close()
	for name, b := range map[string][]byte{"gzip": gz.Bytes(), "zstd": zs.Bytes()} {
		_, rows, s, err := readAll(write(t, "t", b), Options{})
		if err != nil || flat(rows) != "1|2\n3|4" || s.Format().Compression != name || s.Digest() != sha256.Sum256(b) {
			t.Errorf("%s: %v %v %+v", name, rows, err, s)
		}
		if _, _, _, err := readAll(write(t, "t", b[:len(b)-6]), Options{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s cut off: %v", name, err)
		}
	}
}

func TestHeadersAreFound(t *testing.T) {
	for in, header := range map[string]bool{
		"id,name\n1,x\n2,y\n": true,
		"1,x\n2,y\n3,z\n":     false,
		"北京,海淀\n上海,浦东\n北京,朝阳\n北京,海淀\n":              false,
		"city,district\nBeijing,Haidian\n":          true,
		"2026-01-01,3.5\n2026-01-02,3.6\n":          false,
		"date,2019,2020\nx,1,2\ny,2,3\n":            true,
		"year,value\n2019,1\n2020,2\n":              true,
		"a\nb\nc\n":                                 true,
		"110101,东华门街道,110101\n110102,西长安街,110102\n": false,
	} {
		_, _, s, err := readAll(write(t, "a.csv", []byte(in)), Options{})
		if err != nil || s.Format().Header != header {
			t.Errorf("%q: header %v, %v", in, !header, err)
		}
	}
	cols, _, _, err := readAll(write(t, "a.csv", []byte("a,,a,a\n1,2,3,4\n")), Options{})
	if err != nil || strings.Join(cols, "|") != "a|column_2|a_2|a_3" {
		t.Errorf("%q %v", cols, err)
	}
}

func TestBadInputHasItsOwnFault(t *testing.T) {
	wide := func(n int) []byte {
		return []byte(strings.Repeat("c,", n-1) + "c\n" + strings.Repeat("1,", n-1) + "1\n")
	}
	ok := strings.Repeat("1,2,3\n", 50)
	for name, c := range map[string]struct {
		in   []byte
		want *fault.Def
		says []string
	}{
		"empty":                         {nil, ErrEmpty, []string{"a.csv"}},
		"a byte order mark and no more": {[]byte("\ufeff"), ErrEmpty, nil},
		"white space only":              {[]byte("  \n\n \r\n"), ErrEmpty, nil},
		"header only":                   {[]byte("a,b,c\n"), ErrNoRows, nil},
		"5,001 columns":                 {wide(5001), ErrTooManyColumns, []string{"5000"}},
		"a 10 MB field": {[]byte("a,b,c\n" + ok + "7,\"" + strings.Repeat("x", 10<<20) + "\",9\n"),
			ErrFieldTooLong, []string{"line 52", "column 2", "(b)", "1048576"}},
		"a 10 MB unquoted field": {[]byte("a,b,c\n" + ok + "7,8," + strings.Repeat("x", 10<<20) + "\n"),
			ErrFieldTooLong, []string{"line 52", "column 3", "(c)"}},
		"ragged": {[]byte("a,b,c\n" + ok + "1,2\n" + ok), ErrRagged, nil},
		"ragged, few rows": {[]byte("a,b,c\n1,2,3\n1,2,3,4\n"), ErrRagged, []string{"line 3",
			"3 columns", "has 4"}},
		"no text": {bytes.Repeat([]byte{0, 1, 2, 3, 250, 251, 7, 8}, 100), ErrNotText, nil},
		"a spreadsheet": {[]byte("PK\x03\x04" + strings.Repeat("\x00\x14\x06", 99)), ErrNotText,
			[]string{"XLSX"}},
		"a quote that is not closed": {[]byte("a,b,c\n1,2,3\n4,\"5,6\n7,8,9\n"), ErrQuoteUnclosed,
			[]string{"line 3", "column 2"}},
		"gzip cut off": {[]byte("\x1f\x8b\x08\x00\x00"), ErrDamaged, nil},
		"parquet without footer": {[]byte("PAR1 and then nothing that is any use at all"), ErrDamaged,
			[]string{"footer"}},
		"mixed encodings": {[]byte("a,b\n" + strings.Repeat("正常的中文,好\n",
			99) + strings.Repeat("\xb2\xe2,1\n", 20)), ErrEncoding, []string{"utf-8"}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "ragged" { // 1 of 101 is tolerated, 2 of 102 are not
				if _, _, s, err := readAll(write(t, "a.csv", c.in), Options{}); err != nil || s.Tally().Ragged != 1 ||
					s.Tally().FirstRagged != 52 {
					t.Errorf("%v", err)
				}
				c.in = append(c.in, "9\n"...)
				c.says = []string{"line 52", "3 columns", "has 2", "2 rows"}
			}
			_, _, _, err := readAll(write(t, "a.csv", c.in), Options{})
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v", err)
			}
			f := fault.From(err)
			for _, s := range c.says {
				if !strings.Contains(f.EN(), s) {
					t.Errorf("%q does not say %q", f.EN(), s)
				}
			}
			if f.ZH() == f.EN() || strings.Contains(f.ZH()+f.EN(), "{") {
				t.Errorf("texts: %q %q", f.ZH(), f.EN())
			}
		})
	}
	if _, rows, _, err := readAll(write(t, "a.csv", wide(5000)), Options{}); err != nil || len(rows) != 1 ||
		len(rows[0]) != 5000 {
		t.Errorf("5,000 columns: %v", err)
	}
	if _, _, _, err := readAll(filepath.Join(t.TempDir(), "none.csv"), Options{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("missing: %v", err)
	}
	if _, _, _, err := readAll(t.TempDir(), Options{}); !errors.Is(err, ErrNotFile) {
		t.Errorf("folder: %v", err)
	}
	if _, _, _, err := readAll(write(t, "a.csv", []byte("a\n1\n")), Options{Encoding: "klingon"}); !errors.Is(err,
		ErrUnknownEncoding) {
		t.Errorf("encoding: %v", err)
	}
}

func TestAFileThatDoesNotHoldStillIsRefused(t *testing.T) {
	content := []byte("a,b\n" + strings.Repeat("hello,12345\n", 8*blockSize/12))
	for name, c := range map[string]struct {
		disturb func(path string) error
		want    *fault.Def
	}{
		"removed":   {os.Remove, ErrVanished},
		"truncated": {func(p string) error { return os.Truncate(p, int64(len(content)/2)) }, ErrTruncated},
		"appended to": {func(p string) error {
			f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }()
			_, err = f.WriteString("late,1\n")
			return err
		}, ErrChanged},
		"replaced": {func(p string) error {
			if err := os.WriteFile(p+".new", content, 0o600); err != nil {
				return err
			}
			return os.Rename(p+".new", p)
		}, ErrChanged},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, "a.csv", content)
			s, err := Open(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			if _, err := s.NextBatch(); err != nil {
				t.Fatal(err)
			}
			if err := c.disturb(path); err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = s.NextBatch()
			}
			if !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
			if _, again := s.NextBatch(); !errors.Is(again, c.want) {
				t.Errorf("the fault does not stay: %v", again)
			}
		})
	}
}

func TestRowsLargerThanABlockAreWhole(t *testing.T) {
	cell := strings.Repeat("长", 200_000)
	in := "a,b\n" + strings.Repeat(fmt.Sprintf("\"%s\n%s\",1\n", cell[:300_000], cell[:300_000]), 5)
	_, rows, _, err := readAll(write(t, "a.csv", []byte(in)), Options{})
	if err != nil || len(rows) != 5 || len(rows[4][0]) != 600_001 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
}
