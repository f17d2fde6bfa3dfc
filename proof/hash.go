package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"golang.org/x/mod/sumdb/tlog"

	"shurong.org/shurong/fault"
)

// HashSize is the size of every hash here, in bytes.
const HashSize = sha256.Size

// ErrHash says that a text is not the base64 of a hash.
var ErrHash = fault.Define("proof.hash", fault.Invalid,
	"不是 32 字节散列值的标准 base64 编码", "not the standard base64 of a hash of 32 bytes").
	Hint("散列值应为 44 个字符、以 = 结尾", "a hash has 44 characters and ends in '='")

// Hash is a SHA-256 value. In text and JSON it is standard base64 with padding, read strictly: one text per hash. It may
// stand wherever a [32]byte is asked for.
type Hash [HashSize]byte

// b64 accepts one text per value: no line breaks, no stray bits in the last character.
var b64 = base64.StdEncoding.Strict()

// String returns the base64 form.
func (h Hash) String() string { return b64.EncodeToString(h[:]) }

// Hex returns the lower-case hexadecimal form, for people and file names.
func (h Hash) Hex() string { return hex.EncodeToString(h[:]) }

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) { return b64.AppendEncode(nil, h[:]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hash) UnmarshalText(text []byte) error {
	parsed, err := ParseHash(string(text))
	if err != nil {
		return err
	}
	*h = parsed
	return nil
}

// ParseHash reads the base64 form.
func ParseHash(s string) (Hash, error) {
	// The length bounds the work; a line break, which the decoder skips, leaves too few bytes.
	if len(s) != b64.EncodedLen(HashSize) {
		return Hash{}, ErrHash.With()
	}
	var raw [HashSize + 1]byte // 44 characters without padding would be 33 bytes
	if n, err := b64.Decode(raw[:], []byte(s)); err != nil || n != HashSize {
		return Hash{}, ErrHash.With()
	}
	return Hash(raw[:HashSize]), nil
}

// Hashes gives a path the form that JSON wants. The result is never nil.
func Hashes(path [][32]byte) []Hash {
	out := make([]Hash, len(path))
	for i, h := range path {
		out[i] = h
	}
	return out
}

// Path is the inverse of [Hashes].
func Path(hashes []Hash) [][32]byte {
	out := make([][32]byte, len(hashes))
	for i, h := range hashes {
		out[i] = h
	}
	return out
}

// LeafHash is the hash of a log leaf (RFC 6962 §2.1).
func LeafHash(leaf []byte) Hash { return Hash(tlog.RecordHash(leaf)) }

// EmptyLog is the root of a log without entries.
func EmptyLog() Hash { return sha256.Sum256(nil) }

// Commitment binds the two roots of one moment: SHA-256(log root ‖ map root).
func Commitment(logRoot, mapRoot [32]byte) Hash {
	var b [2 * HashSize]byte
	copy(b[:], logRoot[:])
	copy(b[HashSize:], mapRoot[:])
	return sha256.Sum256(b[:])
}
