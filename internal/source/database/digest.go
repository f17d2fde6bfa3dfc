package database

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"strconv"
	"strings"

	"shurong.org/shurong/internal/table"
)

// Digest is the SHA-256 of rows in their order; see the package comment.
type Digest struct {
	sum   hash.Hash
	buf   []byte
	bytes int64 // of cells
}

// NewDigest begins the digest of a table with these columns.
func NewDigest(columns []string) *Digest {
	d := &Digest{sum: sha256.New()}
	d.buf = append(d.buf, "shurong-rows/1\n"...)
	d.buf = binary.AppendUvarint(d.buf, uint64(len(columns)))
	for _, name := range columns {
		d.cell([]byte(name))
	}
	d.flush()
	return d
}

// Add appends the batch's rows.
func (d *Digest) Add(b *table.Batch) {
	for r := range b.Rows() {
		for c := range b.Cols() {
			cell := b.Cell(r, c)
			if cell == nil {
				d.buf = append(d.buf, 0)
				continue
			}
			d.bytes += int64(len(cell))
			d.cell(cell)
		}
		if len(d.buf) > 64<<10 {
			d.flush()
		}
	}
	d.flush()
}

func (d *Digest) cell(text []byte) {
	d.buf = binary.AppendUvarint(d.buf, uint64(len(text))+1)
	d.buf = append(d.buf, text...)
}

func (d *Digest) flush() {
	d.sum.Write(d.buf)
	d.buf = d.buf[:0]
}

// Sum is the digest of what was added so far.
func (d *Digest) Sum() (out [32]byte) {
	copy(out[:], d.sum.Sum(nil))
	return out
}

// Names makes column names usable as a table's: trimmed, not empty, not repeated.
func Names(raw []string) []string {
	names := make([]string, len(raw))
	seen := make(map[string]bool, len(raw))
	for i, n := range raw {
		n = strings.TrimSpace(strings.ToValidUTF8(n, "\uFFFD"))
		if n == "" || n == "?column?" {
			n = table.Unnamed(i)
		}
		base := n
		for k := 2; seen[n]; k++ {
			n = base + "_" + strconv.Itoa(k)
		}
		seen[n] = true
		names[i] = n
	}
	return names
}
