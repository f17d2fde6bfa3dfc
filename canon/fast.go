package canon

import (
	"bytes"
	"slices"
	"sync"
	"unicode/utf8"
)

// What this project writes is nearly always plain: no escapes in strings, ASCII names, integers. For plain JSON the canonical
// form is decided and made here in one pass; anything else goes the general way. The fast way never answers differently from
// the general one, only "I do not know": a fuzz test holds the two together.

// maxDepth bounds the recursion; deeper JSON goes the general way.
const maxDepth = 64

// plain walks JSON and, if sorting, puts the members of objects in order where they lie: the canonical form of plain JSON
// without white space has the same length.
type plain struct {
	src     []byte
	pos     int
	sorting bool
	members []member // of the objects being read, the innermost last
	scratch []byte
}

// member is a member of an object: src[from:to), its quoted name src[from:name).
type member struct{ from, name, to int }

// isPlainCanonical reports that b is certainly canonical. False says nothing.
func isPlainCanonical(b []byte) bool {
	p := plain{src: b}
	return p.value(0) && p.pos == len(b)
}

// sorters are kept for their buffers.
var sorters = sync.Pool{New: func() any { return new(plain) }}

// canonicalise puts the members of b's objects in order if b is plain JSON without white space. If not ok, the general way
// has to be gone, with what is left in b: the same JSON with some members in another order.
func canonicalise(b []byte) (ok bool) {
	p := sorters.Get().(*plain)
	p.src, p.pos, p.sorting, p.members = b, 0, true, p.members[:0]
	ok = p.value(0) && p.pos == len(b)
	p.src = nil
	sorters.Put(p)
	return ok
}

func (p *plain) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

// byte takes one byte.
func (p *plain) byte(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.pos++
	return true
}

func (p *plain) value(depth int) bool {
	switch c := p.peek(); c {
	case '{':
		return depth < maxDepth && p.object(depth+1)
	case '[':
		return depth < maxDepth && p.array(depth+1)
	case '"':
		_, ok := p.text()
		return ok
	case 't':
		return p.word("true")
	case 'f':
		return p.word("false")
	case 'n':
		return p.word("null")
	}
	return p.integer()
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
	base, start := len(p.members), p.pos
	var last []byte // name before
	for sorted := true; ; {
		from := p.pos
		if ascii, ok := p.text(); !ok || !ascii {
			return false
		}
		name := p.src[from:p.pos]
		if last != nil && compareNames(last, name) >= 0 {
			if !p.sorting {
				return false
			}
			sorted = false
		}
		last = name
		m := member{from: from, name: p.pos}
		if !p.byte(':') || !p.value(depth) {
			return false
		}
		if p.sorting {
			m.to = p.pos
			p.members = append(p.members, m)
		}
		if p.byte(',') {
			continue
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

// reorder puts the members from base on, which lie from start on, in order. A name given twice is for the general way.
func (p *plain) reorder(base, start int) bool {
	of := p.members[base:]
	slices.SortFunc(of, func(a, b member) int { return compareNames(p.src[a.from:a.name], p.src[b.from:b.name]) })
	for i := 1; i < len(of); i++ {
		if compareNames(p.src[of[i-1].from:of[i-1].name], p.src[of[i].from:of[i].name]) == 0 {
			return false
		}
	}
	p.scratch = append(p.scratch[:0], p.src[start:p.pos]...)
	at := start
	for i, m := range of {
		if i > 0 {
			p.src[at] = ','
			at++
		}
		at += copy(p.src[at:], p.scratch[m.from-start:m.to-start])
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
