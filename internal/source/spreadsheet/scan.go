package spreadsheet

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

var errXML = errors.New("not well-formed XML")

// scanner takes XML apart as far as sheets need it: elements, attributes, text. There are no entities but the five
// of XML and numbers, so nothing can be made to grow.
type scanner struct {
	b []byte
	i int
}

type token struct {
	kind  byte   // '<' begin, '/' end, 't' text, 0 nothing left
	name  []byte // without its namespace
	attrs []byte
	empty bool // <x/>
	text  []byte
	plain bool // text that is to be taken as it stands
}

func (s *scanner) next() (t token, err error) {
	for s.i < len(s.b) {
		if s.b[s.i] != '<' {
			n := bytes.IndexByte(s.b[s.i:], '<')
			if n < 0 {
				n = len(s.b) - s.i
			}
			t = token{kind: 't', text: s.b[s.i : s.i+n]}
			s.i += n
			return t, nil
		}
		rest := s.b[s.i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			if err := s.skip("-->"); err != nil {
				return t, err
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			n := bytes.Index(rest, []byte("]]>"))
			if n < 0 {
				return t, errXML
			}
			s.i += n + 3
			return token{kind: 't', text: rest[9:n], plain: true}, nil
		case bytes.HasPrefix(rest, []byte("<?")):
			if err := s.skip("?>"); err != nil {
				return t, err
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			return t, errXML // a DOCTYPE has no place here
		default:
			return s.tag(rest)
		}
	}
	return t, nil
}

func (s *scanner) skip(end string) error {
	n := bytes.Index(s.b[s.i:], []byte(end))
	if n < 0 {
		return errXML
	}
	s.i += n + len(end)
	return nil
}

func (s *scanner) tag(rest []byte) (t token, err error) {
	end, quote := -1, byte(0)
	for i := 1; i < len(rest); i++ {
		c := rest[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			end = i
		case c == '<':
			return t, errXML
		}
		if end >= 0 {
			break
		}
	}
	if end < 0 {
		return t, errXML
	}
	s.i += end + 1
	body := rest[1:end]
	t.kind = '<'
	if len(body) > 0 && body[0] == '/' {
		t.kind, body = '/', body[1:]
	} else if len(body) > 0 && body[len(body)-1] == '/' {
		t.empty, body = true, body[:len(body)-1]
	}
	n := 0
	for n < len(body) && !isSpace(body[n]) {
		n++
	}
	t.name, t.attrs = body[:n], body[n:]
	if k := bytes.IndexByte(t.name, ':'); k >= 0 {
		t.name = t.name[k+1:]
	}
	if len(t.name) == 0 {
		return t, errXML
	}
	return t, nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

// attr is an attribute's value as it stands, or nil.
func (t token) attr(name string) []byte {
	a := t.attrs
	for {
		a = trimSpace(a)
		eq := bytes.IndexByte(a, '=')
		if eq < 0 || eq+1 >= len(a) {
			return nil
		}
		key := a[:eq]
		for len(key) > 0 && isSpace(key[len(key)-1]) {
			key = key[:len(key)-1]
		}
		a = trimSpace(a[eq+1:])
		if len(a) == 0 || a[0] != '"' && a[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(a[1:], a[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return a[1 : 1+end]
		}
		a = a[end+2:]
	}
}

// appendText adds the text of a token to dst: entities are resolved, _x000D_ is the character it stands for, what is
// no UTF-8 is replaced.
func (t token) appendText(dst []byte, invalid *int64) []byte {
	from := len(dst)
	for b := t.text; len(b) > 0; {
		n := bytes.IndexByte(b, '&')
		if n < 0 || t.plain {
			dst = append(dst, b...)
			break
		}
		dst = append(dst, b[:n]...)
		b = b[n:]
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		if end < 0 {
			dst, b = append(dst, '&'), b[1:]
			continue
		}
		if r, ok := entity(b[1:end]); ok {
			dst = utf8.AppendRune(dst, r)
		} else {
			dst = append(dst, b[:end+1]...)
		}
		b = b[end+1:]
	}
	if !utf8.Valid(dst[from:]) {
		fixed := make([]byte, 0, len(dst)-from)
		for b := dst[from:]; len(b) > 0; {
			r, size := utf8.DecodeRune(b)
			if r == utf8.RuneError && size == 1 {
				*invalid++
			}
			fixed, b = utf8.AppendRune(fixed, r), b[size:]
		}
		dst = append(dst[:from], fixed...)
	}
	return unescape(dst, from)
}

func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := string(name[1:]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 31)
	return rune(n), err == nil && n <= utf8.MaxRune
}

// unescape resolves _xHHHH_ in dst[from:], which is how characters that XML forbids are written.
func unescape(dst []byte, from int) []byte {
	for i := from; ; {
		n := bytes.Index(dst[i:], []byte("_x"))
		if n < 0 || i+n+7 > len(dst) {
			return dst
		}
		i += n
		if dst[i+6] == '_' {
			if code, err := strconv.ParseUint(string(dst[i+2:i+6]), 16, 16); err == nil && utf8.ValidRune(rune(code)) {
				tail := append([]byte(nil), dst[i+7:]...)
				dst = utf8.AppendRune(dst[:i], rune(code))
				i = len(dst)
				dst = append(dst, tail...)
				continue
			}
		}
		i += 2
	}
}
