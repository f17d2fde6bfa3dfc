package proof

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"shurong.org/shurong/fault"
)

// cosignatureNote is the algorithm byte of timestamped cosignatures by Ed25519 (C2SP tlog-cosignature, cosignature/v1).
const cosignatureNote = 4

// cosignatureSize is eight bytes of seconds and the signature.
const cosignatureSize = 8 + ed25519.SignatureSize

// maxHeadLines bounds the lines of another log's checkpoint.
const maxHeadLines = 100

// ErrCosignature says that a checkpoint does not bear a witness's cosignature.
var ErrCosignature = fault.Define("proof.cosignature", fault.Invalid,
	"检查点没有见证方 {name} 的有效联署", "the checkpoint bears no valid cosignature of the witness {name}").
	Hint("请核对见证方公布的验证密钥", "compare the verifier key that the witness publishes")

// cosignatureText is what a witness signs: that it saw this checkpoint, and nothing that contradicts it, at a time.
func cosignatureText(unix uint64, text []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatUint(unix, 10)+"\n"), text...)
}

func cosignatureHash(name string, pub ed25519.PublicKey) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), append([]byte{cosignatureNote}, pub...)...))
	return binary.BigEndian.Uint32(sum[:4])
}

// Cosigner signs the checkpoints of others, as a witness.
type Cosigner struct {
	name string
	hash uint32
	key  ed25519.PrivateKey
}

// NewCosigner makes a witness's signer.
func NewCosigner(name string, key ed25519.PrivateKey) (*Cosigner, error) {
	if err := checkOrigin(name); err != nil {
		return nil, err
	}
	if len(key) != ed25519.PrivateKeySize {
		return nil, ErrVerifierKey.With()
	}
	return &Cosigner{name, cosignatureHash(name, key.Public().(ed25519.PublicKey)), key}, nil
}

// VerifierKey is the text that others need to check this witness's cosignatures.
func (c *Cosigner) VerifierKey() string {
	pub := append([]byte{cosignatureNote}, c.key.Public().(ed25519.PublicKey)...)
	return c.name + "+" + hex.EncodeToString(binary.BigEndian.AppendUint32(nil, c.hash)) + "+" + b64.EncodeToString(pub)
}

// Name is the witness's.
func (c *Cosigner) Name() string { return c.name }

// Cosign returns the signature line of a checkpoint's text at an instant.
func (c *Cosigner) Cosign(text []byte, at time.Time) []byte {
	unix := uint64(max(at.Unix(), 0))
	sig := binary.BigEndian.AppendUint32(nil, c.hash)
	sig = binary.BigEndian.AppendUint64(sig, unix)
	sig = append(sig, ed25519.Sign(c.key, cosignatureText(unix, text))...)
	return []byte("— " + c.name + " " + b64.EncodeToString(sig) + "\n")
}

// CosignatureVerifier checks a witness's cosignatures. It implements note.Verifier.
type CosignatureVerifier struct {
	name string
	hash uint32
	pub  ed25519.PublicKey
}

// NewCosignatureVerifier reads a witness's verifier key.
func NewCosignatureVerifier(vkey string) (*CosignatureVerifier, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash, key, _ := strings.Cut(rest, "+")
	raw, err := b64.DecodeString(key)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != cosignatureNote || checkOrigin(name) != nil {
		return nil, ErrVerifierKey.With()
	}
	v := &CosignatureVerifier{name, cosignatureHash(name, raw[1:]), raw[1:]}
	if hash != hex.EncodeToString(binary.BigEndian.AppendUint32(nil, v.hash)) {
		return nil, ErrVerifierKey.With()
	}
	return v, nil
}

// Name implements note.Verifier.
func (v *CosignatureVerifier) Name() string { return v.name }

// KeyHash implements note.Verifier.
func (v *CosignatureVerifier) KeyHash() uint32 { return v.hash }

// Verify implements note.Verifier.
func (v *CosignatureVerifier) Verify(text, sig []byte) bool {
	return len(sig) == cosignatureSize &&
		ed25519.Verify(v.pub, cosignatureText(binary.BigEndian.Uint64(sig), text), sig[8:])
}

// Cosigned checks that a checkpoint bears a witness's cosignature, and says when the witness saw it.
func Cosigned(msg []byte, vkey string) (time.Time, error) {
	v, err := NewCosignatureVerifier(vkey)
	if err != nil {
		return time.Time{}, err
	}
	if len(msg) > MaxCheckpoint {
		return time.Time{}, ErrCheckpointForm.With("why", "longer than 16 KiB")
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil || len(n.Sigs) != 1 {
		return time.Time{}, ErrCosignature.With("name", v.name).Because(err)
	}
	raw, err := b64.DecodeString(n.Sigs[0].Base64)
	if err != nil || len(raw) != 4+cosignatureSize {
		return time.Time{}, ErrCosignature.With("name", v.name).Because(err)
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])&(1<<62-1)), 0).UTC(), nil
}

// Head is what the checkpoint of any C2SP log begins with (tlog-checkpoint); ours goes on with two more lines.
type Head struct {
	Origin string
	Size   uint64
	Root   Hash
	Text   string // what was signed
}

// OpenHead reads the checkpoint of any log and checks the log's own signature on it.
func OpenHead(msg []byte, vkey string) (Head, error) {
	if len(msg) > MaxCheckpoint {
		return Head{}, ErrCheckpointForm.With("why", "longer than 16 KiB")
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return Head{}, ErrVerifierKey.Because(err)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified), errors.As(err, &invalid):
		return Head{}, ErrCheckpointSignature.With("name", v.Name()).Because(err)
	case err != nil:
		return Head{}, ErrCheckpointForm.With("why", "not a signed note").Because(err)
	}
	h, err := ParseHead(n.Text)
	if err == nil && h.Origin != v.Name() {
		err = ErrCheckpointForm.With("why", "it is about another log than its key's")
	}
	return h, err
}

// ParseHead reads the text of a checkpoint, whose signature the caller looks at.
func ParseHead(text string) (Head, error) {
	lines := strings.Split(text, "\n")
	h := Head{Text: text}
	if len(lines) < 4 || len(lines) > maxHeadLines || lines[len(lines)-1] != "" {
		return h, ErrCheckpointForm.With("why", "it has not three lines")
	}
	for _, extension := range lines[3 : len(lines)-1] {
		if extension == "" {
			return h, ErrCheckpointForm.With("why", "an empty line")
		}
	}
	h.Origin = lines[0]
	if err := checkOrigin(h.Origin); err != nil {
		return h, err
	}
	var err error
	if h.Size, err = strconv.ParseUint(lines[1], 10, 64); err != nil || h.Size > MaxSize || strconv.FormatUint(h.Size, 10) != lines[1] {
		return h, ErrCheckpointForm.With("why", "the second line is not a size")
	}
	if h.Root, err = ParseHash(lines[2]); err != nil {
		return h, ErrCheckpointForm.With("why", "the third line is not a log root")
	}
	return h, nil
}
