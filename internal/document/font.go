package document

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the font
	"io"
	"strings"
	"sync"

	"codeberg.org/go-pdf/fpdf"
)

//go:embed font/DroidSansFallbackFull.ttf.gz
var packedFont []byte

// The Go fonts: Latin with accents, Greek, punctuation and arrows; the fixed-width one cut to ASCII.
var (
	//go:embed font/GoRegular-Latin.ttf
	latinFont []byte
	//go:embed font/GoMono-ASCII.ttf
	monoFont []byte
)

// Font families. The Chinese font has no Latin letters, digits or quotation marks: a line is written in runs of one
// family each.
const (
	han   = "han"
	latin = "latin"
	mono  = "mono" // codes and digests
)

// unpacked is the font's bytes, unpacked at the first use.
var unpacked = sync.OnceValues(func() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packedFont))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
})

// page is one A4 page being drawn. Lengths are millimetres, from the top left.
type page struct {
	*fpdf.Fpdf
	size  float64
	latin string
	glyph *coverage
}

func newPage() (*page, error) {
	font, err := unpacked()
	if err != nil {
		return nil, err
	}
	glyphs, err := covered()
	if err != nil {
		return nil, err
	}
	p := &page{glyph: glyphs, Fpdf: fpdf.New("P", "mm", "A4", ""), latin: latin}
	p.SetCatalogSort(true)
	p.SetAutoPageBreak(false, 0)
	p.SetCellMargin(0)
	// Copies: the library writes into the bytes it is given.
	p.AddUTF8FontFromBytes(han, "", bytes.Clone(font))
	p.AddUTF8FontFromBytes(latin, "", bytes.Clone(latinFont))
	p.AddUTF8FontFromBytes(mono, "", bytes.Clone(monoFont))
	p.AddPage()
	return p, nil
}

const (
	pageWidth  = 210.0
	pageHeight = 297.0
)

// ink is a colour of the documents.
type ink struct{ r, g, b int }

var (
	black  = ink{28, 30, 33}
	grey   = ink{110, 116, 124}
	accent = ink{138, 32, 38} // the red of seals
	line   = ink{196, 200, 206}
)

// text chooses colour and size of what is written next, and the family of its Latin runs.
func (p *page) text(i ink, size float64, family ...string) {
	p.SetTextColor(i.r, i.g, i.b)
	p.size, p.latin = size, latin
	if len(family) > 0 {
		p.latin = family[0]
	}
}

func (p *page) stroke(i ink, width float64) {
	p.SetDrawColor(i.r, i.g, i.b)
	p.SetLineWidth(width)
}

// runs splits a line into stretches of one family and calls each.
func (p *page) runs(s string, each func(family, run string)) {
	s = p.glyph.printable(s)
	start, now := 0, ""
	for i, r := range s {
		family := p.glyph.family(r)
		if r < 0x7F {
			family = p.latin
		}
		if family != now && i > start {
			each(now, s[start:i])
			start = i
		}
		now = family
	}
	if start < len(s) {
		each(now, s[start:])
	}
}

func (p *page) width(s string) float64 {
	total := 0.0
	p.runs(s, func(family, run string) {
		p.SetFont(family, "", p.size)
		total += p.GetStringWidth(run)
	})
	return total
}

// lineBox is the height of the box that a line is centred in, millimetres.
const lineBox = 6.0

// write puts one line with its top left corner at x, y.
func (p *page) write(x, y float64, s string) {
	p.runs(s, func(family, run string) {
		p.SetFont(family, "", p.size)
		w := p.GetStringWidth(run)
		p.SetXY(x, y)
		p.CellFormat(w, lineBox, run, "", 0, "L", false, 0, "")
		x += w
	})
}

// at writes one line; width limits it, the rest is cut with an ellipsis.
func (p *page) at(x, y, width float64, s string) { p.write(x, y, p.cut(s, width)) }

// centred writes one line in the middle of the page.
func (p *page) centred(y float64, s string) { p.write((pageWidth-p.width(s))/2, y, s) }

func (p *page) cut(s string, width float64) string {
	if p.width(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 1 && p.width(string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// neverFirst are marks that must not begin a line (GB/T 15834).
const neverFirst = "，。、；：？！）》」』】〕”’…％"

// wrap breaks text into lines of at most a width; a line end in it stays one. Chinese breaks anywhere but before a
// closing mark and after an opening one; Latin words stay whole where they fit.
func (p *page) wrap(s string, width float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = append(lines, p.wrapParagraph(paragraph, width)...)
	}
	return lines
}

func (p *page) wrapParagraph(s string, width float64) []string {
	var lines []string
	var now []rune
	total, lastSpace := 0.0, -1
	for _, r := range s {
		if r == ' ' {
			lastSpace = len(now)
		}
		now = append(now, r)
		if total += p.width(string(r)); total <= width {
			continue
		}
		cut := len(now) - 1
		switch {
		case lastSpace > 0 && r < 0x2000:
			cut = lastSpace + 1
		case cut > 1 && strings.ContainsRune(neverFirst, r), cut > 1 && strings.ContainsRune(neverLast, now[cut-1]):
			cut--
		}
		lines = append(lines, strings.TrimRight(string(now[:cut]), " "))
		now = append([]rune(nil), now[cut:]...)
		total, lastSpace = p.width(string(now)), -1
	}
	if len(now) > 0 {
		lines = append(lines, string(now))
	}
	return lines
}

// neverLast are marks that must not end a line.
const neverLast = "（《「『【〔“‘"

// limit cuts lines to at most most, and says so in the last: with an ellipsis and the note.
func (p *page) limit(lines []string, width float64, most int, note string) []string {
	if len(lines) <= most {
		return lines
	}
	lines = append([]string(nil), lines[:most]...)
	last := []rune(lines[most-1])
	for len(last) > 0 && p.width(string(last)+"……"+note) > width {
		last = last[:len(last)-1]
	}
	lines[most-1] = string(last) + "……" + note
	return lines
}
