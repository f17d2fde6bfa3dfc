package table

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
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
