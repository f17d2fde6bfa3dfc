// Package standard keeps what values of data come to across the country: the table that a unified standard of values rests
// on, and that gets better with every report on record.
//
// A report that goes on record leaves one [Value] here: sector, region, method, kind of value, year, the value, and how
// much and how good the data was. Nothing in the table leads back to the report, and the order of its rows is the order of
// the log, which is public anyway.
//
// [Read] answers with medians and quartiles by sector, region and method, and by the three together. A cell with fewer than
// [Least] values is not shown: one or two values are somebody's. How many are held back is said.
//
// Medians are of order, not of arithmetic: the middle value, or the mean of the two middle ones rounded down to the fen.
// Value per thousand rows is rounded down too; data without rows does not enter it.
//
// Cost: reading sorts the whole table, some 100 bytes a value. A year of a country is some ten thousand.
package standard

import (
	"context"
	"database/sql"
	"math/big"
	"slices"
	"strings"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/sector"
)

// Least is how many values a cell needs to be shown.
const Least = 3

// Value is a concluded value without its origin.
type Value struct {
	Sector, Region, Method, ValueType string
	Year                              int
	ValueFen, Rows, QualityPPM        int64
}

// Cell is what the values of one kind come to. Empty dimensions are all of them.
type Cell struct {
	Sector        string `json:"sector,omitempty"`
	Region        string `json:"region,omitempty" doc:"first two digits of the region code"`
	Method        string `json:"method,omitempty"`
	Count         int    `json:"count"`
	LowFen        int64  `json:"low_fen" doc:"lower quartile"`
	MedianFen     int64  `json:"median_fen"`
	HighFen       int64  `json:"high_fen" doc:"upper quartile"`
	PerMilleFen   int64  `json:"per_thousand_rows_fen" doc:"median of value per thousand rows; 0: not known"`
	QualityPPM    int64  `json:"quality_ppm" doc:"median"`
	FirstYear     int    `json:"first_year"`
	LastYear      int    `json:"last_year"`
	perMille, fen []int64
	quality       []int64
}

// Table is the public statistics of values.
type Table struct {
	Values   int    `json:"values" doc:"how many concluded values there are"`
	Least    int    `json:"least" doc:"values that a cell needs to be shown"`
	Withheld int    `json:"withheld" doc:"cells that are not shown: too few values"`
	All      []Cell `json:"all" doc:"everything together; empty under the least number"`
	Sectors  []Cell `json:"sectors"`
	Regions  []Cell `json:"regions"`
	Methods  []Cell `json:"methods"`
	Cells    []Cell `json:"cells" doc:"by sector, region and method together"`
}

// Query narrows the table.
type Query struct {
	Sector string `query:"sector" maxLength:"32"`
	Region string `query:"region" maxLength:"2"`
	Method string `query:"method" maxLength:"32"`
	Year   int    `query:"year" minimum:"0" maximum:"9999" doc:"of the valuation dates; absent: all"`
}

// SectorOf is the sector of a value: the template the report was held against, or the first template for the industry's
// letter (GB/T 4754), or the letter.
func SectorOf(template, industry string) string {
	if template != "" {
		return template
	}
	letter, _, _ := strings.Cut(industry, "-")
	if letter == "" {
		return "other"
	}
	letter = letter[:1]
	all, err := sector.All()
	if err != nil {
		return letter
	}
	for _, t := range all {
		if slices.Contains(t.Industries, letter) {
			return t.Sector
		}
	}
	return letter
}

// Name is the name of a sector; a letter is its own.
func Name(s string) formula.Text {
	if t, err := sector.Find(s); err == nil {
		return t.Name
	}
	return formula.Text{ZH: s, EN: s}
}

// Enter puts a value into the table, in the transaction that puts its report on record.
func Enter(ctx context.Context, tx *db.Tx, v Value) error {
	if len(v.Region) > 2 {
		v.Region = v.Region[:2]
	}
	_, err := tx.Exec(ctx, `INSERT INTO value_statistic (seq, sector, region, method, value_type, year, value_fen, row_count, quality_ppm)
		SELECT COALESCE(MAX(seq), 0) + 1, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT),
			CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT) FROM value_statistic`,
		v.Sector, v.Region, v.Method, v.ValueType, v.Year, v.ValueFen, v.Rows, v.QualityPPM)
	return err
}

// Read makes the table.
func Read(ctx context.Context, store *db.DB, q Query) (Table, error) {
	t := Table{Least: Least, All: []Cell{}, Sectors: []Cell{}, Regions: []Cell{}, Methods: []Cell{}, Cells: []Cell{}}
	groups := [5]map[Value]*Cell{}
	for i := range groups {
		groups[i] = map[Value]*Cell{}
	}
	err := store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			var v Value
			if err := rs.Scan(&v.Sector, &v.Region, &v.Method, &v.Year, &v.ValueFen, &v.Rows, &v.QualityPPM); err != nil {
				return err
			}
			t.Values++
			for i, key := range []Value{{}, {Sector: v.Sector}, {Region: v.Region}, {Method: v.Method},
				{Sector: v.Sector, Region: v.Region, Method: v.Method}} {
				c := groups[i][key]
				if c == nil {
					c = &Cell{Sector: key.Sector, Region: key.Region, Method: key.Method}
					groups[i][key] = c
				}
				c.add(v)
			}
			return nil
		}, `SELECT sector, region, method, year, value_fen, row_count, quality_ppm FROM value_statistic
			WHERE (? = '' OR sector = ?) AND (? = '' OR region = ?) AND (? = '' OR method = ?) AND (? = 0 OR year = ?)`,
			q.Sector, q.Sector, q.Region, q.Region, q.Method, q.Method, q.Year, q.Year)
	})
	for i, into := range []*[]Cell{&t.All, &t.Sectors, &t.Regions, &t.Methods, &t.Cells} {
		for _, c := range groups[i] {
			if c.Count < Least {
				t.Withheld++
				continue
			}
			c.finish()
			*into = append(*into, *c)
		}
		slices.SortFunc(*into, func(a, b Cell) int {
			if a.Count != b.Count {
				return b.Count - a.Count
			}
			return strings.Compare(a.Sector+"\x00"+a.Region+"\x00"+a.Method, b.Sector+"\x00"+b.Region+"\x00"+b.Method)
		})
	}
	if t.Values < Least {
		t.Values = 0
	}
	return t, err
}

func (c *Cell) add(v Value) {
	if c.Count == 0 {
		c.FirstYear, c.LastYear = v.Year, v.Year
	}
	c.Count++
	c.FirstYear, c.LastYear = min(c.FirstYear, v.Year), max(c.LastYear, v.Year)
	c.fen = append(c.fen, v.ValueFen)
	c.quality = append(c.quality, v.QualityPPM)
	if v.Rows > 0 {
		per := new(big.Int).Mul(big.NewInt(v.ValueFen), big.NewInt(1000))
		c.perMille = append(c.perMille, per.Quo(per, big.NewInt(v.Rows)).Int64())
	}
}

func (c *Cell) finish() {
	slices.Sort(c.fen)
	slices.Sort(c.quality)
	slices.Sort(c.perMille)
	n := len(c.fen)
	c.LowFen, c.MedianFen, c.HighFen = c.fen[(n-1)/4], middle(c.fen), c.fen[n-1-(n-1)/4]
	c.QualityPPM = middle(c.quality)
	if len(c.perMille) >= Least {
		c.PerMilleFen = middle(c.perMille)
	}
}

// middle is the median of sorted numbers.
func middle(xs []int64) int64 {
	n := len(xs)
	if n%2 == 1 {
		return xs[n/2]
	}
	return xs[n/2-1] + (xs[n/2]-xs[n/2-1])/2
}
