package table

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetRows is how many rows a batch of Parquet holds, fewer if the table is wide.
const parquetRows = 4096

func isParquet(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("PAR1")) || bytes.HasPrefix(magic, []byte("PARE"))
}

// parquetTable is the stream of a Parquet file. It walks the row groups, and in each reads all leaf columns side by side.
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
	index  int
	spare  chan *parquetBlock
	sealed chan sealed

	// for [Resumer]: rows before the block read last, whether it is the first of its row group, and how much of the table, in
	// bytes unpacked, was read since the last boundary
	before int64
	fresh  bool
	since  int64
	every  int64

	sum  [32]byte
	err  error // sticky, io.EOF included
	once sync.Once
}

// leaf reads one column's values in the present row group.
type leaf struct {
	name   string
	pages  parquet.Pages
	values parquet.ValueReader
	text   func(dst []byte, v parquet.Value) []byte // nil: the bytes themselves
}

func newParquet(f *guardedFile, o Options) (p *parquetTable, err error) {
	defer recoverDamage(f.name(), &err)
	p = &parquetTable{file: f, spare: make(chan *parquetBlock, spareBuffers), every: o.boundary()}
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

// Columns implements [Stream].
func (p *parquetTable) Columns() []string { return p.names }

// Format implements [Stream].
func (p *parquetTable) Format() Format { return Format{Kind: "parquet", Header: true} }

// Tally implements [Stream].
func (p *parquetTable) Tally() Tally {
	t := p.tal
	t.Bytes = p.file.size
	return t
}

// Digest implements [Stream].
func (p *parquetTable) Digest() [32]byte { return p.sum }

// Size implements [Stream]; it counts rows.
func (p *parquetTable) Size() (read, total int64) { return p.done.Load(), p.pq.NumRows() }

// Large implements [Large].
func (p *parquetTable) Large() (rows, bytes int64) { return p.pq.NumRows(), 0 }

// Close implements [Stream].
func (p *parquetTable) Close() error {
	p.once.Do(p.file.close)
	return nil
}

// Seal implements [Stream].
func (p *parquetTable) Seal() error {
	if errors.Is(p.err, io.EOF) {
		return nil
	}
	return p.err
}

// Next implements [Stream]. Meanwhile the file is digested as a whole.
func (p *parquetTable) Next() (Block, error) {
	if p.err != nil {
		return nil, p.err
	}
	p.digestAside()
	b, err := p.read()
	switch {
	case err == nil:
		p.done.Store(p.tal.Rows)
		return b, nil
	case errors.Is(err, io.EOF):
		s := <-p.sealed
		if p.sum, p.err = s.digest, s.err; p.err == nil {
			p.err = p.file.f.Unchanged()
		}
		if p.err == nil {
			p.err = io.EOF
		}
	default:
		p.err = p.file.explain(err)
	}
	_ = p.Close() // reading only
	return nil, p.err
}

// digestAside has the file digested while it is decoded.
func (p *parquetTable) digestAside() {
	if p.sealed != nil {
		return
	}
	p.sealed = make(chan sealed, 1)
	go func() {
		d, err := p.file.seal()
		p.sealed <- sealed{d, err}
	}()
}

type sealed struct {
	digest [32]byte
	err    error
}

// read takes the next rows of the present row group.
func (p *parquetTable) read() (k *parquetBlock, err error) {
	defer recoverDamage(p.file.name(), &err)
	for p.fresh = false; p.left == 0; p.fresh = true {
		groups := p.pq.RowGroups()
		if p.group == len(groups) {
			if p.tal.Rows != p.pq.NumRows() {
				return nil, p.damaged("row count", nil)
			}
			return nil, io.EOF
		}
		if p.group > 0 {
			p.since += max(0, p.pq.Metadata().RowGroups[p.group-1].TotalByteSize)
		}
		if err := p.open(groups[p.group]); err != nil {
			return nil, err
		}
		p.group++
	}
	cols := len(p.leaves)
	rows := int(min(p.left, p.rowsOfBlock()))
	p.before = p.tal.Rows
	select {
	case k = <-p.spare:
	default:
		k = &parquetBlock{table: p}
	}
	k.index, k.from, k.rows = p.index, p.tal.Rows, rows
	if cap(k.values) < rows*cols {
		k.values = make([]parquet.Value, rows*cols)
	}
	k.values = k.values[:rows*cols]
	for c, l := range p.leaves {
		if err := l.next(k.values[c*rows : (c+1)*rows]); err != nil {
			return nil, p.damaged("column "+l.name, err)
		}
	}
	p.index++
	p.left -= int64(rows)
	p.tal.Rows += int64(rows)
	return k, nil
}

// rowsOfBlock is how many rows a block has, the last of a row group apart.
func (p *parquetTable) rowsOfBlock() int64 {
	return int64(max(1, min(parquetRows, (64<<10)/len(p.leaves)+32)))
}

// parquetBlock is rows of values, column by column; texts point into pages, which live as long.
type parquetBlock struct {
	table  *parquetTable
	index  int
	from   int64 // rows before it
	rows   int
	values []parquet.Value
}

// Index implements [Block].
func (k *parquetBlock) Index() int { return k.index }

// Decode implements [Block].
func (k *parquetBlock) Decode(b *Batch) (err error) {
	p := k.table
	defer recoverDamage(p.file.name(), &err)
	whole, err := k.write(b, false)
	if err == nil && !whole {
		_, err = k.write(b, true)
	}
	clear(k.values) // pages are let go
	select {
	case p.spare <- k:
	default:
	}
	return err
}

// write puts the values into the batch as text. careful looks at each text by itself whether it is UTF-8; otherwise all
// are looked at together, and whole says whether they are.
func (k *parquetBlock) write(b *Batch, careful bool) (whole bool, err error) {
	p, cols := k.table, len(k.table.leaves)
	b.Reset(cols)
	b.byColumns(k.rows, cols)
	whole = true
	for c, l := range p.leaves {
		cells := b.cells[c*b.colStep:]
		for r, v := range k.values[c*k.rows : (c+1)*k.rows] {
			cell := noValue
			if !v.IsNull() {
				start := len(b.text)
				if l.text != nil {
					b.text = l.text(b.text, v)
				} else if t := v.ByteArray(); careful && !utf8.Valid(t) {
					b.text = hex.AppendEncode(b.text, t)
				} else {
					b.text = append(b.text, t...)
					whole = whole && (len(t) == 0 || utf8.RuneStart(t[0]))
				}
				if size := len(b.text) - start; size > MaxField {
					return false, ErrFieldTooLong.With("line", k.from+int64(r)+1, "column", c+1, "name", p.names[c], "limit", MaxField)
				}
				if len(b.text) >= 1<<31 {
					return false, ErrRowTooLong.With("line", k.from+int64(r)+1, "limit", MaxRow)
				}
				cell = span{uint32(start), uint32(len(b.text))}
			}
			cells[r] = cell
		}
	}
	b.rows = k.rows
	return whole && validUTF8(b.text), nil
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

// next fills out with the column's next values.
func (l *leaf) next(out []parquet.Value) error {
	for len(out) > 0 {
		if l.values == nil {
			page, err := l.pages.ReadPage()
			if err != nil {
				return err
			}
			l.values = page.Values()
		}
		k, err := l.values.ReadValues(out)
		if out = out[k:]; errors.Is(err, io.EOF) {
			l.values = nil
		} else if err != nil {
			return err
		} else if k == 0 {
			return errors.New("page gives no values")
		}
	}
	return nil
}

func (l *leaf) close() {
	if l.pages != nil {
		_ = l.pages.Close() // reading only
	}
	l.pages, l.values = nil, nil
}
