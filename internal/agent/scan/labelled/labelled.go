// Package labelled makes tables of mainland-Chinese data of which every column's content is known, to measure a scan
// against: how many of the columns with personal data it finds, and how many others it takes for one.
//
//	for _, t := range labelled.Tables(seed, rows) {
//	    t.Columns[i].Want   // what is in the column: mobile, resident_id …; "" for nothing
//	    t.Rows(func(row []string) error { … })
//	}
//	labelled.Write(dir, seed, rows)  // the same as CSV files, with labels.json
//
// The tables are of trades (customers, clinics, trips, devices, tenders …), for what is sensitive depends on whether a
// row is about somebody. Columns are drawn with a name that tells, one that says nothing, or one that misleads; with
// gaps, dirt of 0 to 20 %, and separators. Among them stand hard negatives: order numbers of 18 digits with dates in
// the right place, serial numbers that begin like cards and telephones, digests, versions that look like addresses of
// machines, names of firms, books and places.
//
// All is computed from the seed: numbers have right forms and check digits and belong to nobody by intention. Words
// come from the lists in this package, not from those the scan decides by.
package labelled

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Name says how a column's name relates to its content.
type Name string

// How columns are named.
const (
	Telling    Name = "telling"    // 手机号, id_card, xm
	Silent     Name = "silent"     // col7
	Misleading Name = "misleading" // order_no over mobile numbers
)

// Column is a column and what is known of it.
type Column struct {
	Header string  `json:"header"`
	Want   string  `json:"want"`             // category of the scan; "" for none
	State  string  `json:"state"`            // plain, masked, hashed; "" where nothing is wanted
	What   string  `json:"what"`             // what the generator put there
	Inside string  `json:"inside,omitempty"` // category that stands inside the column's texts
	Named  Name    `json:"named"`
	Dirt   float64 `json:"dirt"` // share of values that are something else
	Gaps   float64 `json:"gaps"` // share of cells without a value

	cell func(*rand.Rand, int) string
}

// Table is one table.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Count   int      `json:"rows"`
	seed    uint64
}

// Rows calls f with each row. Columns do not disturb each other: each draws from a source of its own.
func (t *Table) Rows(f func(row []string) error) error {
	sources := make([]*rand.Rand, len(t.Columns))
	for i := range sources {
		sources[i] = rand.New(rand.NewPCG(t.seed, uint64(i)+1))
	}
	row := make([]string, len(t.Columns))
	for n := range t.Count {
		for i := range t.Columns {
			row[i] = t.Columns[i].value(sources[i], n)
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return nil
}

func (c *Column) value(r *rand.Rand, n int) string {
	switch x := r.Float64(); {
	case x < c.Gaps:
		return ""
	case x < c.Gaps+c.Dirt*(1-c.Gaps):
		return dirt(r)
	}
	return c.cell(r, n)
}

// dirt is what stands in columns where it does not belong.
func dirt(r *rand.Rand) string {
	switch r.IntN(6) {
	case 0:
		return "未填写"
	case 1:
		return "不详"
	case 2:
		return "0"
	case 3:
		return digits(r, 3+r.IntN(9))
	case 4:
		return "详见附件"
	}
	return "test" + digits(r, 2)
}

// variant draws how a column is named and how dirty it is.
func (s spec) column(r *rand.Rand, n int) Column {
	c := Column{Want: s.want, State: cmp.Or(s.state, "plain"), What: s.what, Inside: s.inside, cell: s.cell,
		Named: Telling}
	if s.want == "" {
		c.State = ""
	}
	switch x := r.IntN(10); {
	case len(s.headers) == 0 || x < 3 && !s.always:
		c.Header, c.Named = fmt.Sprintf(pick(r, "col%d", "c%d", "f_%d", "字段%d", "X%d"), n), Silent
	case x < 4 && !s.always:
		c.Header, c.Named = pick(r, misleading[s.want != ""]...), Misleading
	default:
		c.Header = pick(r, s.headers...)
	}
	if !s.clean {
		c.Dirt = []float64{0, 0, 0.02, 0.05, 0.1, 0.2}[r.IntN(6)]
		c.Gaps = []float64{0, 0, 0, 0.05, 0.3}[r.IntN(5)]
	}
	return c
}

// misleading are names over content that they do not tell: of positives names of business, of negatives names of
// personal data.
var misleading = map[bool][]string{
	true:  {"订单编号", "serial_no", "业务流水", "remark", "批次", "code", "ref_no"},
	false: {"手机", "身份证号", "银行卡号", "车牌号", "护照号码", "设备号", "sfzh", "mobile"},
}

// Tables makes all tables of the set. Each trade is drawn several times, with other names and other dirt.
func Tables(seed uint64, rows int) []Table {
	var out []Table
	for round := range rounds {
		for _, trade := range trades {
			r := rand.New(rand.NewPCG(seed, uint64(len(out))))
			t := Table{Name: fmt.Sprintf("%s-%02d", trade.name, round+1), Count: rows, seed: seed*1_000_003 +
				uint64(len(out))}
			seen := map[string]bool{}
			for i, s := range trade.columns {
				c := s.column(r, i+1)
				for seen[c.Header] {
					c.Header = fmt.Sprintf("col%d", i+101)
					c.Named = Silent
				}
				seen[c.Header] = true
				t.Columns = append(t.Columns, c)
			}
			out = append(out, t)
		}
	}
	return out
}

// rounds is how often each trade is drawn.
const rounds = 8

// Write writes the set as CSV files into a folder that exists or is made, with labels.json beside them.
func Write(dir string, seed uint64, rows int) (tables, columns int, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, 0, err
	}
	all := Tables(seed, rows)
	for i := range all {
		if err := all[i].write(dir); err != nil {
			return 0, 0, err
		}
		columns += len(all[i].Columns)
	}
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return 0, 0, err
	}
	return len(all), columns, os.WriteFile(filepath.Join(dir, "labels.json"), append(b, '\n'), 0o644)
}

func (t *Table) write(dir string) (err error) {
	f, err := os.Create(filepath.Join(dir, t.Name+".csv"))
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, f.Close()) }()
	w := csv.NewWriter(f)
	header := make([]string, len(t.Columns))
	for i := range t.Columns {
		header[i] = t.Columns[i].Header
	}
	if err := w.Write(header); err != nil {
		return err
	}
	if err := t.Rows(w.Write); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}
