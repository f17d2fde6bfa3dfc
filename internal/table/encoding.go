package table

import (
	"bytes"
	"unicode/utf8"
)

// magics are the files people most often hand in instead of a table.
var magics = []struct{ prefix, what string }{
	{"PK\x03\x04", "ZIP/XLSX"}, {"%PDF-", "PDF"}, {"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"SQLite format 3",
		"SQLite"},
	{"\xd0\xcf\x11\xe0", "XLS/DOC"}, {"BZh", "bzip2"}, {"7z\xbc\xaf", "7-Zip"}, {"\xfd7zXZ", "XZ"}, {"Rar!", "RAR"},
	{"\x7fELF", "ELF"}, {"Obj\x01", "Avro"},
}

// binaryKind says what a block that is no text is, or "".
func binaryKind(b []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.prefix)) {
			return m.what
		}
	}
	controls := 0
	for _, c := range b {
		if isControl(c) {
			controls++
		}
	}
	if controls > 1+len(b)/invalidShare {
		return "binary"
	}
	return ""
}

// isControl reports whether c has no place in text. 0x01 separates fields of Hive tables, 0x1a ends DOS files, 0x1b
// starts terminal colours.
func isControl(c byte) bool {
	return c < 0x20 && (c < '\t' || c > '\r') && c != 0x01 && c != 0x1a && c != 0x1b
}

// utf16Of recognises UTF-16 by its mark, or by the zero bytes of the ASCII in it; "" is no UTF-16.
func utf16Of(b []byte) string {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) {
		return UTF16LE
	}
	if bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return UTF16BE
	}
	b = b[:min(len(b), 4096)&^1]
	if len(b) < 4 {
		return ""
	}
	// Separators and digits alone make a tenth of any table's characters ASCII.
	asciiLE, asciiBE := 0, 0
	for i := 0; i < len(b); i += 2 {
		if b[i+1] == 0 {
			if b[i] <= 0x01 || isControl(b[i]) {
				return ""
			}
			asciiLE++
		}
		if b[i] == 0 {
			if b[i+1] <= 0x01 || isControl(b[i+1]) {
				return ""
			}
			asciiBE++
		}
	}
	switch units := len(b) / 2; {
	case asciiLE*10 >= units && asciiBE == 0:
		return UTF16LE
	case asciiBE*10 >= units && asciiLE == 0:
		return UTF16BE
	}
	return ""
}

// guess tells the encoding of a text that holds bytes above 127, from the first such byte on; prev is the byte before
// it.
//
// UTF-8 comes first: other text hardly ever passes for it. Mostly valid UTF-8 is UTF-8 with dirt. GB text is
// recognised by pairs in the area of GB 2312 (both bytes from 0xA1), where nearly all Chinese in use lies; accented
// Latin letters are single bytes among ASCII and pair up with it, or they stand in twos inside a word of ASCII
// letters.
func guess(prev byte, b []byte) string {
	valid, invalid := 0, 0
	for rest := completeRunes(b); len(rest) > 0; {
		n := asciiPrefix(rest)
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
		_, size := utf8.DecodeRune(rest)
		if size == 1 {
			invalid++
		} else {
			valid++
		}
		rest = rest[size:]
	}
	if valid >= 4*invalid && valid > 0 {
		return UTF8
	}
	g := walkGB(prev, b)
	if total := g.pairs + g.quads + g.broken; total > 0 && g.broken*20 <= total &&
		g.common*10 >= (g.pairs+g.quads)*7 && g.inWord*2 <= total {
		if g.quads > 0 {
			return GB18030
		}
		return GBK
	}
	if valid*10 >= invalid { // accented letters are hardly ever UTF-8 by chance: the file mixes encodings
		return UTF8
	}
	return Windows1252
}

// gbWalk is what a text read as GB18030 consists of: pairs in common use, all pairs, those that stand alone inside a
// word of ASCII letters, four-byte characters, and bytes that fit neither.
type gbWalk struct{ common, pairs, inWord, quads, broken int }

func walkGB(prev byte, b []byte) (g gbWalk) {
	for i := 0; i < len(b); {
		c := b[i]
		if i > 0 {
			prev = b[i-1]
		}
		switch {
		case c < 0x80:
			i++
		case c == 0x80 || c == 0xff:
			g.broken++
			i++
		case i+1 >= len(b):
			return g // the window splits a character
		case b[i+1] >= 0x40 && b[i+1] <= 0xfe && b[i+1] != 0x7f:
			g.pairs++
			if b[i+1] >= 0xa1 && (c >= 0xb0 && c <= 0xf7 || c >= 0xa1 && c <= 0xa3) {
				g.common++
			}
			if i+2 < len(b) && isLower(prev) && (isLower(b[i+2]) || b[i+2] == ' ') {
				g.inWord++
			}
			i += 2
		case b[i+1] >= 0x30 && b[i+1] <= 0x39 && i+3 < len(b) && b[i+2] >= 0x81 && b[i+3] >= 0x30 && b[i+3] <= 0x39:
			g.quads++
			i += 4
		default:
			g.broken++
			i++
		}
	}
	return g
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
