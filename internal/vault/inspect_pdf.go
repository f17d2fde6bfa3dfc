package vault

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
)

// maxInflated bounds what is unpacked of a PDF to look for names: what lies beyond is a document nobody reads by eye.
const maxInflated = 64 << 20

// activeNames are what makes a reader run, start, fetch or send something, as names of PDF (ISO 32000). Files in a file are
// refused with them: what they are, nobody has looked at.
var activeNames = map[string]bool{
	"JavaScript": true, "JS": true, "Launch": true, "RichMedia": true, "XFA": true, "EmbeddedFile": true,
	"EmbeddedFiles": true, "SubmitForm": true, "ImportData": true, "GoToE": true, "Rendition": true, "Movie": true,
	"Sound": true,
}

// inspectPDF refuses scripts and programs, named in clear, by escaped characters, or within compressed streams. An
// encrypted document hides what it carries, so it is refused too.
func inspectPDF(b []byte) error {
	if err := namesIn(b); err != nil {
		return err
	}
	left := maxInflated
	for rest := b; ; {
		_, after, found := bytes.Cut(rest, []byte("stream"))
		if !found {
			return nil
		}
		rest = after
		// The keyword is followed by a line's end; "endstream" has none before the next keyword that a stream has.
		data := bytes.TrimLeft(after[:min(len(after), 2)], "\r\n")
		data = after[min(len(after), 2)-len(data):]
		if len(data) < 2 || data[0]&0x0f != 8 || (int(data[0])<<8|int(data[1]))%31 != 0 {
			continue // not deflated: its names, if any, were seen above
		}
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			continue
		}
		out, _ := io.ReadAll(io.LimitReader(r, int64(left)+1)) // damaged at its end: what came before counts
		if left -= len(out); left < 0 {
			return ErrType.With("why", "PDF size").At("body")
		}
		if err := namesIn(out); err != nil {
			return err
		}
	}
}

// namesIn looks through bytes for active names, and for encryption.
func namesIn(b []byte) error {
	for rest := b; ; {
		_, after, found := bytes.Cut(rest, []byte("/"))
		if !found {
			return nil
		}
		rest = after
		name := pdfName(after)
		if activeNames[name] {
			return ErrActive.With("why", "PDF /"+name).At("body")
		}
		if name == "Encrypt" {
			return ErrType.With("why", "encrypted PDF").At("body")
		}
	}
}

// pdfName reads a name of at most 16 characters; #6a stands for the character with that code. A longer one is none that is
// looked for.
func pdfName(b []byte) string {
	var out strings.Builder
	for i := 0; i < len(b) && out.Len() <= 16; i++ {
		c := b[i]
		if c == '#' && i+2 < len(b) {
			if hi, lo := unhex(b[i+1]), unhex(b[i+2]); hi < 16 && lo < 16 {
				c, i = hi<<4|lo, i+2
				out.WriteByte(c)
				continue
			}
		}
		if c <= ' ' || strings.IndexByte("()<>[]{}/%", c) >= 0 {
			break
		}
		out.WriteByte(c)
	}
	return out.String()
}

func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return 255
}
