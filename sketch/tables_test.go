package sketch

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// realTables reads the CSV files under $SHURONG_TABLES, or the reference tables beside the project; absent, it skips.
func realTables(t *testing.T) map[string]table {
	t.Helper()
	dir := os.Getenv("SHURONG_TABLES")
	if dir == "" {
		dir = "../../shared/reference/tables"
	}
	out := map[string]table{}
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
		tab := table{names: rows[0]}
		for _, cells := range rows[1:] {
			row := make([][]byte, len(cells))
			for i, c := range cells {
				row[i] = []byte(c)
			}
			tab.rows = append(tab.rows, row)
		}
		out[strings.TrimSuffix(filepath.Base(path), ".csv")] = tab
		return nil
	})
	if err != nil || len(out) == 0 {
		t.Skipf("no tables in %s; set SHURONG_TABLES to a folder of CSV files", dir)
	}
	return out
}

// rowSet is the truth, by a way of its own: rows as sorted lists of trimmed cells, blanks left out.
func rowSet(t table) map[string]bool {
	set := map[string]bool{}
	for _, r := range t.rows {
		var cells []string
		for _, c := range r {
			s := strings.ToLower(strings.TrimSpace(string(c)))
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

// TestRealTables sweeps real tables pair by pair: which pairs ring, against the exact overlap of their rows; and finds
// each table's renamed, shuffled, partial copy.
func TestRealTables(t *testing.T) {
	tables := realTables(t)
	var names []string
	for n := range tables {
		names = append(names, n)
	}
	slices.Sort(names)
	sketches, truth := map[string]*Sketch{}, map[string]map[string]bool{}
	for _, n := range names {
		sketches[n], truth[n] = tables[n].sketch(t), rowSet(tables[n])
	}
	var red, amber, right, should, found, shown int
	for i, x := range names {
		for _, y := range names[i+1:] {
			m := compare(t, sketches[x], sketches[y])
			both := 0
			for r := range truth[x] {
				if truth[y][r] {
					both++
				}
			}
			share := max(ratio(both, len(truth[x])), ratio(both, len(truth[y])))
			overlaps := both >= minRows && share >= RedAt.Share()
			if overlaps {
				should++
			}
			switch {
			case m.Grade == Red && overlaps:
				red, right, found = red+1, right+1, found+1
			case m.Grade == Red:
				red++
			case m.Grade == Amber && overlaps:
				amber, shown = amber+1, shown+1
			case m.Grade == Amber:
				amber++
			}
			if (m.Grade != None || overlaps) && !strings.Contains(x+y, "bracket") || (m.Grade == Red) != overlaps {
				t.Logf("%-5s %-7s AB %.3f BA %.3f  rows in both %d (%.3f)  %s | %s", m.Grade, m.Basis,
					m.ContainmentAB.Share(), m.ContainmentBA.Share(), both, share, x, y)
			}
		}
	}
	pairs := len(names) * (len(names) - 1) / 2
	t.Logf("%d tables, %d pairs; %d overlap by rows: %d ring red, %d amber; of %d red %d are right; %d amber in all",
		len(names), pairs, should, found, shown, red, right, amber)
	if os.Getenv("SHURONG_TABLES") == "" && (red != right || 100*(found+shown) < 95*should) {
		t.Errorf("at %.2f: precision %d/%d, recall %d/%d", RedAt.Share(), right, red, found+shown, should)
	}

	copies, hits, looked, worst := 0, 0, 0, 0.0
	for i, n := range names {
		tab := tables[n]
		if len(truth[n]) < 100 || margin(sketches[n]) < redMargin {
			continue
		}
		rng := rand.New(rand.NewPCG(uint64(i), 7))
		c := table{names: make([]string, len(tab.names))}
		order := rng.Perm(len(tab.names))
		for _, p := range rng.Perm(len(tab.rows))[:len(tab.rows)*7/10] {
			row := make([][]byte, len(order))
			for k, from := range order {
				if from < len(tab.rows[p]) {
					row[k] = tab.rows[p][from]
				}
			}
			c.rows = append(c.rows, row)
		}
		copies++
		m := compare(t, c.sketch(t), sketches[n])
		exact := ratio(len(rowSet(c)), len(truth[n]))
		switch m.Grade {
		case Red:
			hits++
		case Amber:
			looked++
			t.Logf("amber only: the copy of %s", n)
		}
		worst = max(worst, math.Abs(m.ContainmentBA.Share()-exact), 1-m.ContainmentAB.Share())
	}
	t.Logf("%d copies of 70 %% of the rows, columns renamed, re-ordered: %d ring red, %d amber; largest error of a containment %.3f",
		copies, hits, looked, worst)
	if hits+looked != copies || 100*hits < 98*copies || worst > 0.05 {
		t.Errorf("copies found %d+%d/%d, worst error %.3f", hits, looked, copies, worst)
	}
}
