package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetRows is how many rows a batch of Parquet holds, fewer if the table is wide.
const parquetRows = 4096

func isParquet(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("PAR1")) || bytes.HasPrefix(magic, []byte("PARE"))
}

// parquetTable is the producer for Parquet. It walks the row groups, and in each reads all leaf columns side by side.
// Optional groups are flattened: column a.b is leaf b of group a. Lists are refused.
type parquetTable struct {
	file   *guardedFile
	pq     *parquet.File
	names  []string
	leaves []*leaf
	group  int   // next row group
	left   int64 // rows left in the present one
	tal    Tally
	done   atomic.Int64
}

// leaf reads one column's values in the present row group.
type leaf struct {
	name   string
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    []parquet.Value
	have   []parquet.Value // unread part of buf
	text   func(dst []byte, v parquet.Value) []byte
}

func newParquet(f *guardedFile) (p *parquetTable, err error) {
	defer recoverDamage(f.name(), &err)
	p = &parquetTable{file: f}
	if magic, err := f.peek(4); err == nil && string(magic) == "PARE" {
		return nil, ErrEncrypted.With("file", f.name())
	}
	if err := p.checkFooter(); err != nil {
		return nil, err
	}
	p.pq, err = parquet.OpenFile(f.f, f.size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, ErrDamaged.With("file", f.name(), "what", "footer").Because(err)
	}
	var raw []string
	if err := p.flatten(p.pq.Root(), &raw); err != nil {
		return nil, err
	}
	if len(raw) > MaxColumns {
		return nil, ErrTooManyColumns.With("limit", MaxColumns)
	}
	if len(raw) == 0 || p.pq.NumRows() == 0 {
		return nil, ErrNoRows.With("file", f.name())
	}
	p.names = uniqueNames(raw)
	return p, nil
}

// maxScale is the most decimals of a decimal column that any writer makes (256-bit decimals).
const maxScale = 76

// maxFooter bounds the description of a Parquet file: 5,000 columns in thousands of row groups take less.
const maxFooter = 256 << 20

// checkFooter reads the footer's length before the decoder makes room for it: a damaged one may say 4 GiB.
func (p *parquetTable) checkFooter() error {
	var tail [8]byte
	if p.file.size < 12 {
		return p.damaged("footer", nil)
	}
	if _, err := p.file.f.ReadAt(tail[:], p.file.size-8); err != nil {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	if string(tail[4:]) != "PAR1" || n > min(p.file.size-12, maxFooter) {
		return p.damaged("footer", nil)
	}
	return nil
}

func (p *parquetTable) flatten(c *parquet.Column, names *[]string) error {
	if c.Repeated() {
		return ErrNested.With("name", strings.Join(c.Path(), "."))
	}
	if c.Leaf() {
		name := strings.Join(c.Path(), ".")
		if l := c.Type().LogicalType(); l != nil {
			if d, ok := l.Value.(*format.DecimalType); ok && (d.Scale < 0 || d.Scale > maxScale) {
				return p.damaged("scale of column "+name, nil)
			}
		}
		*names = append(*names, name)
		p.leaves = append(p.leaves, &leaf{name: name, text: textOf(c.Type())})
		return nil
	}
	for _, child := range c.Columns() {
		if err := p.flatten(child, names); err != nil {
			return err
		}
	}
	return nil
}

// recoverDamage makes a fault of a panic: the decoder indexes by what a broken file says.
func recoverDamage(file string, err *error) {
	if r := recover(); r != nil {
		*err = ErrDamaged.With("file", file, "what", "content").Because(fmt.Errorf("%v", r))
	}
}

// Columns implements [Producer].
func (p *parquetTable) Columns() []string { return p.names }

// Format implements [Producer].
func (p *parquetTable) Format() Format { return Format{Kind: "parquet", Header: true} }

// Tally implements [Producer].
func (p *parquetTable) Tally() Tally {
	t := p.tal
	t.Bytes = p.file.size
	return t
}

// Size implements [Producer]; it counts rows.
func (p *parquetTable) Size() (read, total int64) { return p.done.Load(), p.pq.NumRows() }

// Large implements [Large].
func (p *parquetTable) Large() (rows, bytes int64) { return p.pq.NumRows(), 0 }

// Close implements [Producer].
func (p *parquetTable) Close() error {
	p.file.close()
	return nil
}

// Finish implements [Producer].
func (p *parquetTable) Finish() ([32]byte, error) { return p.file.seal() }

// Fill implements [Producer].
func (p *parquetTable) Fill(b *Batch) (err error) {
	if err := p.fill(b); err != nil {
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		return p.file.explain(err)
	}
	p.done.Store(p.tal.Rows)
	return nil
}

func (p *parquetTable) fill(b *Batch) (err error) {
	defer recoverDamage(p.file.name(), &err)
	for p.left == 0 {
		groups := p.pq.RowGroups()
		if p.group == len(groups) {
			if p.tal.Rows != p.pq.NumRows() {
				return p.damaged("row count", nil)
			}
			return io.EOF
		}
		if err := p.open(groups[p.group]); err != nil {
			return err
		}
		p.group++
	}
	cols := len(p.leaves)
	rows := int(min(p.left, int64(max(1, min(parquetRows, (64<<10)/cols+32)))))
	b.Reset(cols)
	if cap(b.cells) < rows*cols {
		b.cells = make([]span, rows*cols)
	}
	b.cells = b.cells[:rows*cols]
	for c, l := range p.leaves {
		for r := 0; r < rows; {
			vals, err := l.next(rows - r)
			if err != nil {
				return p.damaged("column "+l.name, err)
			}
			for _, v := range vals {
				cell := noValue
				if !v.IsNull() {
					start := len(b.text)
					b.text = l.text(b.text, v)
					if size := len(b.text) - start; size > MaxField {
						return ErrFieldTooLong.With("line", p.tal.Rows+int64(r)+1, "column", c+1, "name", p.names[c],
							"limit", MaxField)
					}
					if len(b.text) >= 1<<31 {
						return ErrRowTooLong.With("line", p.tal.Rows+int64(r)+1, "limit", MaxRow)
					}
					cell = span{uint32(start), uint32(len(b.text))}
				}
				b.cells[r*cols+c] = cell
				r++
			}
		}
	}
	b.rows = rows
	p.left -= int64(rows)
	p.tal.Rows += int64(rows)
	return nil
}

func (p *parquetTable) open(g parquet.RowGroup) error {
	p.left = g.NumRows()
	chunks := g.ColumnChunks()
	if len(chunks) != len(p.leaves) || p.left < 0 {
		return p.damaged("columns", nil)
	}
	for i, l := range p.leaves {
		l.close()
		l.pages = chunks[i].Pages()
	}
	return nil
}

func (p *parquetTable) damaged(what string, err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return ErrDamaged.With("file", p.file.name(), "what", what).Because(err)
}

// next returns up to n of the column's values, at least one.
func (l *leaf) next(n int) ([]parquet.Value, error) {
	for len(l.have) == 0 {
		if l.values == nil {
			page, err := l.pages.ReadPage()
			if err != nil {
				return nil, err
			}
			l.page, l.values = page, page.Values()
		}
		if l.buf == nil {
			l.buf = make([]parquet.Value, 1024)
		}
		k, err := l.values.ReadValues(l.buf)
		l.have = l.buf[:k]
		if errors.Is(err, io.EOF) {
			l.values = nil
			if k == 0 {
				parquet.Release(l.page)
				l.page = nil
			}
		} else if err != nil {
			return nil, err
		} else if k == 0 {
			return nil, errors.New("page gives no values")
		}
	}
	n = min(n, len(l.have))
	out := l.have[:n]
	l.have = l.have[n:]
	return out, nil
}

func (l *leaf) close() {
	if l.pages != nil {
		_ = l.pages.Close() // reading only
	}
	l.pages, l.page, l.values, l.have = nil, nil, nil, nil
}
