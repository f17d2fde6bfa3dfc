package sketch

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

var (
	readTables sync.Once
	tablesRead map[string]*table
)

// realTables are read once; they are not changed.
func realTables(t *testing.T) map[string]*table {
	t.Helper()
	readTables.Do(func() { tablesRead = findTables(t) })
	if len(tablesRead) == 0 {
		t.Skip("no tables; set SHURONG_TABLES to a folder of CSV files")
	}
	return tablesRead
}

// findTables reads the CSV files under $SHURONG_TABLES, or the reference tables beside the project; absent, there are
// none.
func findTables(t *testing.T) map[string]*table {
	t.Helper()
	dir := os.Getenv("SHURONG_TABLES")
	if dir == "" {
		dir = "../../shared/reference/tables"
	}
	out := map[string]*table{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".csv" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		r := csv.NewReader(bytes.NewReader(b))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		if err != nil || len(rows) < 2 {
			t.Logf("%s left out: %v", path, err)
			return nil
		}
		out[strings.TrimSuffix(filepath.Base(path), ".csv")] = &table{rows[0], rows[1:]}
		return nil
	})
	if err != nil {
		t.Logf("%s: %v", dir, err)
	}
	return out
}

// rowSet is the truth, by a way of its own: rows as sorted lists of trimmed cells, blanks left out.
func rowSet(t *table) map[string]bool {
	set := map[string]bool{}
	for _, r := range t.rows {
		var cells []string
		for _, c := range r {
			s := strings.ToLower(strings.TrimSpace(c))
			if slices.Contains([]string{"", "n/a", "na", "none", "null", "nan", "-", "--"}, s) {
				continue
			}
			plain := strings.ReplaceAll(s, ",", "")
			if r, ok := new(big.Rat).SetString(plain); ok && !strings.ContainsAny(s, "/ex_p") {
				s = r.RatString()
			}
			cells = append(cells, s)
		}
		slices.Sort(cells)
		set[strings.Join(cells, "\x00")] = true
	}
	delete(set, "")
	return set
}

// judged reads testdata/ringing.txt: the pairs of the reference tables that ring, each looked at once, with the
// judgement.
func judged(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/ringing.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	out := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); line != "" && line[0] != '#' {
			parts := strings.SplitN(line, " | ", 4)
			if len(parts) != 4 {
				t.Fatalf("testdata/ringing.txt: %q", line)
			}
			out[parts[1]+" | "+parts[2]] = parts[0]
		}
	}
	return out
}

// TestRealTables sweeps real tables pair by pair and prints every pair that rings, beside the exact share of rows that
// both hold. A pair of the reference tables that rings and was not judged fails the test.
func TestRealTables(t *testing.T) {
	tables := realTables(t)
	names := slices.Sorted(func(yield func(string) bool) {
		for n := range tables {
			if !yield(n) {
				return
			}
		}
	})
	sketches, truth, keyed := map[string]*Sketch{}, map[string]map[string]bool{}, 0
	for _, n := range names {
		sketches[n], truth[n] = tables[n].sketch(t), rowSet(tables[n])
		keyed += bit(len(sketches[n].Keys) > 0)
	}
	known := judged(t)
	own := os.Getenv("SHURONG_TABLES") != ""
	red, amber, should, missed := 0, 0, 0, 0
	for i, x := range names {
		for _, y := range names[i+1:] {
			m := compare(t, sketches[x], sketches[y])
			both := 0
			for r := range truth[x] {
				if truth[y][r] {
					both++
				}
			}
			exact := max(float64(both)/float64(len(truth[x])), float64(both)/float64(len(truth[y])))
			overlaps := both >= minRows && exact >= RedAt.Share()
			should += bit(overlaps)
			if m.Grade == None {
				if overlaps {
					missed++
					t.Logf("missed: %d rows in both (%.3f): %s | %s", both, exact, x, y)
				}
				continue
			}
			red, amber = red+bit(m.Grade == Red), amber+bit(m.Grade == Amber)
			verdict, ok := known[x+" | "+y]
			if !ok && strings.Contains(x, "bracket") && strings.Contains(y, "bracket") {
				verdict, ok = known["*bracket* | *bracket*"], true
			} else {
				var matched []string
				for _, c := range m.Columns {
					matched = append(matched, c.A+"="+c.B)
				}
				t.Logf("%-5s %-7s AB %.3f BA %.3f  whole rows in both %d (%.3f)  %s | %s  %s  %v", m.Grade,
					m.Basis, m.ContainmentAB.Share(),
					m.ContainmentBA.Share(), both, exact, x, y, verdict, matched[:min(len(matched), 8)])
			}
			if !own && (!ok || m.Grade == Red && verdict != "same") {
				t.Errorf("%s rings and was not judged so: %s | %s", m.Grade, x, y)
			}
		}
	}
	t.Logf(
		"%d tables, %d with a key, %d pairs; %d ring red, %d amber; %d share a tenth of their whole rows, of these %d do not ring", len(names), keyed,
		len(names)*(len(names)-1)/2, red, amber, should, missed)
}

// TestRealTablesCopies finds each real table's renamed, shuffled, partial copy.
func TestRealTablesCopies(t *testing.T) {
	tables := realTables(t)
	for _, share := range []float64{0.7, 0.3} {
		line, total := fmt.Sprintf("copies of %.0f %% of the rows, columns renamed and re-ordered:", 100*share), 0
		grades := map[Grade]int{}
		for n, tab := range tables {
			s := tab.sketch(t)
			if len(s.Keys) == 0 || float64(len(tab.rows))*share < 30 {
				continue
			}
			rng := rand.New(rand.NewPCG(uint64(len(n)), 7))
			m := compare(t, shuffled(rng, tab.part(rng, share)).sketch(t), s)
			grades[m.Grade]++
			total++
			if m.Grade == None {
				t.Logf("not found: the copy of %s", n)
			}
		}
		t.Logf("%s %d of %d red, %d amber", line, grades[Red], total, grades[Amber])
	}
}
