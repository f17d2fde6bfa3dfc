package example

import (
	"io"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
)

// lineRow is a row of the production line's Parquet file, in the order of lineColumns. The acquisition system writes
// local time without a zone.
type lineRow struct {
	ID          int64    `parquet:"记录号,delta"`
	Line        string   `parquet:"产线,dict"`
	Machine     string   `parquet:"设备编码,dict"`
	Batch       *string  `parquet:"产品批号,optional,dict"`
	At          *int64   `parquet:"采集时间,optional,timestamp(millisecond:local)"`
	Temperature *float64 `parquet:"主轴温度,optional"`
	Pressure    *float64 `parquet:"液压兆帕,optional"`
	Speed       *int32   `parquet:"转速,optional"`
	Vibration   *float64 `parquet:"振动毫米每秒,optional"`
	Cycle       *float64 `parquet:"节拍秒,optional"`
	Current     *float64 `parquet:"电流安,optional"`
	Verdict     *string  `parquet:"判定,optional,dict"`
	Defect      *string  `parquet:"缺陷代码,optional,dict"`
}

// parquetBatch is how many rows are handed over at once, and rowGroup how many a row group holds.
const (
	parquetBatch = 4096
	rowGroup     = 100_000
)

// parquetSink writes the production line's rows.
type parquetSink struct {
	w     *parquet.GenericWriter[lineRow]
	batch []lineRow
}

func newParquetSink(w io.Writer) *parquetSink {
	return &parquetSink{w: parquet.NewGenericWriter[lineRow](w, parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("shurong-example", "1", "0"))}
}

func (s *parquetSink) row(r *row) error {
	c := cells{r: r}
	s.batch = append(s.batch, lineRow{ID: *c.whole(), Line: deref(c.text()), Machine: deref(c.text()), Batch: c.text(),
		At: c.instant(), Temperature: c.number(), Pressure: c.number(), Speed: c.small(), Vibration: c.number(),
		Cycle: c.number(), Current: c.number(), Verdict: c.text(), Defect: c.text()})
	if c.err != nil {
		return c.err
	}
	if len(s.batch) < parquetBatch {
		return nil
	}
	return s.flush()
}

func (s *parquetSink) flush() error {
	_, err := s.w.Write(s.batch)
	s.batch = s.batch[:0]
	return err
}

func (s *parquetSink) close() error {
	if err := s.flush(); err != nil {
		return err
	}
	return s.w.Close()
}

// cells reads a row's text back into values, left to right; an empty cell is a null.
type cells struct {
	r   *row
	i   int
	err error
}

func (c *cells) text() *string {
	b := c.r.cell(c.i)
	c.i++
	if len(b) == 0 {
		return nil
	}
	s := string(b)
	return &s
}

func (c *cells) number() *float64 {
	s := c.text()
	if s == nil {
		return nil
	}
	f, err := strconv.ParseFloat(*s, 64)
	c.fail(err)
	return &f
}

func (c *cells) whole() *int64 {
	s := c.text()
	if s == nil {
		return new(int64)
	}
	n, err := strconv.ParseInt(*s, 10, 64)
	c.fail(err)
	return &n
}

func (c *cells) small() *int32 {
	if len(c.r.cell(c.i)) == 0 {
		c.i++
		return nil
	}
	n := int32(*c.whole())
	return &n
}

func (c *cells) instant() *int64 {
	s := c.text()
	if s == nil {
		return nil
	}
	t, err := time.ParseInLocation(time.DateTime, *s, time.UTC)
	c.fail(err)
	ms := t.UnixMilli()
	return &ms
}

func (c *cells) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// deref reads a required text: degraded data holds an empty one.
func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
