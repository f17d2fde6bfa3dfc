package canon

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// What this project writes is nearly always plain: no escapes in strings, ASCII names, integers. For plain JSON the canonical
// form is decided and made here in one pass; anything else goes the general way. The fast way never answers differently from
// the general one, only "I do not know": a fuzz test holds the two together.

// maxDepth bounds the recursion; deeper JSON goes the general way.
const maxDepth = 64

// plain walks JSON and, if dst is not nil, copies it with the members of objects in order.
type plain struct {
	src     []byte
	pos     int
	copying bool
	dst     []byte
	members []member // of the objects being read, the innermost last
	scratch []byte
}

// member is a member of an object: in the copy [from,to), its quoted name [from,name).
type member struct{ from, name, to int }

// isPlainCanonical reports that b is certainly canonical. False says nothing.
func isPlainCanonical(b []byte) bool {
	p := plain{src: b}
	return p.value(0) && p.pos == len(b)
}

// canonicalise puts the members of b's objects in order if b is plain JSON without white space. ok is false if the general
// way has to be gone.
func canonicalise(b []byte) (out []byte, ok bool) {
	p := plain{src: b, copying: true, dst: make([]byte, 0, len(b)), members: make([]member, 0, 64)}
	if !p.value(0) || p.pos != len(b) {
		return nil, false
	}
	return p.dst, true
}

func (p *plain) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

func (p *plain) copy(from int) {
	if p.copying {
		p.dst = append(p.dst, p.src[from:p.pos]...)
	}
}

// byte takes one byte.
func (p *plain) byte(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.pos++
	if p.copying {
		p.dst = append(p.dst, c)
	}
	return true
}

func (p *plain) value(depth int) bool {
	from := p.pos
	switch c := p.peek(); c {
	case '{':
		return depth < maxDepth && p.object(depth+1)
	case '[':
		return depth < maxDepth && p.array(depth+1)
	case '"':
		if _, ok := p.text(); !ok {
			return false
		}
	case 't':
		if !p.word("true") {
			return false
		}
	case 'f':
		if !p.word("false") {
			return false
		}
	case 'n':
		if !p.word("null") {
			return false
		}
	default:
		if !p.integer() {
			return false
		}
	}
	p.copy(from)
	return true
}

func (p *plain) word(w string) bool {
	if len(p.src)-p.pos < len(w) || string(p.src[p.pos:p.pos+len(w)]) != w {
		return false
	}
	p.pos += len(w)
	return true
}

// integer takes an integer that every double holds exactly: at most 15 digits, which is under 2^53.
func (p *plain) integer() bool {
	if p.peek() == '-' {
		p.pos++
		if p.peek() == '0' {
			return false // minus zero
		}
	}
	from := p.pos
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.pos++
	}
	n := p.pos - from
	return n > 0 && n <= 15 && (n == 1 || p.src[from] != '0') && p.peek() != '.' && p.peek()|0x20 != 'e'
}

// text takes a string without escapes. ascii reports that it has only ASCII characters.
func (p *plain) text() (ascii, ok bool) {
	if p.peek() != '"' {
		return false, false
	}
	n := bytes.IndexByte(p.src[p.pos+1:], '"')
	if n < 0 {
		return false, false
	}
	s := p.src[p.pos+1 : p.pos+1+n]
	var high byte
	for _, c := range s {
		if c < ' ' || c == '\\' {
			return false, false
		}
		high |= c
	}
	p.pos += n + 2
	ascii = high < utf8.RuneSelf
	return ascii, ascii || utf8.Valid(s)
}

func (p *plain) array(depth int) bool {
	p.byte('[')
	if p.byte(']') {
		return true
	}
	for p.value(depth) {
		if p.byte(']') {
			return true
		}
		if !p.byte(',') {
			break
		}
	}
	return false
}

func (p *plain) object(depth int) bool {
	p.byte('{')
	if p.byte('}') {
		return true
	}
	base, start := len(p.members), len(p.dst)
	var last []byte // name before
	for sorted := true; ; {
		from, at := p.pos, len(p.dst)
		if ascii, ok := p.text(); !ok || !ascii {
			return false
		}
		name := p.src[from:p.pos]
		if last != nil && compareNames(last, name) >= 0 {
			if !p.copying {
				return false
			}
			sorted = false
		}
		last = name
		p.copy(from)
		m := member{from: at, name: len(p.dst)}
		if !p.byte(':') || !p.value(depth) {
			return false
		}
		if p.copying {
			m.to = len(p.dst)
			p.members = append(p.members, m)
		}
		if p.peek() == ',' {
			p.byte(',')
			continue
		}
		if p.peek() != '}' {
			return false
		}
		if !sorted && !p.reorder(base, start) {
			return false
		}
		p.members = p.members[:base]
		return p.byte('}')
	}
}

// compareNames compares quoted names; the quotes do not count.
func compareNames(a, b []byte) int { return bytes.Compare(a[1:len(a)-1], b[1:len(b)-1]) }

// reorder puts the members from base on, copied from start on, in order. A name given twice is for the general way.
func (p *plain) reorder(base, start int) bool {
	of := p.members[base:]
	slices.SortFunc(of, func(a, b member) int { return compareNames(p.dst[a.from:a.name], p.dst[b.from:b.name]) })
	p.scratch = append(p.scratch[:0], p.dst[start:]...)
	at := start
	for i, m := range of {
		if i > 0 {
			if compareNames(p.scratch[of[i-1].from-start:of[i-1].name-start], p.scratch[m.from-start:m.name-start]) == 0 {
				return false
			}
			p.dst[at] = ','
			at++
		}
		at += copy(p.dst[at:], p.scratch[m.from-start:m.to-start])
	}
	return true
}

// Prefix returns the length of the plain canonical JSON value that b begins with: no escapes in strings, names in ASCII,
// integers of at most 15 digits. Zero says that the value is not plain, which is not to say that it is not canonical.
func Prefix(b []byte) int {
	p := plain{src: b}
	if !p.value(0) {
		return 0
	}
	return p.pos
}
