// Package canon is canonical JSON (RFC 8785): one byte sequence for one value.
//
// Everything that is hashed, signed or compared across machines goes through here: command envelopes, log entries,
// state values, certificates, sketches. Writing never depends on field or map order; reading is strict: unknown
// and duplicate names, invalid UTF-8 and trailing bytes are errors.
//
// Two rules of the project narrow RFC 8785: numbers are integers within ±(2^53−1), since a float is never part
// of a shared fact; and binary is standard base64 in a string. Amounts of money are integers in fen.
package canon

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/fault"
)

// ErrMalformed says that bytes are not the JSON that was expected.
var ErrMalformed = fault.Define("canon.malformed", fault.Invalid,
	"不是符合要求的 JSON：{why}", "not the JSON that was expected: {why}").
	Hint("请检查字段名称、类型和编码（UTF-8），不得有未知或重复的字段", "check names, types and encoding (UTF-8); unknown and repeated fields are refused")

// ErrNotCanonical says that bytes are valid JSON, but not in the one canonical form.
var ErrNotCanonical = fault.Define("canon.not_canonical", fault.Invalid,
	"JSON 不是规范形式（RFC 8785）", "the JSON is not in canonical form (RFC 8785)").
	Hint("签名前请按 RFC 8785 规范化", "canonicalise by RFC 8785 before signing")

// Marshal returns the canonical bytes of v.
func Marshal(v any) ([]byte, error) {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	if canonicalise(b) {
		return b, nil
	}
	val := jsontext.Value(b)
	if err := val.Canonicalize(); err != nil {
		return nil, err
	}
	return val, nil
}

// Must returns the canonical bytes of a value that is known to be encodable.
func Must(v any) []byte {
	b, err := Marshal(v)
	if err != nil {
		panic("canon: " + err.Error())
	}
	return b
}

// Unmarshal reads JSON strictly into v; the bytes need not be canonical.
func Unmarshal(b []byte, v any) error {
	if err := json.Unmarshal(b, v, json.RejectUnknownMembers(true)); err != nil {
		return ErrMalformed.With("why", err.Error())
	}
	return nil
}

// UnmarshalExact reads JSON strictly into v and requires the bytes to be canonical.
func UnmarshalExact(b []byte, v any) error {
	if err := Unmarshal(b, v); err != nil {
		return err
	}
	if !IsCanonical(b) {
		return ErrNotCanonical.With()
	}
	return nil
}

// IsCanonical reports whether b is JSON in canonical form.
func IsCanonical(b []byte) bool {
	if isPlainCanonical(b) {
		return true
	}
	val := jsontext.Value(append([]byte(nil), b...))
	return val.Canonicalize() == nil && bytes.Equal(val, b)
}

// Digest is the SHA-256 of v's canonical bytes.
func Digest(v any) [32]byte { return sha256.Sum256(Must(v)) }

// Hex is the SHA-256 of b in lower-case hexadecimal.
func Hex(b []byte) string {
	d := sha256.Sum256(b)
	return hex.EncodeToString(d[:])
}
