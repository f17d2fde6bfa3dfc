package example

import (
	"math"
	"strings"
	"testing"
)

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
