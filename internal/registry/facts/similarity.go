package facts

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
)

// SimilarityPart is what a body publishes of its share of a key under which sketches are sealed. Where it answers is no
// part of the fact: an address may change.
type SimilarityPart struct {
	Body       string `json:"body"`
	Epoch      int    `json:"epoch"`
	Possession []byte `json:"possession"` // that the body holds the share: element and proof
	Public     []byte `json:"public"`     // the share times the generator
}

// SimilarityPublic is the public key of an epoch, in the form in which sites hold it.
type SimilarityPublic struct {
	Epoch int              `json:"epoch"`
	Parts []SimilarityPart `json:"parts"` // one for each body, ascending by Public
	Suite string           `json:"suite"`
	V     int              `json:"v"`
}

// Fingerprint names the key: the SHA-256 of its canonical JSON without the proofs of possession.
func (k SimilarityPublic) Fingerprint() string {
	parts := make([]SimilarityPart, len(k.Parts))
	for i, p := range k.Parts {
		parts[i] = SimilarityPart{Body: p.Body, Epoch: p.Epoch, Public: p.Public}
	}
	k.Parts = parts
	return canon.Hex(canon.Must(k))
}

// SimilarityKey is a key as a registrar published it. It is never taken back: what was sealed under it stays readable.
type SimilarityKey struct {
	Fingerprint string           `json:"fingerprint"`
	From        daycount.Date    `json:"from"` // first day on which sketches are sealed under it
	Key         SimilarityPublic `json:"key"`
	Previous    string           `json:"previous,omitempty"` // fingerprint of the registrar's epoch before
	Registrar   string           `json:"registrar"`          // who published it first
}

// SimilarityRef is the newest key of a registrar.
type SimilarityRef struct {
	Epoch       int           `json:"epoch"`
	Fingerprint string        `json:"fingerprint"`
	From        daycount.Date `json:"from"`
}
