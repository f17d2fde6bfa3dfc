package profile

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zeebo/xxh3"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/table"
)

var update = flag.Bool("update", false, "write the golden files anew")

func measure(t testing.TB, path string) (Profile, Local) {
	t.Helper()
	r := measured(t, path, 2)
	return r.Profile, r.Local
}

// measured profiles a file with so many workers.
func measured(t testing.TB, path string, workers int) *Result {
	t.Helper()
	s, err := table.OpenStream(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	b := NewBuilder(s.Columns(), Options{MeasuredAt: measuredAt})
	blocks := make(chan table.Block)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			w := b.Worker()
			var batch table.Batch
			for block := range blocks {
				if err := block.Decode(&batch); err != nil {
					t.Error(err)
				}
				w.Block(block.Index(), &batch)
			}
		})
	}
	for {
		block, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		blocks <- block
	}
	close(blocks)
	wg.Wait()
	if err := s.Seal(); err != nil {
		t.Fatal(err)
	}
	return b.Finish(s.Format(), s.Tally())
}

var measuredAt = time.Date(2026, 7, 2, 1, 0, 0, 0, time.UTC)

func text(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestGoldenProfiles: testdata/*.csv give testdata/*.json, to the byte. -update writes them anew.
func TestGoldenProfiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal("no tables in testdata", err)
	}
	for _, f := range files {
		p, local := measure(t, f)
		got, err := json.MarshalIndent(struct {
			Profile Profile `json:"profile"`
			Local   Local   `json:"local"`
		}{p, local}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(f, ".csv") + ".json"
		if *update {
			if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(want)), "\n"), strings.Split(string(got),
			"\n")); diff != "" {
			t.Errorf("%s (-golden +got):\n%s", f, diff)
		}
	}
}

func TestColumnTypesTolerateDirt(t *testing.T) {
	rows := func(good string, bad string) string {
		return "x,y\n" + strings.Repeat(good+",1\n", 96) + strings.Repeat(bad+",1\n", 4)
	}
	for _, c := range []struct{ good, bad, want string }{
		{"42", "many", "integer"}, {"4.5", "many", "decimal"}, {"42", "4.5", "integer"}, {"2026-03-01", "soon",
			"date"}, {"20260301", "unknown day", "date"},
		{"2026-03-01 08:30", "soon", "datetime"}, {"是", "maybe", "boolean"}, {"A-17", "two words",
			"code"}, {"10000001", "10000002", "code"},
		{"苏A12345", "17", "text"}, {"08:30", "noon", "time"}, {"", "-", "empty"}, {"007", "8", "code"},
	} {
		p, _ := measure(t, text(t, rows(c.good, c.bad)))
		if got := p.Columns[0].Type; got != c.want {
			t.Errorf("mostly %q: %s, want %s (%v)", c.good, got, c.want, p.Columns[0].Evidence)
		}
	}
}

func TestTheOrderOfDayAndMonthIsDecidedByTheColumn(t *testing.T) {
	for in, want := range map[string]string{"3/4/2026\n25/12/2026": "day_first 2026-04-03 2026-12-25",
		"3/4/2026\n12/25/2026": "month_first 2026-03-04 2026-12-25",
		"3/4/2026\n5/6/2026":   "unknown 2026-03-04 2026-05-06"} {
		p, _ := measure(t, text(t, "day\n"+in+"\n"))
		c := p.Columns[0].Time
		if got := c.DayOrder + " " + c.Earliest + " " + c.Latest; got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestMomentsAreThoseOfTheTextbook(t *testing.T) {
	var b strings.Builder
	b.WriteString("x\n")
	values := []float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}
	for _, v := range values {
		fmt.Fprintf(&b, "%.1f\n", v)
	}
	p, _ := measure(t, text(t, b.String()))
	n := p.Columns[0].Number
	if n.Mean != "1000000010" || n.StdDev != "5.477225575" || n.Min != "1000000004" || n.Max != "1000000016" {
		t.Errorf("%+v", n)
	}
}

func TestDistinctValuesAreWithinTwoPercent(t *testing.T) {
	for _, limit := range []int{512, valuesOfColumn} {
		for _, n := range []int{1, 100, 4000, 10_000, 70_000, 100_000, 400_000, 3_000_000} {
			for _, times := range []int{1, 3} {
				v := values{limit: limit}
				var cell [8]byte
				for range times {
					for i := range n {
						binary.LittleEndian.PutUint64(cell[:], uint64(i))
						v.add(xxh3.Hash(cell[:]), cell[:], 1)
					}
				}
				got := v.different(int64(n * times))
				if v.exact() && got != int64(n) || math.Abs(float64(got)-float64(n)) > 0.02*float64(n) {
					t.Errorf("%d values %d times: %d, exact %v", n, times, got, v.exact())
				}
			}
		}
	}
}

func TestRepeatedRowsAreCountedExactlyAndThenEstimated(t *testing.T) {
	for _, limit := range []int{1 << 20, 4096} {
		s := values{limit: limit, plain: true}
		const n, repeats = 200_000, 10_000
		for i := range n {
			h := xxh3.HashString(fmt.Sprint(i))
			s.add(h, nil, 1)
			if i%(n/repeats) == 0 {
				s.add(h, nil, 1)
			}
		}
		got := s.repeats()
		if s.level == 0 && got != repeats || math.Abs(float64(got)-repeats) > 0.3*repeats {
			t.Errorf("limit %d: %d repeats at level %d, want %d", limit, got, s.level, repeats)
		}
	}
	p, _ := measure(t, text(t, "a,b\n1,x\n2,y\n1,x\n1,x\n2,z\n"))
	if p.Duplicate != (Duplicates{Rows: 2, Exact: true}) {
		t.Errorf("%+v", p.Duplicate)
	}
}

func TestWhatIsWithheldIsGone(t *testing.T) {
	p, _ := measure(t, text(t, "phone,n\n13800138000,1\n13900139000,2\n"))
	p.Columns[0].Number = &Number{Min: "13800138000", Max: "13900139000", Mean: "13850138500"}
	b := string(canon.Must(p.Withhold([]int{0})))
	if strings.Contains(b, "138") || !strings.Contains(string(canon.Must(p)), "138") {
		t.Error(b)
	}
}
