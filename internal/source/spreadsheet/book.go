package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// small reads a part that describes others, as a whole.
func (b *book) small(name string, into any) error {
	p := b.parts[name]
	if p == nil {
		return nil
	}
	if p.UncompressedSize64 > maxPart {
		return ErrBomb.With("file", b.file.Name(), "what", name)
	}
	r, err := p.Open()
	if err != nil {
		return b.damaged(name, 0, err)
	}
	defer func() { _ = r.Close() }() // reading only
	text, err := io.ReadAll(r)
	if err != nil {
		return b.damaged(name, 0, err)
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // is UTF-8 whatever it says
	if err := d.Decode(into); err != nil {
		return b.damaged(name, 0, err)
	}
	return nil
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// choose finds the part of the sheet of a name, or of the first that is visible.
func (b *book) choose(name string) (*zip.File, string, error) {
	var workbook struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []relation `xml:"Relationship"`
	}
	if err := b.small("xl/workbook.xml", &workbook); err != nil {
		return nil, "", err
	}
	if err := b.small("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, "", err
	}
	b.base = workbook.Properties.Date1904 == "1" || workbook.Properties.Date1904 == "true"
	var names []string
	for _, s := range workbook.Sheets {
		names = append(names, s.Name)
		visible := s.State == "" || s.State == "visible"
		if name == "" && !visible || name != "" && !strings.EqualFold(s.Name, name) {
			continue
		}
		id := ""
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				id = a.Value
			}
		}
		i := slices.IndexFunc(relations.All, func(r relation) bool { return r.ID == id })
		if i < 0 {
			return nil, "", b.damaged("workbook", 0, errors.New("no relation "+id))
		}
		if !strings.HasSuffix(relations.All[i].Type, "/worksheet") { // a sheet that is a chart has no rows
			continue
		}
		target := relations.All[i].Target
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		part := b.parts[strings.ToLower(strings.TrimPrefix(target, "/"))]
		if part == nil {
			return nil, "", b.damaged("workbook", 0, errors.New("no part "+target))
		}
		return part, s.Name, nil
	}
	if name == "" {
		name = "(visible)"
	}
	return nil, "", ErrNoSheet.With("file", b.file.Name(), "name", name, "sheets", strings.Join(names, ", "))
}

// sharedStrings are the texts that cells refer to by number, in one run.
type sharedStrings struct {
	text []byte
	ends []int
}

func (s *sharedStrings) get(i int) ([]byte, bool) {
	if i < 0 || i >= len(s.ends) {
		return nil, false
	}
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.text[from:s.ends[i]:s.ends[i]], true
}

// readStrings reads the shared strings, a piece at a time.
func (b *book) readStrings() error {
	p := b.parts["xl/sharedstrings.xml"]
	if p == nil {
		return nil
	}
	const part = "sharedStrings"
	r, err := p.Open()
	if err != nil {
		return b.damaged(part, 0, err)
	}
	defer func() { _ = r.Close() }() // reading only
	pieces := pieces{in: r, end: "si>"}
	for {
		piece, err := pieces.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return b.damaged(part, int64(len(b.strings.ends)), err)
		}
		if err := b.addStrings(piece); err != nil {
			return b.damaged(part, int64(len(b.strings.ends)), err)
		}
	}
	if !bytes.Contains(pieces.tail, []byte("sst>")) && !bytes.Contains(pieces.tail, []byte("/>")) {
		return b.damaged(part, int64(len(b.strings.ends)), io.ErrUnexpectedEOF)
	}
	return nil
}

func (b *book) addStrings(piece []byte) error {
	scan := scanner{b: piece}
	inText, phonetic := false, false
	for {
		t, err := scan.next()
		if err != nil {
			return err
		}
		switch t.kind {
		case 0:
			return nil
		case 't':
			if inText && !phonetic {
				var ignored int64
				b.strings.text = t.appendText(b.strings.text, &ignored)
			}
			continue
		}
		switch open := t.kind == '<' && !t.empty; string(t.name) {
		case "t":
			inText = open
		case "rPh":
			phonetic = open
		case "si":
			if !open {
				b.strings.ends = append(b.strings.ends, len(b.strings.text))
				if len(b.strings.text)+8*len(b.strings.ends) > maxStrings {
					return ErrBomb.With("file", b.file.Name(), "what", "sharedStrings")
				}
			}
		}
	}
}

// pieces cuts a part's XML behind an element's end.
type pieces struct {
	in   io.Reader
	end  string // of the end tag, such as "row>"
	buf  []byte
	at   int
	eof  bool
	tail []byte // what follows the last piece, after io.EOF
	read int64
}

const pieceSize = 256 << 10

// next returns some whole elements; the bytes are valid until the next call.
func (p *pieces) next() ([]byte, error) {
	p.buf = append(p.buf[:0], p.buf[p.at:]...)
	p.at = 0
	for want := pieceSize; ; want *= 2 {
		for len(p.buf) < want && !p.eof {
			if cap(p.buf) < want {
				p.buf = append(make([]byte, 0, want), p.buf...)
			}
			n, err := p.in.Read(p.buf[len(p.buf):want])
			p.buf = p.buf[:len(p.buf)+n]
			p.read += int64(n)
			if errors.Is(err, io.EOF) {
				p.eof = true
			} else if err != nil {
				return nil, err
			}
		}
		for i := len(p.buf); ; {
			if i = bytes.LastIndex(p.buf[:i], []byte(p.end)); i < 0 {
				break
			}
			// </row> or </x:row>
			if k := bytes.LastIndexByte(p.buf[:i], '<'); k >= 0 && k+1 < i && p.buf[k+1] == '/' && (i == k+2 ||
				p.buf[i-1] == ':') {
				p.at = i + len(p.end)
				return p.buf[:p.at], nil
			}
		}
		if p.eof {
			p.tail = p.buf
			return nil, io.EOF
		}
		if want > maxRowXML {
			return nil, errTooLong
		}
	}
}

var errTooLong = errors.New("one element is larger than a row may be")
