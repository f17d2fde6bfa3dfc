package agent

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"shurong.org/shurong/internal/registry"
)

// Heartbeat makes the body that follows last, the certificate's latest recorded heartbeat; nil if there is none yet.
func Heartbeat(certificate string, last *registry.Heartbeat, fact registry.Measurement) *registry.HeartbeatRecord {
	h := &registry.HeartbeatRecord{Certificate: certificate, Seq: 1, Measurement: fact}
	if last != nil {
		h.Seq, h.Prev = last.Seq+1, last.Digest
	}
	return h
}

// KeyState is what a node says of a key: GET /api/v1/keys/{key}.
type KeyState struct {
	Org     string              `json:"org"`     // credit code of the organisation that the key signs for
	Purpose registry.KeyPurpose `json:"purpose"` // agent
	Revoked bool                `json:"revoked"`
	Nonce   uint64              `json:"nonce"` // the last one accepted
	Log     string              `json:"log"`   // origin of the node's log
}

// Receipt is what a node answers to a recorded command: POST /api/v1/commands.
type Receipt struct {
	Index uint64    `json:"index"`
	Time  time.Time `json:"time"`
}

// maxReorder is how often a heartbeat is signed anew because another one of the same key or certificate came first.
const maxReorder = 3

// Send records the measurement as the certificate's next heartbeat. It returns when the node has recorded it.
//
// The same signed bytes are sent again after a lost answer, which the registry knows as a repetition; only if the node
// says that another heartbeat came first is a new one made.
func (c *Client) Send(ctx context.Context, priv ed25519.PrivateKey, certificate string,
	fact registry.Measurement) (*Receipt, error) {
	id := registry.KeyID(priv.Public().(ed25519.PublicKey))
	for attempt := 1; ; attempt++ {
		var key KeyState
		if err := c.get(ctx, "/keys/"+id, &key); err != nil {
			if isStatus(err, http.StatusNotFound) {
				return nil, ErrKeyUnknown.With("key", id)
			}
			return nil, err
		}
		if key.Revoked || key.Purpose != registry.PurposeAgent {
			return nil, ErrKeyUnfit.With("key", id)
		}
		var last *registry.Heartbeat
		err := c.get(ctx, "/certificates/"+url.PathEscape(certificate)+"/heartbeat", &last)
		if err != nil && !isStatus(err, http.StatusNotFound) {
			return nil, err
		}
		raw, err := registry.Sign(priv, key.Log, key.Org, key.Nonce+1, Heartbeat(certificate, last, fact))
		if err != nil {
			return nil, err
		}
		var receipt Receipt
		if err = c.post(ctx, "/commands", raw, &receipt); err == nil {
			return &receipt, nil
		}
		var refused *Refusal
		if !errors.As(err, &refused) || attempt == maxReorder || !refused.is(registry.ErrNonce,
			registry.ErrHeartbeatChain) {
			return nil, err
		}
	}
}

// refusal reads a problem document (RFC 9457); the node's are always in both languages.
func refusal(status int, body []byte) *Refusal {
	r := &Refusal{Status: status}
	if json.Unmarshal(body, r) != nil || r.Code == "" {
		r.Code, r.DetailEN, r.DetailZH = "http", http.StatusText(status), http.StatusText(status)
	}
	return r
}
