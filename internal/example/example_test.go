package example

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/sketch"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// shared is removed when all tests are done.
var shared string

// files are generated once for all tests that only read them.
var files = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		return "", err
	}
	shared = dir
	return dir, Generate(dir, Seed)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if shared != "" {
		_ = os.RemoveAll(shared)
	}
	os.Exit(code)
}

func generated(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("generates 145 MB")
	}
	dir, err := files()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func digest(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d := sha256.Sum256(b)
	return hex.EncodeToString(d[:])
}

// TestSameSeedSameBytes compares with digests on file, so another machine, day or compiler is noticed.
func TestSameSeedSameBytes(t *testing.T) {
	dir := generated(t)
	got := map[string]string{}
	var size int64
	for _, c := range Companies() {
		got[c.File] = digest(t, c.Path(dir))
		if info, err := os.Stat(c.Path(dir)); err == nil {
			size += info.Size()
			t.Logf("%-26s %9d bytes", c.File, info.Size())
		}
	}
	if size > 150<<20 {
		t.Errorf("%d MB, more than 150", size>>20)
	}
	out, _ := json.MarshalIndent(got, "", "  ")
	if *rewrite {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/digests.json", append(out, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/digests.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(want), out) {
		t.Errorf("the files' bytes changed: %s", out)
	}
}

func TestOtherSeedOtherBytesSameShape(t *testing.T) {
	a, b, c := t.TempDir(), t.TempDir(), t.TempDir()
	for dir, seed := range map[string]uint64{a: 1, b: 1, c: 2} {
		if err := Sample(dir, seed, 500); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range Companies() {
		if digest(t, x.Path(a)) != digest(t, x.Path(b)) {
			t.Errorf("%s: the same seed gives other bytes", x.Key)
		}
		if digest(t, x.Path(a)) == digest(t, x.Path(c)) {
			t.Errorf("%s: another seed gives the same bytes", x.Key)
		}
		if n := len(read(t, x.Path(c)).rows); n != 500 {
			t.Errorf("%s: %d rows, want 500", x.Key, n)
		}
	}
}

// TestCommittedSamplesAreTheGeneratorsOwn keeps examples/data in step.
func TestCommittedSamplesAreTheGeneratorsOwn(t *testing.T) {
	const dir = "../../examples/data"
	made := t.TempDir()
	if *rewrite {
		made = dir
	}
	if err := Sample(made, Seed, 100); err != nil {
		t.Fatal(err)
	}
	for _, c := range Companies() {
		if digest(t, c.Path(made)) != digest(t, filepath.Join(dir, c.File)) {
			t.Errorf("%s differs from what is generated", c.File)
		}
		if info, err := os.Stat(c.Path(made)); err != nil || info.Size() > 50_000 {
			t.Errorf("%s is larger than 50 kB", c.File)
		}
	}
}

// content is a file as the product's own reader sees it.
type content struct {
	names []string
	rows  [][]string
}

func read(t *testing.T, path string) (c content) {
	t.Helper()
	c.names = each(t, path, func(row [][]byte) {
		cells := make([]string, len(row))
		for i, b := range row {
			cells[i] = string(b)
		}
		c.rows = append(c.rows, cells)
	})
	return c
}

// each hands over a file's rows as the product's own reader sees them.
func each(t *testing.T, path string, row func([][]byte)) (columns []string) {
	t.Helper()
	src, err := table.Open(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = src.Close() }()
	for {
		r, err := src.Next()
		if errors.Is(err, io.EOF) {
			return src.Columns()
		}
		if err != nil {
			t.Fatal(err)
		}
		row(r)
	}
}

func (c content) column(name string) (out []string) {
	for i, n := range c.names {
		if n == name {
			for _, r := range c.rows {
				out = append(out, r[i])
			}
		}
	}
	return out
}

func sketchOf(t *testing.T, c Company, dir string) *sketch.Sketch {
	t.Helper()
	b, err := sketch.NewBuilder(tables[c.Key].columns, sketch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	each(t, c.Path(dir), b.Add)
	return b.Sketch()
}

func TestFilesHaveTheirRowsColumnsAndDirt(t *testing.T) {
	dir := generated(t)
	for _, c := range Companies() {
		count, repeated, empty, cells := 0, 0, 0, 0
		var last []byte
		names := each(t, c.Path(dir), func(r [][]byte) {
			count++
			line := bytes.Join(r, []byte{0})
			if bytes.Equal(line, last) {
				repeated++
			}
			last = line
			for _, cell := range r {
				cells++
				if len(cell) == 0 {
					empty++
				}
			}
		})
		if count != c.Rows {
			t.Errorf("%s: %d rows, want %d", c.Key, count, c.Rows)
		}
		if !slices.Equal(names, tables[c.Key].columns) {
			t.Errorf("%s: columns %v", c.Key, names)
		}
		if c.CopyOf == "" && (repeated < c.Rows/1000 || repeated > c.Rows/100) { // shuffling parts the repeats
			t.Errorf("%s: %d rows come twice in a row", c.Key, repeated)
		}
		if share := float64(empty) / float64(cells); share < 0.001 || share > 0.2 {
			t.Errorf("%s: %.4f of the cells are empty", c.Key, share)
		}
	}
	for key, bad := range map[string]struct {
		column string
		dirty  func(string) bool
	}{
		"trips":     {"应付金额元", func(s string) bool { return strings.HasPrefix(s, "-") }},
		"parking":   {"停车场编码", func(s string) bool { return strings.HasPrefix(s, "p") }},
		"line":      {"产品批号", func(s string) bool { return s == "批号缺失" }},
		"crops":     {"播种日期", func(s string) bool { return s == "去年十月" }},
		"tenders":   {"行政区划代码", func(s string) bool { return len(s) == 4 }},
		"coldchain": {"车厢温度", func(s string) bool { return s == "-127.0" }},
		"meters":    {"表计编码", func(s string) bool { return s == "##" }},
	} {
		c, err := Find(key)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, cell := range read(t, c.Path(dir)).column(bad.column) {
			if bad.dirty(cell) {
				n++
			}
		}
		if n < c.Rows/2000 || n > c.Rows/50 {
			t.Errorf("%s: %d dirty cells in %s", key, n, bad.column)
		}
	}
}

func TestOnlyTheHotelsHoldPersonalData(t *testing.T) {
	dir := generated(t)
	for _, c := range Companies() {
		ids, mobiles := make([]int, len(tables[c.Key].columns)), make([]int, len(tables[c.Key].columns))
		names := each(t, c.Path(dir), func(r [][]byte) {
			for i, cell := range r {
				if len(cell) == 18 && identifier.IsResidentID(string(cell)) {
					ids[i]++
				}
				if len(cell) == 11 && identifier.IsMobile(string(cell)) {
					mobiles[i]++
				}
			}
		})
		for i, name := range names {
			id, mobile := float64(ids[i])/float64(c.Rows), float64(mobiles[i])/float64(c.Rows)
			switch {
			case c.PersonalData && name == "证件号码":
				if id < 0.98 {
					t.Errorf("%.3f of the resident numbers are valid", id)
				}
			case c.PersonalData && name == "联系电话":
				if mobile < 0.97 {
					t.Errorf("%.3f of the mobile numbers are valid", mobile)
				}
			case id > 0 || mobile > 0:
				t.Errorf("%s: column %s: %.5f resident numbers, %.5f mobile numbers", c.Key, name, id, mobile)
			}
		}
	}
}

func TestResellersRowsAreToSeventyPercentTheTrips(t *testing.T) {
	dir := generated(t)
	copyist, err := Find("resold")
	if err != nil {
		t.Fatal(err)
	}
	source, err := Find(copyist.CopyOf)
	if err != nil {
		t.Fatal(err)
	}
	a, b := read(t, source.Path(dir)), read(t, copyist.Path(dir))

	// By brute force: rows of the copy, put back in the order of the source's columns, that the source holds.
	held := map[string]bool{}
	for _, r := range a.rows {
		held[strings.Join(r, "\x00")] = true
	}
	found := 0
	inOrder, lastAt := 0, ""
	for _, r := range b.rows {
		back := make([]string, len(r))
		for to, from := range resoldOrder {
			back[from] = r[to]
		}
		if held[strings.Join(back, "\x00")] {
			found++
		}
		if back[4] >= lastAt {
			inOrder++
		}
		lastAt = back[4]
	}
	if share := float64(found) / float64(len(b.rows)); math.Abs(share-0.70) > 0.01 {
		t.Errorf("%.4f of the rows are copied, want 0.70 ± 0.01", share)
	}
	if share := float64(inOrder) / float64(len(b.rows)); share > 0.55 {
		t.Errorf("%.2f of neighbouring rows are in the order of time: not shuffled", share)
	}
	for _, name := range b.names {
		if strings.Contains(strings.Join(a.names, " "), name) {
			t.Errorf("column %s was not renamed", name)
		}
	}

	// By sketch; and nothing else rings among the nine.
	sketches := map[string]*sketch.Sketch{}
	for _, c := range Companies() {
		sketches[c.Key] = sketchOf(t, c, dir)
	}
	for i, x := range Companies() {
		for _, y := range Companies()[i+1:] {
			m, err := sketch.Compare(sketches[x.Key], sketches[y.Key])
			if err != nil {
				t.Fatal(err)
			}
			pair := x.Key == source.Key && y.Key == copyist.Key || x.Key == copyist.Key && y.Key == source.Key
			if !pair {
				if m.Grade != sketch.None || m.ContainmentAB.Share() > 0.05 || m.ContainmentBA.Share() > 0.05 {
					t.Errorf("%s and %s: %s %+v", x.Key, y.Key, m.Grade, m)
				}
				continue
			}
			if x.Key == copyist.Key {
				m.ContainmentAB, m.ContainmentBA = m.ContainmentBA, m.ContainmentAB
			}
			t.Logf("copy in source %.3f, source in copy %.3f", m.ContainmentBA.Share(), m.ContainmentAB.Share())
			if m.Grade != sketch.Red || math.Abs(m.ContainmentBA.Share()-0.70) > 0.05 || math.Abs(m.ContainmentAB.Share()-0.56) > 0.05 {
				t.Errorf("%s %+v", m.Grade, m)
			}
		}
	}
}

func BenchmarkGenerateAll(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if err := Generate(dir, Seed); err != nil {
			b.Fatal(err)
		}
	}
}
