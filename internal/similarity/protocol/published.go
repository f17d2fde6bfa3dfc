package protocol

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/proof"
)

var (
	// ErrUnlogged says that the log does not have the key that a registry offers.
	ErrUnlogged = fault.Define("similarity.unlogged", fault.Conflict,
		"登记机构提供的密钥（周期 {epoch}，指纹 {have}）不在登记簿日志中，不得以它封装",
		"the key that the registry offers (epoch {epoch}, fingerprint {have}) is not in its log: nothing is sealed under it").
		Hint("请向登记机构核实指纹，并确认它已公布：shurong similarity key publish",
			"ask the registrar about the fingerprint, and whether it was published: shurong similarity key publish")
	// ErrLogProof says that what a registry shows of its log does not hold.
	ErrLogProof = fault.Define("similarity.log_proof", fault.Conflict,
		"登记机构未能证明密钥 {have} 在登记簿日志中", "the registry does not prove that the key {have} is in its log").
		Hint("请核对日志验证公钥（--log-key、similarity.log_key）与登记机构公布的是否一致",
			"compare the log's verifier key (--log-key, similarity.log_key) with the one that the registrar published")
)

// Fact is a key as a command publishes it.
func Fact(k *oprf.PublicKey) registry.SimilarityPublic {
	out := registry.SimilarityPublic{Epoch: k.Epoch, Suite: k.Suite, V: k.V}
	for _, p := range k.Parts {
		out.Parts = append(out.Parts, registry.SimilarityPart{Body: p.Body, Epoch: p.Epoch, Possession: p.Possession, Public: p.Public})
	}
	return out
}

// logged is a fact with its proof, as GET /log/fact answers.
type logged struct {
	Value      string         `json:"value"`
	Exists     bool           `json:"exists"`
	Proof      proof.MapProof `json:"proof"`
	Checkpoint string         `json:"checkpoint"`
}

// inLog has the registry prove that the key stands in its log, as published. Any checkpoint will do: a key that was
// published is never taken back. Absence is believed without proof: it stops whoever asks, and nothing more.
func (c *Client) inLog(ctx context.Context, k *oprf.PublicKey) error {
	name := registry.PrefixSimilarityKey + k.Fingerprint()
	var l logged
	if err := c.call(ctx, http.MethodGet, c.Registry, "log/fact?key="+url.QueryEscape(name), nil, &l); err != nil {
		return err
	}
	if !l.Exists {
		return ErrUnlogged.With("epoch", k.Epoch, "have", k.Fingerprint())
	}
	at, err := proof.ParseCheckpoint([]byte(l.Checkpoint), c.LogKey)
	if err == nil {
		err = proof.VerifyMap(l.Proof, name, []byte(l.Value), at.State)
	}
	if err != nil {
		return ErrLogProof.With("have", k.Fingerprint()).Because(err)
	}
	var f registry.SimilarityKey
	if err := canon.Unmarshal([]byte(l.Value), &f); err != nil {
		return ErrLogProof.With("have", k.Fingerprint()).Because(err)
	}
	if f.Fingerprint != k.Fingerprint() || f.Key.Fingerprint() != k.Fingerprint() || f.Key.Epoch != k.Epoch ||
		!samePoints(f.Key.Parts, k.Parts) {
		return ErrUnlogged.With("epoch", k.Epoch, "have", k.Fingerprint())
	}
	return nil
}

func samePoints(a []registry.SimilarityPart, b []oprf.Part) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !bytes.Equal(a[i].Public, b[i].Public) || a[i].Body != b[i].Body {
			return false
		}
	}
	return true
}

// Published is the answer of a node to which a key's publication was proposed.
type Published struct {
	Approval string `json:"approval"`
	State    string `json:"state"`
}

// Publish proposes to publish the node's key of an epoch, from a day on; an empty day is today. It takes an officer's token.
func (c *Client) Publish(ctx context.Context, epoch, from string) (*Published, error) {
	body := []byte("{}")
	if from != "" {
		body = canon.Must(map[string]string{"from": from})
	}
	p := new(Published)
	return p, c.call(ctx, http.MethodPost, c.Registry, "similarity/keys/"+url.PathEscape(epoch)+"/publish", body, p)
}
