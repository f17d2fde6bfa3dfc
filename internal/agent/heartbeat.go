package agent

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"shurong.org/shurong/fault"
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
		key, err := c.Key(ctx, id)
		if err != nil {
			return nil, err
		}
		last, err := c.Last(ctx, certificate)
		if err != nil {
			return nil, err
		}
		raw, err := registry.Sign(priv, key.Log, key.Org, key.Nonce+1, Heartbeat(certificate, last, fact))
		if err != nil {
			return nil, err
		}
		receipt, err := c.Submit(ctx, raw)
		if err == nil {
			return receipt, nil
		}
		if attempt == maxReorder || !Refused(err, registry.ErrNonce, registry.ErrHeartbeatChain) {
			return nil, err
		}
	}
}

// Key asks the node about an agent's key. Errors: [ErrKeyUnknown], [ErrKeyUnfit].
func (c *Client) Key(ctx context.Context, id string) (KeyState, error) {
	var key KeyState
	if err := c.get(ctx, "/keys/"+id, &key); err != nil {
		if isStatus(err, http.StatusNotFound) {
			err = ErrKeyUnknown.With("key", id)
		}
		return key, err
	}
	if key.Revoked || key.Purpose != registry.PurposeAgent {
		return key, ErrKeyUnfit.With("key", id)
	}
	return key, nil
}

// Last asks for a certificate's latest heartbeat, nil if there is none.
func (c *Client) Last(ctx context.Context, certificate string) (*registry.Heartbeat, error) {
	var last *registry.Heartbeat
	err := c.get(ctx, "/certificates/"+url.PathEscape(certificate)+"/heartbeat", &last)
	if isStatus(err, http.StatusNotFound) {
		return nil, nil //nolint:nilnil // there is none, which is no error
	}
	return last, err
}

// Submit sends a signed command. Sent again, the same bytes get the first receipt.
func (c *Client) Submit(ctx context.Context, raw []byte) (*Receipt, error) {
	var receipt Receipt
	if err := c.post(ctx, "/commands", raw, &receipt); err != nil {
		return nil, err
	}
	return &receipt, nil
}

// Watch is how one lien's lender watches a certificate's data: GET /api/v1/certificates/{code}/watches.
type Watch struct {
	Lien      string              `json:"lien"`
	Recipient string              `json:"recipient,omitempty"` // the lender's key that packages are sealed to, if the node has it
	Existence *registry.Existence `json:"existence,omitempty"`
	Schedule  *registry.Schedule  `json:"schedule,omitempty"`
	Lateness  *registry.Lateness  `json:"lateness,omitempty"`
}

// Watches asks who watches a certificate's data, and which challenges wait for an answer.
func (c *Client) Watches(ctx context.Context, certificate string) ([]Watch, error) {
	var out struct {
		Items []Watch `json:"items"`
	}
	err := c.get(ctx, "/certificates/"+url.PathEscape(certificate)+"/watches", &out)
	return out.Items, err
}

// Deposit hands the sealed package of a lien's present round to the node, for its lender.
func (c *Client) Deposit(ctx context.Context, lien string, sealed []byte) error {
	var out struct{}
	return c.post(ctx, "/liens/"+url.PathEscape(lien)+"/package", sealed, &out)
}

// Refused reports whether a node refused for one of some reasons, any if none is given.
func Refused(err error, reasons ...*fault.Def) bool {
	var r *Refusal
	return errors.As(err, &r) && (len(reasons) == 0 || r.is(reasons...))
}

// refusal reads a problem document (RFC 9457); the node's are always in both languages.
func refusal(status int, body []byte) *Refusal {
	r := &Refusal{Status: status}
	if json.Unmarshal(body, r) != nil || r.Code == "" {
		r.Code, r.DetailEN, r.DetailZH = "http", http.StatusText(status), http.StatusText(status)
	}
	return r
}
