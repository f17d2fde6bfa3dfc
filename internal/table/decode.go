package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encodings that are found and read. GBK is a subset of GB18030 and is read as it; the name tells what was met.
const (
	ASCII       = "ascii"
	UTF8        = "utf-8"
	GBK         = "gbk"
	GB18030     = "gb18030"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// Invalid bytes are dirt up to invalidFloor sequences, and beyond that up to one in invalidShare bytes.
const (
	invalidFloor = 16
	invalidShare = 1000
)

var replacement = []byte("\uFFFD")

// textReader turns a file's bytes into UTF-8. What is UTF-8 already is passed on as it is: whoever takes it apart has
// to [repair] it, which is work that can be shared.
//
// Plain ASCII tells nothing, so the encoding is settled at the first byte above 127, by what surrounds it: a table
// whose first megabytes are numbers is read as rightly as one whose header is Chinese.
type textReader struct {
	raw     io.Reader
	enc     string                // "" until it is settled
	decoder transform.Transformer // for other encodings than UTF-8
	in      []byte                // in[r:w] is undecoded
	r, w    int
	rawEOF  bool
	out     int64 // bytes handed out
	invalid int64 // sequences replaced
	last    byte  // before the first byte above 127
	err     error
}

func newTextReader(raw io.Reader, enc string) (*textReader, error) {
	t := &textReader{raw: raw, in: make([]byte, blockSize)}
	if err := t.more(); err != nil {
		return nil, err
	}
	if enc != "" {
		if err := t.settle(enc); err != nil {
			return nil, err
		}
		return t, nil
	}
	head := t.in[:t.w]
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		t.r = 3
		return t, t.settle(UTF8)
	}
	if enc := utf16Of(head); enc != "" {
		return t, t.settle(enc)
	}
	if what := binaryKind(head); what != "" {
		return nil, ErrNotText.With("what", what)
	}
	return t, nil
}

func (t *textReader) settle(enc string) error {
	switch enc {
	case UTF8, ASCII:
		enc = UTF8
	case GBK, GB18030:
		t.decoder = simplifiedchinese.GB18030.NewDecoder()
	case UTF16LE:
		t.decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case UTF16BE:
		t.decoder = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	case Windows1252:
		t.decoder = charmap.Windows1252.NewDecoder()
	default:
		return ErrUnknownEncoding.With("encoding", enc)
	}
	t.enc = enc
	return nil
}

// encodingFound is the encoding's name so far.
func (t *textReader) encodingFound() string {
	if t.enc == "" {
		return ASCII
	}
	return t.enc
}

// more moves what is undecoded to the front and fills the buffer as far as the file goes.
func (t *textReader) more() error {
	copy(t.in, t.in[t.r:t.w])
	t.w -= t.r
	t.r = 0
	for t.w < len(t.in) && !t.rawEOF {
		n, err := t.raw.Read(t.in[t.w:])
		t.w += n
		if err == io.EOF {
			t.rawEOF = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Read implements io.Reader. p should be large.
func (t *textReader) Read(p []byte) (int, error) {
	for t.err == nil {
		if t.r == t.w && t.enc == UTF8 && !t.rawEOF {
			n, err := t.raw.Read(p)
			t.rawEOF = err == io.EOF
			if !t.rawEOF {
				t.err = err
			}
			if n > 0 {
				return n, nil
			}
			continue
		}
		if t.r == t.w || t.enc != "" && t.w-t.r < utf8.UTFMax {
			if t.err = t.more(); t.err != nil {
				break
			}
			if t.w == 0 {
				t.err = io.EOF
				break
			}
		}
		n, err := t.decode(p)
		t.out += int64(n)
		if err == nil && t.invalid > invalidFloor && t.invalid*invalidShare > t.out {
			err = ErrEncoding.With("count", t.invalid, "encoding", t.encodingFound())
		}
		t.err = err
		if n > 0 {
			return n, nil
		}
	}
	return 0, t.err
}

func (t *textReader) decode(p []byte) (int, error) {
	src := t.in[t.r:t.w]
	if t.enc == "" {
		n := asciiPrefix(src)
		if n == 0 {
			if err := t.more(); err != nil {
				return 0, err
			}
			return 0, t.settle(guess(t.last, t.in[t.r:t.w]))
		}
		n = copy(p, src[:n])
		t.r += n
		t.last = p[n-1]
		return n, nil
	}
	if t.decoder == nil {
		n := copy(p, src)
		t.r += n
		return n, nil
	}
	n, used, err := t.decoder.Transform(p, src, t.rawEOF)
	t.r += used
	if err != nil && !errors.Is(err, transform.ErrShortDst) && !errors.Is(err, transform.ErrShortSrc) {
		return n, err
	}
	if t.enc == GBK && walkGB(0, src[:used]).quads > 0 {
		t.enc = GB18030
	}
	t.invalid += int64(bytes.Count(p[:n], replacement))
	t.controls(p[:n])
	return n, nil
}

// repair replaces what is no UTF-8 and counts it, NUL bytes included, which no text holds. The result is text itself
// if there is nothing to replace, else it is written to spare.
func repair(text, spare []byte) ([]byte, int64) {
	invalid := int64(0)
	if bytes.IndexByte(text, 0) >= 0 {
		invalid = int64(bytes.Count(text, []byte{0}))
	}
	if validUTF8(text) {
		return text, invalid
	}
	spare = spare[:0]
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			invalid++
			spare = append(spare, replacement...)
		} else {
			spare = append(spare, text[:size]...)
		}
		text = text[size:]
	}
	return spare, invalid
}

// controls counts NUL bytes, which no text holds, as invalid.
func (t *textReader) controls(text []byte) {
	if bytes.IndexByte(text, 0) >= 0 {
		t.invalid += int64(bytes.Count(text, []byte{0}))
	}
}

// completeRunes cuts off a character that the end of b splits.
func completeRunes(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// asciiPrefix is how many bytes of b come before the first above 127.
func asciiPrefix(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}
