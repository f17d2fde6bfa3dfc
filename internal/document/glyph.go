package document

import (
	"bytes"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
)

// printed replaces what the fonts lack by what reads the same.
var printed = strings.NewReplacer(
	"·", "・", "\u00a0", " ", "\t", " ", "℃", "°C", "℉", "°F", "㎡", "m²", "㎥", "m³", "㎏", "kg", "㎞", "km",
	"Ⅰ", "I", "Ⅱ", "II", "Ⅲ", "III", "Ⅳ", "IV", "Ⅴ", "V", "Ⅵ", "VI", "Ⅶ", "VII", "Ⅷ", "VIII", "Ⅸ", "IX", "Ⅹ", "X",
	"①", "(1)", "②", "(2)", "③", "(3)", "④", "(4)", "⑤", "(5)", "⑥", "(6)", "⑦", "(7)", "⑧", "(8)", "⑨", "(9)", "⑩",
	"(10)",
)

// missing stands for a character that no font has: the printer's mark for a missing type (〓). A gap would hide that
// something is not printed, and a document is judged by what it shows.
const missing = '〓'

// coverage knows which characters the fonts hold. The library below reads past its tables at characters beyond the
// basic plane, so nothing reaches it that was not asked for here.
type coverage struct {
	mu         sync.Mutex
	buf        sfnt.Buffer
	han, latin *sfnt.Font
	known      map[rune]string // family, "" if missing
}

// covered is built with the first document.
var covered = sync.OnceValues(func() (*coverage, error) {
	font, err := unpacked()
	if err != nil {
		return nil, err
	}
	c := &coverage{known: map[rune]string{}}
	if c.han, err = sfnt.Parse(bytes.Clone(font)); err != nil {
		return nil, err
	}
	c.latin, err = sfnt.Parse(latinFont)
	return c, err
})

// maxKnown bounds the memory of what strangers' texts made us look up.
const maxKnown = 100_000

// family returns the family that prints r, or "" if none does.
func (c *coverage) family(r rune) string {
	switch {
	case r < ' ' || r == 0x7F || r > 0xFFFF:
		return ""
	case r < 0x7F:
		return latin
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if f, ok := c.known[r]; ok {
		return f
	}
	f := ""
	switch {
	case has(c.latin, &c.buf, r):
		f = latin
	case has(c.han, &c.buf, r):
		f = han
	}
	if len(c.known) < maxKnown {
		c.known[r] = f
	}
	return f
}

func has(f *sfnt.Font, buf *sfnt.Buffer, r rune) bool {
	g, err := f.GlyphIndex(buf, r)
	return err == nil && g != 0
}

// printable makes a text of which every character is in a font.
func (c *coverage) printable(s string) string {
	return strings.Map(func(r rune) rune {
		if c.family(r) == "" {
			return missing
		}
		return r
	}, printed.Replace(strings.ToValidUTF8(s, string(missing))))
}
