package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// readBlocks decodes all blocks in a random order and puts the rows back into theirs.
func readBlocks(path string, seed uint64) (rows []string, s Stream, err error) {
	s, err = OpenStream(path, Options{})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = s.Close() }()
	var blocks []Block
	for {
		b, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, s, err
		}
		blocks = append(blocks, b)
	}
	parts := make([][]string, len(blocks))
	var fail error
	for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(blocks)) {
		var b Batch
		if err := blocks[i].Decode(&b); err != nil {
			fail = err
		}
		for r := range b.Rows() {
			var cells []string
			for c := range b.Cols() {
				cells = append(cells, string(b.Cell(r, c)))
			}
			parts[i] = append(parts[i], strings.Join(cells, "\x00"))
		}
	}
	if err := s.Seal(); err != nil {
		return nil, s, err
	}
	for _, p := range parts {
		rows = append(rows, p...)
	}
	return rows, s, fail
}

func TestTheOrderOfDecodingDoesNotMatter(t *testing.T) {
	var b strings.Builder
	b.WriteString("编号,说明,数\n")
	for i := range 60_000 {
		switch i % 7 {
		case 0:
			fmt.Fprintf(&b, "%d,\"两行\n说\"\"明\",%d\n", i, i*i)
		case 1:
			fmt.Fprintf(&b, "%d,5\" 屏幕,\n", i)
		case 2:
			if i%7000 == 2 {
				b.WriteString("短行\n\n")
			}
			fallthrough
		default:
			fmt.Fprintf(&b, "%d,第%d条,%d\r\n", i, i, i)
		}
	}
	path := write(t, "a.csv", []byte(b.String()))
	_, want, src, err := readAll(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(3) {
		rows, s, err := readBlocks(path, seed)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(want) || s.Tally() != src.Tally() || s.Digest() != src.Digest() || s.Format() != src.Format() {
			t.Fatalf("%d rows, want %d; %+v, want %+v", len(rows), len(want), s.Tally(), src.Tally())
		}
		for i, r := range rows {
			if w := strings.ReplaceAll(strings.Join(want[i], "\x00"), "∅", ""); r != w {
				t.Fatalf("row %d: %q, want %q", i, r, w)
			}
		}
	}
}

func TestTheFirstFaultIsReportedWhateverTheOrder(t *testing.T) {
	text := "a,b\n" + strings.Repeat("1,2\n", 100_000) + "1,2,3\n" + strings.Repeat("1\n", 200_000)
	path := write(t, "a.csv", []byte(text))
	_, _, _, want := readAll(path, Options{})
	for seed := range uint64(4) {
		if _, _, err := readBlocks(path, seed); !errors.Is(err, ErrRagged) || err.Error() != want.Error() {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

// FuzzValidUTF8: the short way says what the library says.
func FuzzValidUTF8(f *testing.F) {
	for _, s := range []string{"中文字符和 ASCII 混排\xff\xe4\xb8", "\xe0\x80\x80\xed\xa0\x80abcdefgh", "中文中文中文中", "abcdefg中",
		"abcdefg\xe4", "abcdefg\xe4\xb8", "\x80", "中\x80文字字字字字", "é中文中文中文", "\xef\xbb\xbf编号", "abcdef中文\xb8",
		"\xf3\xbb\xbf", "\U0001F600"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if validUTF8(b) != utf8.Valid(b) {
			t.Errorf("%q", b)
		}
		// Around the text, whole characters: the fast way must see it at every place of a word.
		for k := range 8 {
			s := append([]byte("中文中文中文中文"[:24-k%3*3]), bytes.Repeat([]byte("a"), k)...)
			if s = append(append(s, b...), "中文ab"...); validUTF8(s) != utf8.Valid(s) {
				t.Errorf("%q", s)
			}
		}
	})
}

func BenchmarkValidUTF8(b *testing.B) {
	text := []byte(strings.Repeat("DD0000000000,郭娟华,13028347476,湘D76228,南京市,2026-03-22 17:13:56,已完成,费用检修正常\n", 2000))
	for name, valid := range map[string]func([]byte) bool{"ours": validUTF8, "library": utf8.Valid} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if !valid(text) {
					b.Fatal()
				}
			}
		})
	}
}
