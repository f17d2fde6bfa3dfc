package oprf

import (
	"bytes"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/zk/dleq"

	"shurong.org/shurong/canon"
)

const (
	// MaxBodies bounds between how many bodies a key is split.
	MaxBodies = 5
	// maxEpoch bounds epochs: more than anybody will roll.
	maxEpoch = 1 << 20
	// maxKeyFile bounds a key file in bytes.
	maxKeyFile = 16 << 10
)

// Part is what a body publishes of its share.
type Part struct {
	Body       string `json:"body" doc:"who keeps the share"`
	Epoch      int    `json:"epoch"`
	Possession []byte `json:"possession" doc:"proof that the body holds the share: element and proof, 96 bytes"`
	Public     []byte `json:"public" doc:"the share times the generator, 32 bytes"`
	URL        string `json:"url,omitempty" doc:"where the body answers; absent: at this node"`
}

// PublicKey is the public key of an epoch: one part for each body. Its canonical JSON is the published format, whose
// SHA-256 is the fingerprint that clients pin.
type PublicKey struct {
	Epoch int    `json:"epoch"`
	Parts []Part `json:"parts"`
	Suite string `json:"suite"`
	V     int    `json:"v"`
}

// Join makes a key of its bodies' parts, whose order does not matter.
func Join(parts ...Part) (*PublicKey, error) {
	if len(parts) == 0 {
		return nil, ErrJoin.With("why", "no parts")
	}
	k := &PublicKey{Epoch: parts[0].Epoch, Parts: slices.Clone(parts), Suite: Suite, V: 1}
	slices.SortFunc(k.Parts, func(a, b Part) int { return bytes.Compare(a.Public, b.Public) })
	return k, k.Check()
}

// Check holds a key against everything that can be checked without its shares.
func (k *PublicKey) Check() error {
	if k.V != 1 || k.Suite != Suite {
		return ErrJoin.With("why", "version or suite")
	}
	if len(k.Parts) == 0 || len(k.Parts) > MaxBodies {
		return ErrJoin.With("why", "number of parts")
	}
	for i := range k.Parts {
		p := &k.Parts[i]
		if p.Epoch != k.Epoch {
			return ErrJoin.With("why", "parts of several epochs")
		}
		if i > 0 && bytes.Compare(k.Parts[i-1].Public, p.Public) >= 0 {
			return ErrJoin.With("why", "parts repeat or are out of order")
		}
		if err := p.check(); err != nil {
			return err
		}
	}
	if _, ok := k.element(); !ok {
		return ErrJoin.With("why", "the parts cancel each other")
	}
	return nil
}

// element is the sum of the parts.
func (k *PublicKey) element() (group.Element, bool) {
	sum := suite.Group().Identity()
	for i := range k.Parts {
		e, ok := parseElement(k.Parts[i].Public)
		if !ok {
			return nil, false
		}
		sum.Add(sum, e)
	}
	return sum, !sum.IsIdentity()
}

// Fingerprint names the key: what a client pins and what is read out at a key ceremony. Where bodies answer is not part
// of it: an address may change.
func (k *PublicKey) Fingerprint() string {
	c := *k
	c.Parts = slices.Clone(k.Parts)
	for i := range c.Parts {
		c.Parts[i].URL, c.Parts[i].Possession = "", nil
	}
	return canon.Hex(canon.Must(c))
}

// check holds a part against its proof of possession.
func (p *Part) check() error {
	if err := checkPart(p.Epoch, p.Body); err != nil {
		return err
	}
	pub, ok := parseElement(p.Public)
	if !ok || len(p.Possession) != ElementSize+ProofSize || len(p.URL) > 200 {
		return ErrPossession.With("body", p.Body)
	}
	at, ok := parseElement(p.Possession[:ElementSize])
	var proof dleq.Proof
	if !ok || proof.UnmarshalBinary(suite.Group(), p.Possession[ElementSize:]) != nil {
		return ErrPossession.With("body", p.Body)
	}
	v := dleq.Verifier{Params: possessionParams()}
	if !v.Verify(suite.Group().Generator(), pub, possessionBase(*p), at, &proof) {
		return ErrPossession.With("body", p.Body)
	}
	return nil
}

func checkPart(epoch int, body string) error {
	if epoch < 1 || epoch > maxEpoch {
		return ErrKeyFile.With("why", "epoch")
	}
	if body == "" || utf8.RuneCountInString(body) > 100 || !utf8.ValidString(body) ||
		bytes.ContainsFunc([]byte(body), unicode.IsControl) {
		return ErrKeyFile.With("why", "name of the body")
	}
	return nil
}

// Encode returns the key's canonical JSON.
func (k *PublicKey) Encode() []byte { return canon.Must(k) }

// DecodeKey reads a public key and checks it.
func DecodeKey(b []byte) (*PublicKey, error) {
	k := new(PublicKey)
	if len(b) > maxKeyFile || canon.Unmarshal(trim(b), k) != nil {
		return nil, ErrKeyFile.With("why", "JSON")
	}
	return k, k.Check()
}

// Encode returns the part's canonical JSON.
func (p *Part) Encode() []byte { return canon.Must(p) }

// DecodePart reads a public part and checks it.
func DecodePart(b []byte) (Part, error) {
	var p Part
	if len(b) > maxKeyFile || canon.Unmarshal(trim(b), &p) != nil {
		return p, ErrKeyFile.With("why", "JSON")
	}
	return p, p.check()
}

// trim drops the line end that editors and shells add.
func trim(b []byte) []byte { return bytes.TrimRight(b, "\r\n") }

// Domain names the key in a sketch: only sketches of one domain are comparable.
func (k *PublicKey) Domain() string {
	return "oprf/1/" + strconv.Itoa(k.Epoch) + "/" + k.Fingerprint()[:16]
}

// Holds reports whether a share is that of one of the key's parts.
func (k *PublicKey) Holds(s *Share) bool {
	return s.epoch == k.Epoch && slices.ContainsFunc(k.Parts, func(p Part) bool {
		return p.Body == s.body && bytes.Equal(p.Public, encode(s.pub))
	})
}
