package proof

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"shurong.org/shurong/fault"
)

// MaxCheckpoint is the longest signed checkpoint that is read, in bytes. One signature makes about 400; the rest is room
// for the signatures of witnesses.
const MaxCheckpoint = 16 << 10

// Labels of the extension lines.
const (
	stateLabel      = "state "
	commitmentLabel = "commitment "
)

// ed25519Note is the algorithm byte of Ed25519 note keys (C2SP signed-note).
const ed25519Note = 1

var (
	// ErrCheckpointForm says that a text is not a checkpoint of a Shurong registry.
	ErrCheckpointForm = fault.Define("proof.checkpoint_form", fault.Invalid,
		"检查点格式有误：{why}", "the checkpoint is malformed: {why}").
		Hint("请原样使用登记机构给出的文本，包括换行", "use the text exactly as the registry gave it, line ends included")
	// ErrCheckpointSignature says that no signature of the expected key is on a checkpoint.
	ErrCheckpointSignature = fault.Define("proof.checkpoint_signature", fault.Invalid,
		"检查点没有 {name} 的有效签名", "the checkpoint bears no valid signature of {name}").
		Hint("请核对登记机构公布的验证密钥", "compare the verifier key that the registry publishes")
	// ErrCommitment says that a checkpoint's commitment is not that of its two roots.
	ErrCommitment = fault.Define("proof.commitment", fault.Invalid,
		"检查点的承诺值与日志根、状态根不符", "the checkpoint's commitment is not that of its log root and state root")
	// ErrVerifierKey says that a text is not a note verifier key.
	ErrVerifierKey = fault.Define("proof.verifier_key", fault.Invalid,
		"验证密钥无效", "the verifier key is not valid").
		Hint("其格式为 名称+八位十六进制+base64", "it reads name+8 hexadecimal digits+base64")
	// ErrOrigin says that a name cannot be a log's.
	ErrOrigin = fault.Define("proof.origin", fault.Invalid,
		"{origin} 不能作为日志名称", "{origin} cannot be the name of a log").
		Hint("名称不得含空白或加号，如 shurong.example/registry", "no spaces and no plus sign, as in shurong.example/registry")
)

// Checkpoint is what a registry commits to at one log size. Signed, it is a note (C2SP signed-note, tlog-checkpoint):
//
//	shurong.example/registry
//	1234
//	<base64 log root>
//	state <base64 map root>
//	commitment <base64 SHA-256(log root ‖ map root)>
//
//	— shurong.example/registry <base64 key hash and Ed25519 signature>
type Checkpoint struct {
	Origin string `json:"origin"`
	Size   uint64 `json:"size"`
	Root   Hash   `json:"root"`  // of the log
	State  Hash   `json:"state"` // root of the map
}

// Commitment binds both roots: what a federation's block header carries as the application's hash.
func (c Checkpoint) Commitment() Hash { return Commitment(c.Root, c.State) }

// Text is what is signed: five lines, each ended.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatUint(c.Size, 10) + "\n" + c.Root.String() + "\n" +
		stateLabel + c.State.String() + "\n" + commitmentLabel + c.Commitment().String() + "\n"
}

// Sign returns the signed note of c. The signer's name is the checkpoint's origin.
func (c Checkpoint) Sign(s note.Signer) ([]byte, error) {
	if err := checkOrigin(c.Origin); err != nil {
		return nil, err
	}
	if c.Size > MaxSize {
		return nil, ErrRange.With("why", "size over 2^53-1").At("size")
	}
	return note.Sign(&note.Note{Text: c.Text()}, s)
}

// ParseCheckpoint reads a signed checkpoint and checks its signature against vkey, its commitment against its roots,
// and its form against the one form there is. Signatures of others (witnesses) may stand beside and are not looked at.
func ParseCheckpoint(msg []byte, vkey string) (Checkpoint, error) {
	if len(msg) > MaxCheckpoint {
		return Checkpoint{}, ErrCheckpointForm.With("why", "longer than 16 KiB")
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return Checkpoint{}, ErrVerifierKey.Because(err)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified), errors.As(err, &invalid):
		return Checkpoint{}, ErrCheckpointSignature.With("name", v.Name()).Because(err)
	case err != nil:
		return Checkpoint{}, ErrCheckpointForm.With("why", "not a signed note").Because(err)
	}
	c, err := parseText(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != v.Name() {
		return Checkpoint{}, ErrCheckpointForm.With("why", "it is about another log than its key's")
	}
	return c, nil
}

// parseText reads what was signed. It accepts exactly what [Checkpoint.Text] writes.
func parseText(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 6 || lines[5] != "" {
		return Checkpoint{}, ErrCheckpointForm.With("why", "it has not five lines")
	}
	c := Checkpoint{Origin: lines[0]}
	if err := checkOrigin(c.Origin); err != nil {
		return Checkpoint{}, err
	}
	var err error
	if c.Size, err = strconv.ParseUint(lines[1], 10, 64); err != nil || c.Size > MaxSize || strconv.FormatUint(c.Size, 10) != lines[1] {
		return Checkpoint{}, ErrCheckpointForm.With("why", "the second line is not a size")
	}
	if c.Root, err = ParseHash(lines[2]); err != nil {
		return Checkpoint{}, ErrCheckpointForm.With("why", "the third line is not a log root")
	}
	if c.State, err = labelled(lines[3], stateLabel); err != nil {
		return Checkpoint{}, ErrCheckpointForm.With("why", "the fourth line is not a state root")
	}
	commitment, err := labelled(lines[4], commitmentLabel)
	if err != nil {
		return Checkpoint{}, ErrCheckpointForm.With("why", "the fifth line is not a commitment")
	}
	if commitment != c.Commitment() {
		return Checkpoint{}, ErrCommitment.With()
	}
	return c, nil
}

func labelled(line, label string) (Hash, error) {
	rest, ok := strings.CutPrefix(line, label)
	if !ok {
		return Hash{}, ErrHash.With()
	}
	return ParseHash(rest)
}

// checkOrigin admits the names that a note key may have.
func checkOrigin(s string) error {
	if s == "" || len(s) > 255 || !utf8.ValidString(s) || strings.ContainsRune(s, '+') ||
		strings.ContainsFunc(s, unicode.IsSpace) || strings.ContainsFunc(s, unicode.IsControl) {
		return ErrOrigin.With("origin", strconv.Quote(s))
	}
	return nil
}

// Signer signs checkpoints with an Ed25519 key. It implements note.Signer.
type Signer struct {
	name string
	hash uint32
	key  ed25519.PrivateKey
}

// NewSigner makes a signer for the log named origin.
func NewSigner(origin string, key ed25519.PrivateKey) (*Signer, error) {
	if err := checkOrigin(origin); err != nil {
		return nil, err
	}
	if len(key) != ed25519.PrivateKeySize {
		return nil, ErrVerifierKey.With()
	}
	pub := append([]byte{ed25519Note}, key.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(origin+"\n"), pub...))
	return &Signer{name: origin, hash: binary.BigEndian.Uint32(sum[:4]), key: key}, nil
}

// Name implements note.Signer: the log's origin.
func (s *Signer) Name() string { return s.name }

// KeyHash implements note.Signer.
func (s *Signer) KeyHash() uint32 { return s.hash }

// Sign implements note.Signer.
func (s *Signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

// VerifierKey is the text that others need to check this signer's checkpoints.
func (s *Signer) VerifierKey() string {
	vkey, err := note.NewEd25519VerifierKey(s.name, s.key.Public().(ed25519.PublicKey))
	if err != nil {
		return "" // cannot be: NewSigner checked name and key
	}
	return vkey
}
