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

// The Go fonts, cut to ASCII.
var (
	//go:embed font/GoRegular-ASCII.ttf
	latinFont []byte
	//go:embed font/GoMono-ASCII.ttf
	monoFont []byte
)

// Font families. The Chinese font has no Latin letters or digits: a line is written in runs of one family each.
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
}

func newPage() (*page, error) {
	font, err := unpacked()
	if err != nil {
		return nil, err
	}
	p := &page{Fpdf: fpdf.New("P", "mm", "A4", ""), latin: latin}
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

// printed replaces what the fonts lack by what reads the same.
var printed = strings.NewReplacer("—", "-", "–", "-", "·", "・", "\u00a0", " ", "×", "x")

// runs splits a line into stretches of one family and calls each.
func (p *page) runs(s string, each func(family, run string)) {
	s = printed.Replace(s)
	start, now := 0, ""
	for i, r := range s {
		family := han
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

// write puts one line with its top left corner at x, y.
func (p *page) write(x, y float64, s string) {
	p.runs(s, func(family, run string) {
		p.SetFont(family, "", p.size)
		w := p.GetStringWidth(run)
		p.SetXY(x, y)
		p.CellFormat(w, 6, run, "", 0, "L", false, 0, "")
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

// wrap breaks text into at most most lines; Chinese breaks anywhere but before a closing mark, Latin words stay whole where
// they fit.
func (p *page) wrap(s string, width float64, most int) []string {
	var lines []string
	var now []rune
	lastSpace := -1
	for _, r := range s {
		if r == ' ' {
			lastSpace = len(now)
		}
		now = append(now, r)
		if p.width(string(now)) <= width {
			continue
		}
		cut := len(now) - 1
		switch {
		case lastSpace > 0 && r < 0x2000:
			cut = lastSpace + 1
		case strings.ContainsRune(neverFirst, r) && cut > 1:
			cut--
		}
		lines = append(lines, strings.TrimRight(string(now[:cut]), " "))
		now = append([]rune(nil), now[cut:]...)
		lastSpace = -1
		if len(lines) == most {
			lines[most-1] = p.cut(lines[most-1]+"……", width)
			return lines
		}
	}
	if len(now) > 0 {
		lines = append(lines, string(now))
	}
	return lines
}
