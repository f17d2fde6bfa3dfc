package api

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/fault"
)

// ErrControl says that a text holds a character that cannot be seen and changes how others are read.
var ErrControl = fault.Define("request.control", fault.Invalid,
	"含有不可见的控制字符 {char}", "it holds the invisible control character {char}").
	Hint("请删除该字符；换行和制表符可以使用", "remove that character; line feeds and tabs are fine")

// ErrAddressText says that an address is not UTF-8.
var ErrAddressText = fault.Define("request.address", fault.Invalid,
	"地址不是 UTF-8 文本", "the address is not UTF-8 text")

// controlIn returns the first character of s that no text of a request may hold: a control other than tab, line feed
// and carriage return (PostgreSQL stores no U+0000; a terminal obeys U+001B), or one of those that turn the direction of
// writing, with which a name or an amount can be made to read as another.
func controlIn(s string) (rune, bool) {
	i := strings.IndexFunc(s, func(r rune) bool {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return false
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return true
		}
		return unicode.IsControl(r)
	})
	if i < 0 {
		return 0, false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r, true
}

func control(r rune, field string) error {
	return ErrControl.With("char", fmt.Sprintf("U+%04X", r)).At(field)
}

// checkAddress looks at the path and the query of a request, which huma takes as they are. What they hold is looked up and
// neither kept nor shown, so only what a store cannot take is refused: a fact may be proved absent under any other name.
func checkAddress(r *http.Request) error {
	if err := checkLookup(r.URL.Path, "path"); err != nil {
		return err
	}
	for name, values := range r.URL.Query() {
		for _, v := range append(values, name) {
			if err := checkLookup(v, "query"); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkLookup(s, field string) error {
	if !utf8.ValidString(s) {
		return ErrAddressText.At(field)
	}
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		c, _ := utf8.DecodeRuneInString(s[i:])
		return control(c, field)
	}
	return nil
}

// checkTexts looks at every text of a JSON body. What is not JSON is left to the decoder, which says so.
func checkTexts(body []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true))
	for {
		t, err := d.ReadToken()
		if err != nil {
			return nil //nolint:nilerr // the end, or a fault that the decoder names
		}
		if t.Kind() != '"' {
			continue
		}
		if c, bad := controlIn(t.String()); bad {
			return control(c, pathOf(d.StackPointer()))
		}
	}
}

// pathOf writes a JSON pointer in the form that a problem document names fields in: rights[0].term.
func pathOf(p jsontext.Pointer) string {
	var b strings.Builder
	for name := range p.Tokens() {
		if _, err := strconv.Atoi(name); err == nil {
			b.WriteString("[" + name + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		if _, bad := controlIn(name); bad {
			name = strconv.QuoteToASCII(name)
		}
		b.WriteString(name)
	}
	return b.String()
}
