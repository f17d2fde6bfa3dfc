package scan

import (
	"encoding/binary"
	"slices"

	"github.com/zeebo/xxh3"

	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/internal/traits"
)

// Detector looks at every cell of a table for what stands inside longer texts: numbers and addresses of persons, and
// secrets. What a column as a whole is, is not its business: [Decide] knows that from a sample of rows.
//
// Each worker has a Detector of its own; they are merged at the end. What a cell adds depends on the cell alone, counts
// are sums, and the candidates kept are those of least hash, so neither the number of workers nor their schedule shows.
//
// Costs: a cell under 14 bytes, of digits or of Chinese characters 1 ns, a time or another text without digits 3 to 15
// ns, a text with a long run of digits or an @ 50 to 200 ns. A column takes 150 bytes, and with candidates for secrets
// up to 64 cells of 4 KiB.
type Detector struct {
	columns []inText
}

// inText is what was met inside the texts of one column.
type inText struct {
	cells   int64            // that hold anything of the following
	form    [textKinds]int64 // cells with something of the form
	valid   [textKinds]int64 // of them, cells where it also passes
	secrets int64            // cells with something that begins like a known secret
	kept    []candidate      // those of least hash, in rising order, each value once
}

// candidate is a cell that may hold a secret. It stays at the site.
type candidate struct {
	hash uint64
	cell []byte
}

const (
	// textFrom is the length in bytes of the shortest cell that is searched: a mobile number and a word before it.
	textFrom = 14
	// keptCandidates is how many cells the rules for secrets are tried on, a column: they take 20 to 150 µs each.
	keptCandidates = 64
	// candidateLength bounds what is kept of a cell.
	candidateLength = 4 << 10
)

// NewDetector makes a detector for a table of so many columns.
func NewDetector(columns int) *Detector { return &Detector{columns: make([]inText, columns)} }

// Block looks at the cells of a block. Numbers and nothing else, and texts of Chinese characters only, hold nothing: that
// is known of them.
func (d *Detector) Block(b *table.Batch) {
	for c := range b.Cols() {
		cells := b.Column(c)
		_, classes := b.Looked(c)
		for r, class := range classes {
			if class == traits.Digit || class&traits.Han != 0 {
				continue
			}
			if cell := cells.At(r); len(cell) >= textFrom {
				d.look(c, cell)
			}
		}
	}
}

// Cell looks at one cell. The cell is not kept.
func (d *Detector) Cell(column int, cell []byte) {
	if len(cell) >= textFrom { // and so at least one window
		d.look(column, cell)
	}
}

// Eight bytes at a time: the tests below tell digits, @, characters beyond ASCII and letters without a loop over bytes.
const (
	each      = 0x0101010101010101
	highBits  = 0x80 * each
	upperBits = 0xc0 * each // letters, @ and what is beyond ASCII have one of them
	highHalf  = 0xf0 * each
	digit0    = 0x30 * each
	aboveSix  = 0x06 * each
	atSigns   = 0x40 * each
	filler    = 0x2e * each // full stops behind a last, partial window
)

// look decides whether a cell is worth a closer look.
func (d *Detector) look(column int, cell []byte) {
	var (
		digits bool // eight digits in a row, from a multiple of four on: any run of eleven has them
		other  bool // something that is no digit
		at     bool
		token  bool // eight bytes of ASCII without white space, a letter among them
		spaced bool // white space, or a character beyond ASCII
		half   bool // the last four bytes of the window before were digits
	)
	n := len(cell)
	for i := 0; i < n; i += 8 {
		var w uint64
		own := ^uint64(0) // the bits that are the cell's
		if i+8 <= n {
			w = binary.LittleEndian.Uint64(cell[i:])
		} else {
			rest := uint(n-i) * 8
			own = 1<<rest - 1
			w = binary.LittleEndian.Uint64(cell[n-8:])>>(64-rest) | filler<<rest
		}
		if w&highBits == highBits { // Chinese
			other, spaced, half = true, true, false
			continue
		}
		t := (w&highHalf ^ digit0) | ((w+aboveSix)&highHalf ^ digit0) // 0 where a digit stands
		low, high := uint32(t) == 0, t>>32 == 0
		if low && (high || half) {
			digits = true
		}
		half = high
		if t&own == 0 {
			continue
		}
		other = true
		blank := w&highBits != 0 || (w-0x21*each)&highBits != 0
		if blank {
			spaced = true
		}
		if w&upperBits == 0 {
			continue
		}
		if x := w ^ atSigns; (x-each)&^x&highBits != 0 {
			at = true
		}
		if !blank {
			token = true
		}
	}
	if !digits && !at && !token || !other {
		return // nothing of the kind, or a number and nothing else
	}
	if digits || at && (spaced || !oneWord(cell)) {
		d.columns[column].identifiers(cell, at)
	}
	if token && n >= secretFrom && beginsSecret(cell, spaced) {
		c := &d.columns[column]
		c.secrets++
		c.keep(cell)
	}
}

// oneWord reports whether a cell is a single word, as an e-mail address is: then its column decides what it is.
func oneWord(cell []byte) bool {
	for _, c := range cell {
		if !wordByte[c] && c != '@' {
			return false
		}
	}
	return true
}

// keep holds the cell if its hash is among the least.
func (c *inText) keep(cell []byte) {
	cell = cell[:min(len(cell), candidateLength)]
	h := xxh3.Hash(cell)
	if len(c.kept) == keptCandidates && h >= c.kept[len(c.kept)-1].hash {
		return
	}
	c.insert(candidate{h, slices.Clone(cell)})
}

func (c *inText) insert(n candidate) {
	i, found := slices.BinarySearchFunc(c.kept, n.hash, func(a candidate, h uint64) int {
		switch {
		case a.hash < h:
			return -1
		case a.hash > h:
			return 1
		}
		return 0
	})
	if found {
		return
	}
	c.kept = slices.Insert(c.kept, i, n)
	c.kept = c.kept[:min(len(c.kept), keptCandidates)]
}

// Merge adds what another detector of the same table met. The other must not be used after it.
func (d *Detector) Merge(other *Detector) {
	for i := range other.columns {
		a, b := &d.columns[i], &other.columns[i]
		a.cells += b.cells
		a.secrets += b.secrets
		for k := range b.form {
			a.form[k] += b.form[k]
			a.valid[k] += b.valid[k]
		}
		for _, c := range b.kept {
			a.insert(c)
		}
	}
}
