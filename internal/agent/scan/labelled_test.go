package scan

import (
	"fmt"
	"slices"
	"sort"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent/scan/labelled"
)

var today = daycount.MustDate("2026-11-25")

// memory is a table in memory.
type memory [][]string

func (m memory) Rows() int { return len(m) }
func (m memory) Cell(r, c int) []byte {
	if m[r][c] == "" {
		return nil
	}
	return []byte(m[r][c])
}

// inputOf counts what the pass over a source would count.
func inputOf(header []string, rows memory) Input {
	in := Input{Rows: int64(len(rows)), Sample: rows, Detector: NewDetector(len(header)), At: today}
	for c, h := range header {
		info := ColumnInfo{Name: h}
		seen := map[string]bool{}
		for r := range rows {
			cell := rows.Cell(r, c)
			in.Detector.Cell(c, cell)
			if len(cell) > 0 {
				info.Values++
				seen[string(cell)] = true
			}
		}
		info.Distinct = int64(len(seen))
		in.Columns = append(in.Columns, info)
	}
	return in
}

func decideLabelled(t testing.TB, table *labelled.Table) Result {
	t.Helper()
	var header []string
	for _, c := range table.Columns {
		header = append(header, c.Header)
	}
	var rows memory
	if err := table.Rows(func(row []string) error { rows = append(rows, slices.Clone(row)); return nil }); err != nil {
		t.Fatal(err)
	}
	return Decide(inputOf(header, rows))
}

// score is hits, misses and false alarms of a category.
type score struct{ hit, missed, wrong int }

func (s score) precision() float64 { return float64(s.hit) / max(1, float64(s.hit+s.wrong)) }
func (s score) recall() float64    { return float64(s.hit) / max(1, float64(s.hit+s.missed)) }

// floors are the precision and recall that a category must reach where 0.99 and 0.98 are out of reach, for the reason
// given. Columns whose names tell, say nothing, or mislead are taken together.
var floors = map[string]struct{ precision, recall float64 }{
	// No check digit: without a name that tells they are codes of a letter and eight digits, and such codes under the
	// name of a passport are passports.
	"passport/plain":      {0.75, 0.45},
	"travel_permit/plain": {0.85, 0.40},
	// Digests show nothing of what they are of: the name is all there is, and here it misleads on purpose.
	"mobile/hashed":      {0.90, 0.98},
	"resident_id/hashed": {}, "bank_card/hashed": {}, "passport/hashed": {}, "device_id/hashed": {}, "plate/hashed": {},
}

func TestLabelled(t *testing.T) {
	scores := map[string]*score{}
	byName := map[labelled.Name]*score{}
	at := func(k string) *score {
		if scores[k] == nil {
			scores[k] = &score{}
		}
		return scores[k]
	}
	columns, tables := 0, 0
	for _, seed := range []uint64{1, 2, 3} {
		for _, table := range labelled.Tables(seed, 1000) {
			tables++
			columns += len(table.Columns)
			r := decideLabelled(t, &table)
			found := make([]map[string]bool, len(table.Columns))
			for i := range found {
				found[i] = map[string]bool{}
			}
			for _, f := range r.Findings {
				if f.Confidence != Low {
					found[f.Index][f.Category+"/"+string(f.State)] = true
				}
			}
			inside := make([]map[string]bool, len(table.Columns))
			for i := range inside {
				inside[i] = map[string]bool{}
			}
			for _, f := range r.InText {
				inside[f.Index][f.Category] = true
			}
			for i, c := range table.Columns {
				if c.Inside != "" && inside[i][c.Inside] {
					at(c.Inside+"/in text").hit++
				} else if c.Inside != "" {
					at(c.Inside+"/in text").missed++
				}
				for k := range inside[i] {
					if k != c.Inside {
						at(k+"/in text").wrong++
						t.Logf("wrong: seed %d %s %q: %s inside %s", seed, table.Name, c.Header, k, c.What)
					}
				}
				if byName[c.Named] == nil {
					byName[c.Named] = &score{}
				}
				key := c.Want + "/" + c.State
				if c.Want != "" {
					if found[i][key] {
						at(key).hit++
						byName[c.Named].hit++
					} else {
						at(key).missed++
						byName[c.Named].missed++
						t.Logf("missed: seed %d %s %q: %s (%s, dirt %.2f)", seed, table.Name, c.Header, c.What, c.Named, c.Dirt)
					}
				}
				for f := range found[i] {
					if f != key && !alsoRight(c, f) {
						at(f).wrong++
						byName[c.Named].wrong++
						t.Logf("wrong: seed %d %s %q: %s taken for %s (%s, dirt %.2f)", seed, table.Name, c.Header, c.What, f, c.Named, c.Dirt)
					}
				}
			}
		}
	}
	var keys []string
	for k := range scores {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Printf("%d tables, %d columns\n%-28s %9s %9s %7s %7s %7s\n", tables, columns, "category", "precision", "recall", "hit", "missed", "wrong")
	print := func(k string, s *score) {
		fmt.Printf("%-28s %9.3f %9.3f %7d %7d %7d\n", k, s.precision(), s.recall(), s.hit, s.missed, s.wrong)
	}
	all := &score{}
	for _, k := range keys {
		s := scores[k]
		print(k, s)
		all.hit, all.missed, all.wrong = all.hit+s.hit, all.missed+s.missed, all.wrong+s.wrong
		floor, ok := floors[k]
		if !ok {
			floor.precision, floor.recall = 0.99, 0.98
		}
		if s.precision() < floor.precision || s.recall() < floor.recall {
			t.Errorf("%s: precision %.3f, recall %.3f; floors %.3f, %.3f", k, s.precision(), s.recall(), floor.precision, floor.recall)
		}
	}
	print("all", all)
	for _, n := range []labelled.Name{labelled.Telling, labelled.Silent, labelled.Misleading} {
		print("  columns named "+string(n), byName[n])
	}
}

// alsoRight are findings beside the wanted one that are true too.
func alsoRight(c labelled.Column, found string) bool {
	switch found {
	case "passport/plain", "travel_permit/plain":
		return c.What == "resident numbers, passports and permits"
	case "resident_id/plain":
		return c.Want == "minor"
	case "location/plain":
		return c.Want == "track"
	case "track/plain":
		return c.Want == "location"
	}
	return false
}
