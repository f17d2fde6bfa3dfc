package oprf

import (
	"crypto/rand"

	circl "github.com/cloudflare/circl/oprf"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/zk/dleq"

	"shurong.org/shurong/canon"
)

// Share is what one body keeps secret of a key. A key that is not split is one share.
type Share struct {
	epoch int
	body  string
	key   *circl.PrivateKey
	k     group.Scalar
	pub   group.Element
}

// Evaluation is a body's answer to a batch of blinded elements.
type Evaluation struct {
	Elements [][]byte // kᵢ·B, in the order of the request
	Proof    []byte   // that all were made with the share of the body's public part
}

// NewShare draws a share for an epoch; body names who keeps it.
func NewShare(epoch int, body string) (*Share, error) {
	key, err := circl.GenerateKey(suite, rand.Reader)
	if err != nil {
		return nil, ErrKeyFile.With("why", "random source").Because(err)
	}
	return newShare(epoch, body, key)
}

func newShare(epoch int, body string, key *circl.PrivateKey) (*Share, error) {
	if err := checkPart(epoch, body); err != nil {
		return nil, err
	}
	secret, err := key.MarshalBinary()
	if err != nil {
		return nil, ErrKeyFile.With("why", "secret").Because(err)
	}
	s := &Share{epoch: epoch, body: body, key: key, k: suite.Group().NewScalar(), pub: suite.Group().NewElement()}
	if err := s.k.UnmarshalBinary(secret); err != nil {
		return nil, ErrKeyFile.With("why", "secret").Because(err)
	}
	s.pub.MulGen(s.k)
	return s, nil
}

// Epoch is the epoch of the key that the share is of.
func (s *Share) Epoch() int { return s.epoch }

// Evaluate answers a batch of blinded elements.
func (s *Share) Evaluate(blinded [][]byte) (*Evaluation, error) {
	return s.evaluate(blinded, suite.Group().RandomNonZeroScalar(rand.Reader))
}

// evaluate takes the randomness of the proof, which the vectors of the RFC fix.
func (s *Share) evaluate(blinded [][]byte, random group.Scalar) (*Evaluation, error) {
	in, err := parseElements(blinded)
	if err != nil {
		return nil, err
	}
	out := make([]group.Element, len(in))
	each(len(in), func(i int) { out[i] = suite.Group().NewElement().Mul(in[i], s.k) })
	proof, err := dleq.Prover{Params: params()}.ProveBatchWithRandomnessRFC9497(s.k, s.pub, in, out, random)
	if err != nil {
		return nil, ErrAnswers.With("why", "proof").Because(err)
	}
	raw, err := proof.MarshalBinary()
	if err != nil {
		return nil, ErrAnswers.With("why", "proof").Because(err)
	}
	return &Evaluation{Elements: encodeAll(out), Proof: raw}, nil
}

// Part returns the public part, with the proof that its maker holds the share. url is where the body answers; empty is
// the registrar's own node.
func (s *Share) Part(url string) (Part, error) {
	p := Part{Body: s.body, Epoch: s.epoch, Public: encode(s.pub), URL: url}
	base := possessionBase(p)
	proof, err := dleq.Prover{Params: possessionParams()}.Prove(
		s.k, suite.Group().Generator(), s.pub, base, suite.Group().NewElement().Mul(base, s.k), rand.Reader)
	if err != nil {
		return p, ErrPossession.With("body", s.body).Because(err)
	}
	raw, err := proof.MarshalBinary()
	p.Possession = append(encode(suite.Group().NewElement().Mul(base, s.k)), raw...)
	return p, err
}

// possessionParams separate proofs of possession from answers.
func possessionParams() dleq.Params {
	p := params()
	p.DST = []byte("shurong similarity possession v1")
	return p
}

// possessionBase is an element whose logarithm nobody knows, bound to who says what.
func possessionBase(p Part) group.Element {
	statement := canon.Must(map[string]any{"body": p.Body, "epoch": p.Epoch, "public": p.Public})
	return suite.Group().HashToElement(statement, []byte("shurong similarity possession base v1"))
}

// shareFile is the secret file.
type shareFile struct {
	Body   string `json:"body"`
	Epoch  int    `json:"epoch"`
	Secret []byte `json:"secret"` // scalar, 32 bytes little-endian
	Suite  string `json:"suite"`
	V      int    `json:"v"`
}

// Encode returns the secret file's content. Whoever reads it holds the share.
func (s *Share) Encode() ([]byte, error) {
	secret, err := s.key.MarshalBinary()
	if err != nil {
		return nil, ErrKeyFile.With("why", "secret").Because(err)
	}
	return canon.Marshal(shareFile{Body: s.body, Epoch: s.epoch, Secret: secret, Suite: Suite, V: 1})
}

// DecodeShare reads a secret file. Its errors never quote the content.
func DecodeShare(b []byte) (*Share, error) {
	var f shareFile
	if len(b) > maxKeyFile || canon.Unmarshal(trim(b), &f) != nil {
		return nil, ErrKeyFile.With("why", "JSON")
	}
	if f.V != 1 || f.Suite != Suite {
		return nil, ErrKeyFile.With("why", "version or suite")
	}
	key := new(circl.PrivateKey)
	if len(f.Secret) != 32 || key.UnmarshalBinary(suite, f.Secret) != nil {
		return nil, ErrKeyFile.With("why", "secret")
	}
	return newShare(f.Epoch, f.Body, key)
}
