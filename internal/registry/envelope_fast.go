package registry

import (
	"bytes"
	"encoding/base64"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
)

// plainEnvelope reads an envelope whose JSON is plain (see canon.Prefix), as nearly all are, in one pass without encoding
// it again: canonical JSON has its members in one order. signed is what the signature is over. ok is false where the
// general way must decide; a fuzz test holds both together. What is returned shares b's memory.
func plainEnvelope(b []byte) (e *Envelope, signed []byte, ok bool) {
	r := reader{b: b, ok: true}
	e = &Envelope{V: 1}
	r.take(`{"body":`)
	e.Body = jsontext.Value(r.value())
	r.take(`,"key":`)
	e.Key = r.text()
	r.take(`,"kind":`)
	e.Kind = r.text()
	r.take(`,"log":`)
	e.Log = r.text()
	r.take(`,"nonce":`)
	e.Nonce = r.number()
	r.take(`,"org":`)
	e.Org = r.text()
	from := r.at
	r.take(`,"sig":`)
	sig := r.string()
	to := r.at
	r.take(`,"v":1}`)
	if !r.ok || r.at != len(b) || len(sig) == 0 {
		return nil, nil, false
	}
	var err error
	if e.Sig, err = base64.StdEncoding.Strict().DecodeString(string(sig)); err != nil {
		return nil, nil, false
	}
	signed = make([]byte, 0, len(signingPrefix)+len(b)-(to-from))
	signed = append(append(append(signed, signingPrefix...), b[:from]...), b[to:]...)
	return e, signed, true
}

// reader takes what must come next. Once something else came, ok is false.
type reader struct {
	b  []byte
	at int
	ok bool
}

func (r *reader) take(s string) {
	if r.ok = r.ok && bytes.HasPrefix(r.b[r.at:], []byte(s)); r.ok {
		r.at += len(s)
	}
}

func (r *reader) value() []byte {
	if !r.ok {
		return nil
	}
	n := canon.Prefix(r.b[r.at:])
	r.ok = n > 0
	v := r.b[r.at : r.at+n : r.at+n]
	r.at += n
	return v
}

// string takes a string and returns what is between its quotes.
func (r *reader) string() []byte {
	v := r.value()
	if r.ok = r.ok && v[0] == '"'; !r.ok {
		return nil
	}
	return v[1 : len(v)-1]
}

func (r *reader) text() string { return string(r.string()) }

func (r *reader) number() uint64 {
	v := r.value()
	if !r.ok {
		return 0
	}
	n, err := strconv.ParseUint(string(v), 10, 64)
	r.ok = err == nil
	return n
}
