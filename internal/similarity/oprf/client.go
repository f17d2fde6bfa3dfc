package oprf

import (
	"crypto/rand"
	"encoding/binary"

	circl "github.com/cloudflare/circl/oprf"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/zk/dleq"
)

// Client turns values into tags with the help of the bodies of one key. It is safe for concurrent use.
type Client struct {
	key   *PublicKey
	parts []group.Element
	voprf circl.VerifiableClient
}

// NewClient makes a client of a key, which is checked. Where the key came from is the caller's to judge: see
// [PublicKey.Fingerprint].
func NewClient(key *PublicKey) (*Client, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	c := &Client{key: key}
	for i := range key.Parts {
		e, _ := parseElement(key.Parts[i].Public) // Check has read it
		c.parts = append(c.parts, e)
	}
	sum, _ := key.element()
	pub := new(circl.PublicKey)
	if err := pub.UnmarshalBinary(suite, encode(sum)); err != nil {
		return nil, ErrJoin.With("why", "sum").Because(err)
	}
	c.voprf = circl.NewVerifiableClient(suite, pub)
	return c, nil
}

// Key is the key whose tags the client makes.
func (c *Client) Key() *PublicKey { return c.key }

// Pending is a batch under way: the blinded elements to send, and what it takes to open the answers.
type Pending struct {
	// Elements go to every body. They tell nothing of the inputs, not even whether two batches have one in common.
	Elements [][]byte

	client *Client
	chunks []chunk
}

// chunk is a part of the batch that one core works on.
type chunk struct {
	data *circl.FinalizeData
	sent []group.Element
}

// Blind prepares a batch of values.
func (c *Client) Blind(inputs [][]byte) (*Pending, error) {
	return c.blind(inputs, func(int) group.Scalar { return suite.Group().RandomNonZeroScalar(rand.Reader) })
}

// blind takes the blinds, which the vectors of the RFC fix. random is called from several goroutines.
func (c *Client) blind(inputs [][]byte, random func(i int) group.Scalar) (*Pending, error) {
	if len(inputs) == 0 || len(inputs) > MaxBatch {
		return nil, ErrBatch.With("n", len(inputs), "max", MaxBatch)
	}
	for i, in := range inputs {
		if len(in) > MaxInput {
			return nil, ErrInput.With("n", i+1, "max", MaxInput)
		}
	}
	p := &Pending{client: c, chunks: make([]chunk, len(inputs))}
	errs := make([]error, len(inputs))
	each(len(inputs), func(i int) {
		data, req, err := c.voprf.DeterministicBlind(inputs[i:i+1], []circl.Blind{random(i)})
		if errs[i] = err; err == nil {
			p.chunks[i] = chunk{data: data, sent: req.Elements}
		}
	})
	return p, p.collect(errs)
}

// collect fills in Elements once every chunk is blinded.
func (p *Pending) collect(errs []error) error {
	for i, err := range errs {
		if err != nil { // an input that hashes to the identity: cannot happen, and the RFC wants it refused
			return ErrInput.With("n", i+1, "max", MaxInput).Because(err)
		}
	}
	all := make([]group.Element, len(p.chunks))
	for i := range p.chunks {
		all[i] = p.chunks[i].sent[0]
	}
	p.Elements = encodeAll(all)
	return nil
}

// Outputs opens the answers of all bodies, in the order of the key's parts: every proof is checked before anything is
// used. The outputs are those of RFC 9497, 64 bytes each.
func (p *Pending) Outputs(answers []*Evaluation) ([][]byte, error) {
	if len(answers) != len(p.client.parts) {
		return nil, ErrAnswers.With("why", "one is needed from every body")
	}
	sent := make([]group.Element, len(p.chunks))
	sum := make([]group.Element, len(p.chunks))
	for i := range p.chunks {
		sent[i], sum[i] = p.chunks[i].sent[0], suite.Group().Identity()
	}
	for b, a := range answers {
		got, err := p.verify(b, sent, a)
		if err != nil {
			return nil, err
		}
		for i := range sum {
			sum[i].Add(sum[i], got[i])
		}
	}
	out := make([][]byte, len(sum))
	errs := make([]error, len(sum))
	// The proofs are checked; what is left of the protocol is the same in the unverified mode.
	plain := circl.NewClient(suite)
	each(len(sum), func(i int) {
		o, err := plain.Finalize(p.chunks[i].data, &circl.Evaluation{Elements: sum[i : i+1]})
		if errs[i] = err; err == nil {
			out[i] = o[0]
		}
	})
	for _, err := range errs {
		if err != nil {
			return nil, ErrAnswers.With("why", "element").Because(err)
		}
	}
	return out, nil
}

// verify checks the answer of body b.
func (p *Pending) verify(b int, sent []group.Element, a *Evaluation) ([]group.Element, error) {
	if a == nil || len(a.Elements) != len(sent) {
		return nil, ErrAnswers.With("why", "number of elements")
	}
	got, err := parseElements(a.Elements)
	if err != nil {
		return nil, err
	}
	body := p.client.key.Parts[b].Body
	var proof dleq.Proof
	if proof.UnmarshalBinary(suite.Group(), a.Proof) != nil {
		return nil, ErrProof.With("body", body)
	}
	if !(dleq.Verifier{Params: params()}).VerifyBatchRFC9497(p.client.parts[b], sent, got, &proof) {
		return nil, ErrProof.With("body", body)
	}
	return got, nil
}

// Finalize opens the answers and returns the tags in the order of the inputs.
func (p *Pending) Finalize(answers []*Evaluation) ([]uint64, error) {
	outputs, err := p.Outputs(answers)
	if err != nil {
		return nil, err
	}
	tags := make([]uint64, len(outputs))
	for i, o := range outputs {
		tags[i] = binary.BigEndian.Uint64(o)
	}
	return tags, nil
}
