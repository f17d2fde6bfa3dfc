package sketch

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"shurong.org/shurong/fault"
)

const (
	// RowSample is the number of row hashes kept: a containment of one half is known to ±3 % (one standard error 1.6 %).
	RowSample = 1024
	// MaxColumns is the number of columns kept in a sketch. A wider table is sketched by its most distinctive ones.
	MaxColumns = 50
	// columnBudget is the number of column hashes in a sketch: 8 bytes each, 4/3 of it in base64, is 100 kB.
	columnBudget = 9375
	// maxName is the longest column name kept, in bytes.
	maxName = 90
)

// defaultKey is the domain of sketches that anyone may compare.
const defaultKey = "shurong/sketch/1"

// ErrNoColumns says that a table without columns was to be sketched.
var ErrNoColumns = fault.Define("sketch.no_columns", fault.Invalid,
	"没有列，无法生成内容指纹", "a table without columns cannot be sketched").
	Hint("请检查表头与分隔符", "check the header and the separator")

// ErrMerge says that two parts do not belong to one table.
var ErrMerge = fault.Define("sketch.merge", fault.Invalid,
	"两部分的列或密钥不同，不能合并", "the two parts differ in columns or key and cannot be merged")

// Options are what a builder may be told. The zero value is right for registration.
type Options struct {
	// Key separates domains: sketches of different keys cannot be compared. Empty means the public domain.
	Key []byte
	// Omit names the columns to leave out altogether, such as those that hold personal data.
	Omit []string
}

// Builder reads a table's rows, in any order, and makes its sketch. It is not safe for concurrent use; parts of a table
// can be read by one builder each and merged.
type Builder struct {
	names   []string
	columns []column
	rows    kmv
	keyID   string
	seed    uint64
	count   uint64
	scratch []byte
}

type column struct {
	omit     bool
	values   kmv
	common   uint64 // cells that many unrelated tables hold
	integers uint64
	lo, hi   int64
}

// NewBuilder starts a sketch of a table with these columns.
func NewBuilder(columns []string, o Options) (*Builder, error) {
	if len(columns) == 0 {
		return nil, ErrNoColumns.With()
	}
	key := o.Key
	if len(key) == 0 {
		key = []byte(defaultKey)
	}
	d := sha256.Sum256(key)
	b := &Builder{
		names: slices.Clone(columns), columns: make([]column, len(columns)), rows: newKMV(RowSample),
		keyID: hex.EncodeToString(d[:8]), seed: binary.BigEndian.Uint64(d[8:16]), scratch: make([]byte, 0, 256),
	}
	k := columnSample(len(columns))
	for i := range b.columns {
		omit := slices.Contains(o.Omit, columns[i])
		b.columns[i] = column{values: newKMV(k), omit: omit, lo: math.MaxInt64, hi: math.MinInt64}
	}
	return b, nil
}

// columnSample is k for a table of n columns.
func columnSample(n int) int { return min(RowSample, columnBudget/min(n, MaxColumns)) }

// Add reads one row. Missing cells are nulls, cells beyond the last column are ignored. The row's bytes are not kept.
func (b *Builder) Add(row [][]byte) {
	b.count++
	var sum uint64
	cells := uint64(0)
	for i, cell := range row {
		if i == len(b.columns) {
			break
		}
		c := &b.columns[i]
		if c.omit || len(cell) == 0 {
			continue
		}
		out, k, n, isInt := normal(b.scratch, cell)
		if k == null {
			continue
		}
		if k == common {
			c.common++
		}
		if isInt {
			c.integers++
			c.lo, c.hi = min(c.lo, n), max(c.hi, n)
		}
		h := xxh3.HashSeed(out, b.seed)
		c.values.add(h)
		sum += spread(h)
		cells++
		if cap(out) > cap(b.scratch) && cap(out) < 1<<16 {
			b.scratch = out[:0]
		}
	}
	if cells > 0 {
		b.rows.add(spread((sum ^ b.seed) + cells))
	}
}

// spread is the finaliser of MurmurHash3: it keeps a sum of hashes from cancelling out by structure.
func spread(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// Merge adds the rows that another builder with the same columns and options has read.
func (b *Builder) Merge(o *Builder) error {
	if b.keyID != o.keyID || !slices.Equal(b.names, o.names) {
		return ErrMerge.With()
	}
	for i := range b.columns {
		c, d := &b.columns[i], &o.columns[i]
		if c.omit != d.omit {
			return ErrMerge.With()
		}
		c.values.merge(&d.values)
		c.common += d.common
		c.integers += d.integers
		c.lo, c.hi = min(c.lo, d.lo), max(c.hi, d.hi)
	}
	b.rows.merge(&o.rows)
	b.count += o.count
	return nil
}

// Sketch returns the sketch of the rows read so far. The builder can go on reading.
func (b *Builder) Sketch() *Sketch {
	s := &Sketch{Version: Version, KeyID: b.keyID, RowCount: int64(b.count), ColumnCount: len(b.columns)}
	s.Rows = sample(&b.rows)
	for i := range b.columns {
		if c := &b.columns[i]; !c.omit && c.values.seen > 0 {
			s.Columns = append(s.Columns, c.finish(i, b.names[i]))
		}
	}
	if len(s.Columns) > MaxColumns {
		slices.SortStableFunc(s.Columns, func(x, y Column) int { return cmp.Compare(y.weight(), x.weight()) })
		s.Columns = s.Columns[:MaxColumns]
		slices.SortFunc(s.Columns, func(x, y Column) int { return cmp.Compare(x.Index, y.Index) })
	}
	return s
}

func (c *column) finish(index int, name string) Column {
	kept, _ := c.values.final()
	out := Column{Index: index, Name: clip(name), Sample: sample(&c.values)}
	n := c.values.seen
	out.CollisionPPB = collision(kept, uint64(out.Distinct), n)
	out.CommonPPM = int64(c.common * 1e6 / n)
	// Integers that fill at least half of the range between the smallest and the largest number the rows.
	if span := c.hi - c.lo; c.integers == n && n > 2 && span >= 0 && uint64(span) < 2*uint64(out.Distinct) {
		out.Running = true
	}
	return out
}

func sample(s *kmv) Sample {
	kept, whole := s.final()
	out := Sample{K: s.k, Cells: int64(s.seen), Whole: whole, Hashes: make([]uint64, len(kept))}
	for i, e := range kept {
		out.Hashes[i] = e.hash
	}
	out.Distinct = int64(distinct(out.Hashes, whole))
	return out
}

// clip bounds a name and makes it printable UTF-8: a control character would take six bytes in JSON.
func clip(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, strings.TrimSpace(name))
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = strings.TrimSpace(name[:len(name)-size])
	}
	return name
}
