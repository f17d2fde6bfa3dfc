package scan

import (
	"fmt"
	"maps"
	"slices"
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

// tally is the score of each category, as category/state, and of each way of naming columns.
type tally struct {
	tables, columns int
	category        map[string]*score
	name            map[labelled.Name]*score
}

func (t *tally) of(category string) *score { return scoreOf(t.category, category) }

func (t *tally) all() (s score) {
	for _, c := range t.category {
		s.hit, s.missed, s.wrong = s.hit+c.hit, s.missed+c.missed, s.wrong+c.wrong
	}
	return s
}

func scoreOf[K comparable](m map[K]*score, k K) *score {
	if m[k] == nil {
		m[k] = &score{}
	}
	return m[k]
}

// count adds one column: what was wanted, and what was found.
func (t *tally) count(c *labelled.Column, found, inside map[string]bool, log func(string, ...any)) {
	name := scoreOf(t.name, c.Named)
	hit := func(k string) { t.of(k).hit++; name.hit++ }
	missed := func(k string) {
		t.of(k).missed++
		name.missed++
		log("missed %s in %q: %s (%s, dirt %.2f)", k, c.Header, c.What, c.Named, c.Dirt)
	}
	wrong := func(k string) {
		t.of(k).wrong++
		name.wrong++
		log("%q taken for %s: %s (%s, dirt %.2f)", c.Header, k, c.What, c.Named, c.Dirt)
	}
	key := c.Want + "/" + c.State
	switch {
	case c.Want == "":
	case found[key]:
		hit(key)
	default:
		missed(key)
	}
	for f := range found {
		if f != key && !alsoRight(c, f) {
			wrong(f)
		}
	}
	switch {
	case c.Inside == "":
	case inside[c.Inside]:
		hit(c.Inside + "/in text")
	default:
		missed(c.Inside + "/in text")
	}
	for f := range inside {
		if f != c.Inside {
			wrong(f + "/in text")
		}
	}
}

// measureLabelled scans the whole set and counts.
func measureLabelled(t testing.TB, seeds []uint64, log func(string, ...any)) *tally {
	if log == nil {
		log = func(string, ...any) {}
	}
	out := &tally{category: map[string]*score{}, name: map[labelled.Name]*score{}}
	for _, seed := range seeds {
		for _, table := range labelled.Tables(seed, 1000) {
			out.tables++
			out.columns += len(table.Columns)
			r := decideLabelled(t, &table)
			found, inside := make([]map[string]bool, len(table.Columns)), make([]map[string]bool, len(table.Columns))
			for i := range table.Columns {
				found[i], inside[i] = map[string]bool{}, map[string]bool{}
			}
			for _, f := range r.Findings {
				if f.Confidence != Low {
					found[f.Index][f.Category+"/"+string(f.State)] = true
				}
			}
			for _, f := range r.InText {
				inside[f.Index][f.Category] = true
			}
			for i := range table.Columns {
				out.count(&table.Columns[i], found[i], inside[i], func(format string, args ...any) {
					log("seed %d, %s: %s", seed, table.Name, fmt.Sprintf(format, args...))
				})
			}
		}
	}
	return out
}

// TestLabelled prints precision and recall by category; -v names every column that was missed or taken for another.
func TestLabelled(t *testing.T) {
	got := measureLabelled(t, []uint64{1, 2, 3}, t.Logf)
	fmt.Printf("%d tables, %d columns\n%-28s %9s %9s %7s %7s %7s\n", got.tables, got.columns, "category", "precision",
		"recall", "hit",
		"missed", "wrong")
	print := func(k string, s score) {
		fmt.Printf("%-28s %9.3f %9.3f %7d %7d %7d\n", k, s.precision(), s.recall(), s.hit, s.missed, s.wrong)
	}
	for _, k := range slices.Sorted(maps.Keys(got.category)) {
		s := got.category[k]
		print(k, *s)
		floor, ok := floors[k]
		if !ok {
			floor.precision, floor.recall = 0.99, 0.98
		}
		if s.precision() < floor.precision || s.recall() < floor.recall {
			t.Errorf("%s: precision %.3f, recall %.3f; floors %.3f, %.3f", k, s.precision(), s.recall(),
				floor.precision, floor.recall)
		}
	}
	print("all", got.all())
	for _, n := range []labelled.Name{labelled.Telling, labelled.Silent, labelled.Misleading} {
		print("  columns named "+string(n), *got.name[n])
	}
}

// alsoRight are findings beside the wanted one that are true too.
func alsoRight(c *labelled.Column, found string) bool {
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
