package beat

import (
	"context"
	"errors"
	"regexp"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// Similarity says with whose key the sketches are sealed. Where it is configured, no heartbeat names a sketch that was
// not: it waits in the outbox until the key's holders answer.
type Similarity struct {
	Registry string `yaml:"registry"` // address; empty: the node's
	Pin      string `yaml:"pin"`      // fingerprint of the key, as the registrar published it
	LogKey   string `yaml:"log_key"`  // verifier key of the registry's log; with it the key must also stand in the log
}

var validPin = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (c *Config) checkSimilarity() error {
	s := c.Similarity
	if s == nil {
		return nil
	}
	if s.Registry == "" {
		s.Registry = c.Node
	}
	if !protocol.Safe(s.Registry) {
		return protocol.ErrAddress.With("url", s.Registry).At("similarity.registry")
	}
	if !validPin.MatchString(s.Pin) {
		return ErrSetting.With("name", "similarity.pin", "why", "the key's fingerprint, 64 hexadecimal digits",
			"why_zh", "应为密钥指纹，64 位十六进制").At("similarity.pin")
	}
	return nil
}

// sealed is what came of sealing: the sketch, and what it cost.
type sealed struct {
	sketch *sketch.Sketch
	memory *protocol.Memory
}

// sealSketch seals a source's sketch. It keeps nothing.
func (a *Agent) sealSketch(ctx context.Context, source, certificate string, local *sketch.Local) (*sealed, error) {
	c := &protocol.Client{Registry: a.cfg.Similarity.Registry, Key: a.key, Pin: a.cfg.Similarity.Pin, LogKey: a.cfg.Similarity.LogKey}
	ask, domain, err := c.PRF(ctx, "certificate/"+certificate)
	if err != nil {
		return nil, err
	}
	out := &sealed{memory: new(protocol.Memory)}
	if _, err := a.store.getJSON("sources/"+source+".tags", out.memory); err != nil {
		return nil, err
	}
	out.sketch, err = sketch.Seal(ctx, local, domain, out.memory.Through(ask, domain))
	return out, err
}

// seal has the sketch of an item sealed, and writes its digest, and where its key is new to the log its postings, into the
// record. What it is sealed from is forgotten then. The sealed sketch itself is left in sources/NAME.sketch, for its owner
// to hand in.
func (a *Agent) seal(ctx context.Context, it *Item) error {
	m, err := a.memory(it.Source)
	if err != nil {
		return err
	}
	s, err := a.sealSketch(ctx, it.Source, it.Record.Certificate, it.Hashes)
	if err != nil {
		return err
	}
	if err := a.store.putJSON("sources/"+it.Source+".tags", s.memory); err != nil {
		return err
	}
	if err := a.store.put("sources/"+it.Source+".sketch", append(s.sketch.Encode(), '\n')); err != nil {
		return err
	}
	named(it.Record, s.sketch, m, it.Hashes)
	if err := a.remember(it.Source, m); err != nil {
		return err
	}
	it.Domain, it.Hashes = s.sketch.Domain, nil
	a.log.Info("sealed", "source", it.Source, "domain", it.Domain, "elements", s.memory.Asked())
	return a.box.save(it)
}

// named writes a sealed sketch into a record: its digest, and its postings if those of its domain are not in the log yet.
// Retention is counted from the sketch of the first measurement; the record names that by its sealed digest too.
func named(r *registry.HeartbeatRecord, s *sketch.Sketch, m *memory, local *sketch.Local) {
	if r.Live != nil && m.Baseline == "" && r.Live.Baseline == canon.Hex(local.Open().Encode()) {
		m.Baseline = canon.Hex(s.Encode()) // this is the first
	}
	if r.Live != nil && m.Baseline != "" {
		r.Live.Baseline = m.Baseline
	}
	r.Measurement.SketchDigest = canon.Hex(s.Encode())
	r.Measurement.Postings = nil
	if m.Domain != s.Domain {
		r.Measurement.Postings = protocol.PostingsOf(s)
	}
}

// unsealable reports whether an error is of sealing one source, and not of the network.
func unsealable(err error) bool {
	return errors.Is(err, protocol.ErrRefused) || errors.Is(err, protocol.ErrPin) ||
		errors.Is(err, protocol.ErrUnlogged) || errors.Is(err, protocol.ErrLogProof) || errors.Is(err, oprf.ErrProof) ||
		errors.Is(err, oprf.ErrAnswers) || errors.Is(err, sketch.ErrPRF)
}
