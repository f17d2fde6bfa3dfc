// Package gateway takes commands that were signed elsewhere: by an agent at a data owner's site, by an organisation
// that keeps its own keys, by another system.
//
// A signed command is its own credential, so these routes need no session: whoever holds the key may speak for its
// organisation, exactly as far as the key's purpose goes, and nobody else can. What a sender needs to sign (the log's
// name, the key's last nonce, the heartbeat to follow) is public as well.
//
// A command is bounded (registry.MaxEnvelope) and answered when it is durable. Sending the same bytes again gives the
// original receipt.
package gateway

import (
	"context"
	"time"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Service serves the routes.
type Service struct {
	ledger sequence.Ledger

	// Guards refuse, by kind, commands that the log would take and that what this node keeps stands in the way of. They are
	// asked about commands whose signature is good, so a stranger learns nothing.
	Guards map[string]func(ctx context.Context, body registry.Command) error
}

// New returns the service.
func New(ledger sequence.Ledger) *Service { return &Service{ledger: ledger} }

// Receipt is the answer to a recorded command.
type Receipt struct {
	Index  uint64    `json:"index" doc:"log position"`
	Time   time.Time `json:"time"`
	Events []string  `json:"events" doc:"kinds of what it brought about"`
}

// KeyState is what a sender needs to know of its key.
type KeyState struct {
	ID      string              `json:"id"`
	Org     string              `json:"org"`
	Purpose registry.KeyPurpose `json:"purpose" enum:"organisation,agent"`
	Revoked bool                `json:"revoked"`
	Nonce   uint64              `json:"nonce" doc:"the last one accepted; sign with a greater one"`
	Log     string              `json:"log" doc:"name of the log that commands must be meant for"`
}

// Routes registers the routes.
func (s *Service) Routes(a *api.API) {
	const tag = "commands"
	api.Register(a, api.Op{Method: "POST", Path: "/commands", ID: "submit-command", Public: true, Tag: tag,
		MaxBody: registry.MaxEnvelope,
		Summary: "Submit a command signed by an organisation's or agent's key",
		Detail:  "The body is the envelope's canonical JSON (RFC 8785), byte for byte, under whatever content type."},
		s.submit)
	api.Register(a, api.Op{Method: "GET", Path: "/keys/{key}", ID: "get-key", Public: true, Tag: tag,
		Summary: "A public key's organisation, purpose and last nonce"}, s.key)
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/heartbeat", ID: "get-last-heartbeat",
		Public: true, Tag: tag,
		Summary: "The latest heartbeat of a certificate's data, which the next one must name"}, s.heartbeat)
}

func (s *Service) submit(ctx context.Context, in *struct {
	// Not as JSON: it would be validated against a schema of text, and every byte counts.
	RawBody []byte `contentType:"application/octet-stream"`
}) (*api.Out[Receipt], error) {
	if err := s.guard(ctx, in.RawBody); err != nil {
		return nil, err
	}
	r, err := s.ledger.Submit(ctx, in.RawBody)
	if err != nil {
		return nil, err
	}
	out := Receipt{Index: r.Index, Time: time.UnixMilli(r.Time).UTC(), Events: make([]string, len(r.Events))}
	for i, e := range r.Events {
		out.Events[i] = e.Kind
	}
	return api.Answer(out), nil
}

// guard asks [Service.Guards] about a command. What is not signed by a known key, the ledger refuses.
func (s *Service) guard(ctx context.Context, raw []byte) error {
	e, err := registry.Parse(raw)
	if err != nil || s.Guards[e.Kind] == nil {
		return nil //nolint:nilerr // the ledger says what is wrong with it
	}
	var checked *registry.Checked
	err = s.ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		checked, err = registry.Precheck(snap, raw)
		return err
	})
	if err != nil || checked.Pub == nil {
		return nil //nolint:nilerr // as above
	}
	return s.Guards[e.Kind](ctx, checked.Parsed)
}

func (s *Service) key(ctx context.Context, in *struct {
	Key string `path:"key" pattern:"^[0-9a-f]{32}$"`
}) (*api.Out[KeyState], error) {
	out := KeyState{ID: in.Key, Log: s.ledger.Origin()}
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		k, err := registry.Find[registry.Key](snap, registry.PrefixKey+in.Key)
		if err != nil {
			return err
		}
		if k == nil {
			return registry.ErrNotFound.With("what", in.Key).At("path.key")
		}
		out.Org, out.Purpose, out.Revoked = k.Org, k.Purpose, k.Revoked
		n, err := registry.Find[registry.Nonce](snap, registry.PrefixNonce+in.Key)
		if n != nil {
			out.Nonce = n.Last
		}
		return err
	})
	return api.Answer(out), err
}

func (s *Service) heartbeat(ctx context.Context, in *struct {
	Code string `path:"code" minLength:"15" maxLength:"15"`
}) (*api.Out[registry.Heartbeat], error) {
	var out registry.Heartbeat
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		h, err := registry.Find[registry.Heartbeat](snap, registry.PrefixHeartbeat+in.Code)
		if err != nil {
			return err
		}
		if h == nil {
			return registry.ErrNotFound.With("what", in.Code).At("path.code")
		}
		out = *h
		return nil
	})
	return api.Answer(out), err
}
