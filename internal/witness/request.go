package witness

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

const (
	// MaxRequest is the largest submission read, in bytes: a proof of 63 lines and a checkpoint.
	MaxRequest = 24 << 10
	// maxProof bounds the lines of a consistency proof (C2SP tlog-witness).
	maxProof = 63
)

// ErrRequest says that a submission breaks its format.
var ErrRequest = fault.Define("witness.request", fault.Invalid,
	"提交的检查点格式有误：{why}", "the submission is malformed: {why}").
	Hint("格式见 C2SP tlog-witness", "its format is C2SP tlog-witness")

// Request is what a log sends to a witness.
type Request struct {
	Old        uint64 // size that the log believes the witness has
	Proof      [][32]byte
	Checkpoint []byte // signed note
}

// strict reads base64 with one text per value.
var strict = base64.StdEncoding.Strict()

// Bytes is the body of the submission.
func (r *Request) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString("old " + strconv.FormatUint(r.Old, 10) + "\n")
	for _, h := range r.Proof {
		b.WriteString(strict.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(r.Checkpoint)
	return b.Bytes()
}

// ParseRequest reads a submission.
func ParseRequest(b []byte) (*Request, error) {
	if len(b) > MaxRequest {
		return nil, ErrRequest.With("why", "longer than 24 KiB")
	}
	head, checkpoint, found := bytes.Cut(b, []byte("\n\n"))
	if !found || len(checkpoint) == 0 {
		return nil, ErrRequest.With("why", "no checkpoint")
	}
	lines := strings.Split(string(head), "\n")
	size, found := strings.CutPrefix(lines[0], "old ")
	r := &Request{Checkpoint: checkpoint}
	var err error
	r.Old, err = strconv.ParseUint(size, 10, 64)
	if err != nil || !found || r.Old > proof.MaxSize || strconv.FormatUint(r.Old, 10) != size {
		return nil, ErrRequest.With("why", "the first line is not old and a size").At("old")
	}
	if len(lines)-1 > maxProof {
		return nil, ErrRequest.With("why", "a proof of more than 63 lines").At("proof")
	}
	for _, line := range lines[1:] {
		h, err := proof.ParseHash(line)
		if err != nil {
			return nil, ErrRequest.With("why", "a line of the proof is not a hash").At("proof").Because(err)
		}
		r.Proof = append(r.Proof, h)
	}
	return r, nil
}
