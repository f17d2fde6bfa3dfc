package beat

import (
	"context"
	"crypto/ed25519"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/registry"
)

// Preview is what the next heartbeat of a source would be.
type Preview struct {
	Source   string
	Node     string
	Online   bool   // number, predecessor and nonce are those of the node; else they are filled in when it is sent
	Envelope []byte // byte for byte what is sent; nil while offline, since it names the node's last nonce
	Body     []byte // the signed content within it
	Fields   []Field

	// Sealing says how the sketch is sealed, where that is configured.
	Sealing *Sealing
}

// Sealing is what sealing a sketch takes. The preview seals it indeed: blinded elements leave the site, of which nobody can
// read anything.
type Sealing struct {
	Registry string
	Domain   string // of the sealed sketch; empty while it could not be sealed
	Elements int    // blinded elements that left; what was sealed before is known here
	Err      error  // why it could not be sealed: then the heartbeat waits, and the unsealed sketch is named nowhere
}

// Field is a value that leaves the site, and what it says.
type Field struct {
	Path   string
	Value  string
	ZH, EN string
}

// Preview measures a source as a run would and says what would be sent. Nothing is sent or kept. It asks the node for what
// the heartbeat must name.
func (a *Agent) Preview(ctx context.Context, name string) (*Preview, error) {
	i := slices.IndexFunc(a.cfg.Sources, func(s Source) bool { return s.Name == name })
	if i < 0 {
		return nil, ErrNoSource.With("name", name)
	}
	m, err := a.memory(name)
	if err != nil {
		return nil, err
	}
	record, found, err := a.record(ctx, i, m, a.o.Now())
	if err != nil {
		return nil, err
	}
	if _, err := a.prove(ctx, i, record); err != nil {
		return nil, err
	}
	p := &Preview{Source: name, Node: a.cfg.Node}
	if a.cfg.Similarity != nil {
		p.Sealing = a.sealing(ctx, name, record, found, m)
	}
	body := follow(record, nil)
	key, err := a.client.Key(ctx, a.KeyID())
	if err == nil {
		var last *registry.Heartbeat
		if last, err = a.client.Last(ctx, record.Certificate); err == nil {
			body = follow(record, last)
			if p.Envelope, err = registry.Sign(a.key, key.Log, key.Org, key.Nonce+1, body); err != nil {
				return nil, err
			}
			p.Online = true
		}
	}
	if p.Sealing != nil && p.Sealing.Err != nil {
		p.Envelope, p.Online = nil, false // there is nothing yet that would be sent
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if p.Body, err = canon.Marshal(body); err != nil {
		return nil, err
	}
	shown := p.Envelope
	if shown == nil {
		shown = canon.Must(struct {
			Body jsontext.Value `json:"body"`
			Key  string         `json:"key"`
			Kind string         `json:"kind"`
			V    int            `json:"v"`
		}{p.Body, registry.KeyID(a.key.Public().(ed25519.PublicKey)), body.Kind(), 1})
	}
	p.Fields, err = fields(shown)
	return p, err
}

// sealing seals for a preview.
func (a *Agent) sealing(ctx context.Context, name string, r *registry.HeartbeatRecord, found *agent.Measurement, m *memory) *Sealing {
	out := &Sealing{Registry: a.cfg.Similarity.Registry}
	s, err := a.sealSketch(ctx, name, r.Certificate, found.Hashes)
	if err != nil {
		r.Measurement.SketchDigest, out.Err = "", err
		return out
	}
	named(r, s.sketch, m, found.Hashes)
	out.Domain, out.Elements = s.sketch.Domain, s.memory.Asked()
	return out
}

// fields lists the values of a JSON text in its order, each with its meaning.
func fields(b []byte) ([]Field, error) {
	var out []Field
	d := jsontext.NewDecoder(strings.NewReader(string(b)))
	for {
		t, err := d.ReadToken()
		if err != nil {
			if len(out) == 0 || d.StackDepth() > 0 {
				return nil, err
			}
			return out, nil
		}
		kind, n := d.StackIndex(d.StackDepth())
		if kind == '{' && n%2 == 1 || strings.ContainsRune("{}[]", rune(t.Kind())) {
			continue // a name, or the beginning or end of something
		}
		path := plainPath(string(d.StackPointer()))
		m := meanings[path]
		out = append(out, Field{Path: path, Value: t.String(), ZH: m[0], EN: m[1]})
	}
}

// plainPath writes /body/answers/0/lien as body.answers.lien.
func plainPath(pointer string) string {
	var parts []string
	for _, p := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if strings.Trim(p, "0123456789") != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ".")
}
