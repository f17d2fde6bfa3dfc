package certificate

import (
	"context"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/proof"
)

// logRoutes serve the log to whoever checks us: they are public, since the log holds nothing that is not, and a log
// that only its members can read proves little.
func (s *Service) logRoutes(a *api.API) {
	const tag = "log"
	api.Register(a, api.Op{Method: "GET", Path: "/log", ID: "get-checkpoint", Public: true, Tag: tag,
		Summary: "The latest signed checkpoint and the key it is signed with"}, s.checkpoint)
	api.Register(a, api.Op{Method: "GET", Path: "/log/entries", ID: "list-entries", Public: true, Tag: tag,
		Summary: "Entries of the log in order"}, s.entries)
	api.Register(a, api.Op{Method: "GET", Path: "/log/entries/{index}", ID: "get-entry", Public: true, Tag: tag,
		Summary: "An entry with its inclusion proof and the checkpoint the proof leads to"}, s.entry)
	api.Register(a, api.Op{Method: "GET", Path: "/log/consistency", ID: "get-consistency", Public: true, Tag: tag,
		Summary: "Proof that the log as of an earlier size is a prefix of the present one"}, s.consistency)
	api.Register(a, api.Op{Method: "GET", Path: "/log/fact", ID: "get-fact", Public: true, Tag: tag,
		Summary: "A current fact, or its absence, with its state proof and checkpoint"}, s.fact)
}

// Head is the ledger's latest commitment.
type Head struct {
	Origin     string `json:"origin"`
	Size       uint64 `json:"size"`
	Key        string `json:"key" doc:"verifier key (C2SP signed note)"`
	Checkpoint string `json:"checkpoint" doc:"signed note"`
}

func (s *Service) checkpoint(ctx context.Context, _ *api.None) (*api.Out[Head], error) {
	h := Head{Origin: s.ledger.Origin(), Key: s.ledger.VerifierKey()}
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		h.Size, h.Checkpoint = snap.Size(), string(snap.Checkpoint())
		return nil
	})
	return api.Answer(h), err
}

// LogEntry is a leaf as it was hashed: the canonical JSON in text, so that no JSON library changes a byte of it.
type LogEntry struct {
	Index uint64 `json:"index"`
	Leaf  string `json:"leaf"`
}

// Entries is a stretch of the log.
type Entries struct {
	Items []LogEntry `json:"items"`
	Size  uint64     `json:"size" doc:"of the log"`
}

func (s *Service) entries(ctx context.Context, in *struct {
	From  uint64 `query:"from" doc:"first index"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}) (*api.Out[Entries], error) {
	raw, err := s.ledger.Entries(ctx, in.From, in.Limit)
	if err != nil {
		return nil, err
	}
	out := Entries{Items: make([]LogEntry, len(raw)), Size: s.ledger.Size()}
	for i, e := range raw {
		out.Items[i] = LogEntry{Index: e.Index, Leaf: string(e.Bytes)}
	}
	return api.Answer(out), nil
}

// ProvenEntry is an entry with what proves it.
type ProvenEntry struct {
	LogEntry
	Path       []proof.Hash `json:"path"`
	Size       uint64       `json:"size" doc:"log size the path leads to"`
	Checkpoint string       `json:"checkpoint"`
	Key        string       `json:"key"`
}

func (s *Service) entry(ctx context.Context, in *struct {
	Index uint64 `path:"index"`
}) (*api.Out[ProvenEntry], error) {
	out := ProvenEntry{Key: s.ledger.VerifierKey()}
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		e, err := entry(snap, in.Index)
		if err != nil {
			return err
		}
		out.LogEntry, out.Path = LogEntry{Index: in.Index, Leaf: string(e.Leaf)}, e.Path
		out.Size, out.Checkpoint = snap.Size(), string(snap.Checkpoint())
		return nil
	})
	return api.Answer(out), err
}

// Consistency proves that nothing before was rewritten.
type Consistency struct {
	From       uint64       `json:"from"`
	Size       uint64       `json:"size"`
	Path       []proof.Hash `json:"path"`
	Checkpoint string       `json:"checkpoint"`
}

func (s *Service) consistency(ctx context.Context, in *struct {
	From uint64 `query:"from" required:"true" minimum:"1" doc:"the earlier size"`
}) (*api.Out[Consistency], error) {
	out := Consistency{From: in.From}
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		path, err := snap.Consistency(in.From)
		out.Size, out.Path, out.Checkpoint = snap.Size(), proof.Hashes(path), string(snap.Checkpoint())
		return err
	})
	return api.Answer(out), err
}

// ProvenFact is a fact, or its absence, with what proves it.
type ProvenFact struct {
	Key        string         `json:"key"`
	Value      string         `json:"value,omitempty" doc:"canonical JSON; absent if the fact does not exist"`
	Exists     bool           `json:"exists"`
	Proof      proof.MapProof `json:"proof"`
	Size       uint64         `json:"size"`
	Checkpoint string         `json:"checkpoint"`
	LogKey     string         `json:"log_key"`
}

func (s *Service) fact(ctx context.Context, in *struct {
	Key string `query:"key" required:"true" minLength:"1" maxLength:"200" example:"encumbrance/SJ3212026030001"`
}) (*api.Out[ProvenFact], error) {
	out := ProvenFact{Key: in.Key, LogKey: s.ledger.VerifierKey()}
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		value, err := snap.Get(in.Key)
		if err != nil {
			return err
		}
		out.Value, out.Exists = string(jsontext.Value(value)), value != nil
		out.Proof, err = snap.ProveKey(in.Key)
		out.Size, out.Checkpoint = snap.Size(), string(snap.Checkpoint())
		return err
	})
	return api.Answer(out), err
}
