package example

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/money"
	"shurong.org/shurong/sketch"
	"shurong.org/shurong/valuation"
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
		os.RemoveAll(shared)
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

func TestOrganisationsAreWellFormedAndFictitious(t *testing.T) {
	codes, accounts, keys := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range Everyone() {
		if _, err := identifier.ParseUSCC(o.USCC); err != nil {
			t.Errorf("%s: %v", o.Key, err)
		}
		if !strings.Contains(o.Name.ZH, "示例") || !strings.Contains(o.Name.EN, "Example") {
			t.Errorf("%s: %s does not say that it is made up", o.Key, o.Name.ZH)
		}
		for _, p := range []Person{o.Maker, o.Checker} {
			if accounts[p.Account] || p.Account == "" || p.Name == "" {
				t.Errorf("%s: account %q is empty or taken", o.Key, p.Account)
			}
			accounts[p.Account] = true
		}
		if codes[o.USCC] || keys[o.Key] {
			t.Errorf("%s: code or key taken", o.Key)
		}
		codes[o.USCC], keys[o.Key] = true, true
	}
	if len(keys) != 18 {
		t.Errorf("%d organisations, want 18", len(keys))
	}
}

func TestCompaniesFollowTheDealAndTheForm(t *testing.T) {
	provinces, cities := map[string]bool{}, map[string]bool{}
	var total money.Fen
	formats := map[Format]int{}
	for _, c := range Companies() {
		provinces[c.Province.ZH], cities[c.City.ZH] = true, true
		formats[c.Format]++
		total += c.Loan.Requested
		if c.Loan.Requested < 1000*money.Wan || c.Loan.Requested > 2500*money.Wan {
			t.Errorf("%s asks for %d fen", c.Key, c.Loan.Requested)
		}
		if n := utf8.RuneCountInString(c.Title); n > 40 {
			t.Errorf("%s: the title has %d characters", c.Key, n)
		}
		if utf8.RuneCountInString(c.Summary.ZH) > 400 || utf8.RuneCountInString(c.Summary.EN) > 400 {
			t.Errorf("%s: the summary is longer than 400 characters", c.Key)
		}
		if c.Rows < 1e4 || c.Rows > 1e6 {
			t.Errorf("%s: %d rows", c.Key, c.Rows)
		}
	}
	if len(provinces) != 4 || len(cities) != 7 || len(Companies()) != 9 || total != 13370*money.Wan {
		t.Errorf("%d firms, %d provinces, %d cities, %d fen", len(Companies()), len(provinces), len(cities), total)
	}
	if formats[CSVGB18030] == 0 || formats[CSVGBK] == 0 || formats[CSVGzip] == 0 || formats[Parquet] == 0 {
		t.Errorf("formats: %v", formats)
	}
}

func TestAppraisalsSupportTheAmountsAskedFor(t *testing.T) {
	for _, c := range Companies() {
		f, err := valuation.Decode(c.ValuationYAML(Until), c.Key+".yaml")
		if err != nil {
			t.Fatalf("%s: %v", c.Key, err)
		}
		r, err := valuation.Value(f)
		if err != nil {
			t.Fatalf("%s: %v", c.Key, err)
		}
		share := float64(c.Loan.Requested) / float64(r.ValueFen)
		t.Logf("%s: asks for %d of %d 万元, %.3f", c.Key, c.Loan.Requested/money.Wan, r.ValueFen/money.Wan, share)
		if share < 0.30 || share > 0.60 {
			t.Errorf("%s asks for %.2f of its value", c.Key, share)
		}
	}
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

// content is a file as the product's own reader sees it.
type content struct {
	names []string
	rows  [][]string
}

func read(t *testing.T, path string) content {
	t.Helper()
	src, err := table.Open(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	c := content{names: src.Columns()}
	for {
		row, err := src.Next()
		if err == io.EOF {
			return c
		}
		if err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(row))
		for i, b := range row {
			cells[i] = string(b)
		}
		c.rows = append(c.rows, cells)
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

func (c content) sketch(t *testing.T) *sketch.Sketch {
	t.Helper()
	b, err := sketch.NewBuilder(c.names, sketch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	row := make([][]byte, len(c.names))
	for _, r := range c.rows {
		for i, cell := range r {
			row[i] = []byte(cell)
		}
		b.Add(row)
	}
	return b.Sketch()
}

func TestFilesHaveTheirRowsColumnsAndDirt(t *testing.T) {
	dir := generated(t)
	for _, c := range Companies() {
		got := read(t, c.Path(dir))
		if len(got.rows) != c.Rows {
			t.Errorf("%s: %d rows, want %d", c.Key, len(got.rows), c.Rows)
		}
		if strings.Join(got.names, " ") != strings.Join(tables[c.Key].columns, " ") {
			t.Errorf("%s: columns %v", c.Key, got.names)
		}
		repeated, empty, cells := 0, 0, 0
		last := ""
		for _, r := range got.rows {
			line := strings.Join(r, "\x00")
			if line == last {
				repeated++
			}
			last = line
			for _, cell := range r {
				cells++
				if cell == "" {
					empty++
				}
			}
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
		got := read(t, c.Path(dir))
		ids, mobiles := map[string]float64{}, map[string]float64{}
		for i, name := range got.names {
			for _, r := range got.rows {
				if identifier.IsResidentID(r[i]) {
					ids[name] += 1 / float64(len(got.rows))
				}
				if identifier.IsMobile(r[i]) {
					mobiles[name] += 1 / float64(len(got.rows))
				}
			}
		}
		if c.PersonalData {
			if ids["证件号码"] < 0.98 || mobiles["联系电话"] < 0.97 {
				t.Errorf("%s: resident numbers %v, mobiles %v", c.Key, ids, mobiles)
			}
			continue
		}
		for name, share := range ids {
			t.Errorf("%s: %.5f of %s are resident numbers", c.Key, share, name)
		}
		for name, share := range mobiles {
			t.Errorf("%s: %.5f of %s are mobile numbers", c.Key, share, name)
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
		switch c.Key {
		case source.Key:
			sketches[c.Key] = a.sketch(t)
		case copyist.Key:
			sketches[c.Key] = b.sketch(t)
		default:
			sketches[c.Key] = read(t, c.Path(dir)).sketch(t)
		}
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

func TestDegradedVersionIsSmallerStalerAndEmptier(t *testing.T) {
	before, after := generated(t), t.TempDir()
	for _, key := range []string{"parking", "crops", "line", "resold"} {
		c, err := Find(key)
		if err != nil {
			t.Fatal(err)
		}
		if err := Degrade(after, c, Seed); err != nil {
			t.Fatal(err)
		}
		old, now := read(t, c.Path(before)), read(t, c.Path(after))
		if share := float64(len(now.rows)) / float64(len(old.rows)); math.Abs(share-0.60) > 0.01 {
			t.Errorf("%s: %.3f of the rows are left, want 0.60", key, share)
		}
		blank := func(c content) float64 {
			n := 0
			for _, r := range c.rows {
				for _, cell := range r[1:] {
					if cell == "" {
						n++
					}
				}
			}
			return float64(n) / float64(len(c.rows)*(len(c.names)-1))
		}
		if more := blank(now) - blank(old); more < 0.2 {
			t.Errorf("%s: empty cells grew by %.3f only", key, more)
		}
	}
	c, _ := Find("parking")
	newest := ""
	for _, at := range read(t, c.Path(after)).column("入场时间") {
		newest = max(newest, at)
	}
	if newest > "2026-05-26" || newest < "2026-05-15" {
		t.Errorf("the newest row is of %s", newest)
	}
}

func TestHealthyVersionKeepsItsRowsAndGrows(t *testing.T) {
	before, after := generated(t), t.TempDir()
	for _, key := range []string{"tenders", "line", "resold"} {
		c, err := Find(key)
		if err != nil {
			t.Fatal(err)
		}
		if err := Refresh(after, c, Seed, Until.AddDays(73)); err != nil { // a fifth of the period
			t.Fatal(err)
		}
		old, now := read(t, c.Path(before)), read(t, c.Path(after))
		if want := c.Rows * 6 / 5; len(now.rows) != want {
			t.Errorf("%s: %d rows, want %d", key, len(now.rows), want)
		}
		for i, r := range old.rows {
			if strings.Join(r, "\x00") != strings.Join(now.rows[i], "\x00") {
				t.Fatalf("%s: row %d changed", key, i)
			}
		}
		if key == "tenders" {
			at := now.column("发布时间")
			if last := at[len(at)-1]; last < "2026-09-11" || last > "2026-09-12 23:59:59" {
				t.Errorf("the newest row is of %s", last)
			}
		}
	}
	c, _ := Find("tenders")
	if err := Refresh(after, c, Seed, Until); err == nil {
		t.Error("a later version of the same day was written")
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
