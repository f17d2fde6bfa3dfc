package certificate

import (
	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/proof"
)

// Assemble puts together, from one snapshot, what a document about a certificate must carry: facts with their state
// proofs, the log entry of the issue (at index) for a registration certificate, and the checkpoint both lead to. keyID
// is the registrar's key that will sign. Form, time and signature are the caller's. Errors: [ErrLiens].
func Assemble(snap *sequence.Snapshot, kind credential.Kind, cert *registry.Certificate, index uint64,
	keyID string) (*credential.Credential, error) {
	c := &credential.Credential{V: credential.Version, Kind: kind, Code: cert.Code,
		Checkpoint: string(snap.Checkpoint())}
	var err error
	if kind == credential.Registration {
		if c.Entry, err = entry(snap, index); err != nil {
			return nil, err
		}
	}
	g := gather{snap: snap}
	g.add(credential.Keys(cert.Code, cert.Holder, cert.Registrar, keyID)...)
	g.charges(cert.Code)
	if kind == credential.Search {
		g.review(cert.Asset)
	}
	if c.Facts, err = g.facts(); err != nil {
		return nil, err
	}
	if len(c.Facts) > credential.MaxCertificateFacts {
		return nil, ErrLiens.With("code", cert.Code)
	}
	return c, nil
}

func entry(snap *sequence.Snapshot, index uint64) (*credential.Entry, error) {
	leaf, err := snap.Entry(index)
	if err != nil {
		return nil, err
	}
	path, err := snap.Inclusion(index)
	if err != nil {
		return nil, err
	}
	return &credential.Entry{Index: index, Leaf: jsontext.Value(leaf), Path: proof.Hashes(path)}, nil
}

// gather collects the facts of a document, each once, in the order in which they were asked for. The first error stays.
type gather struct {
	snap   *sequence.Snapshot
	keys   []string
	hidden map[string]bool // shown by their hash only
	seen   map[string]bool
	err    error
}

func (g *gather) add(keys ...string) {
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	for _, k := range keys {
		if !g.seen[k] {
			g.seen[k] = true
			g.keys = append(g.keys, k)
		}
	}
}

// hide adds a fact of which only the existence is shown.
func (g *gather) hide(key string) {
	if g.hidden == nil {
		g.hidden = map[string]bool{}
	}
	g.add(key)
	g.hidden[key] = true
}

// look reads a fact, nil if it does not exist or something failed before.
func look[T any](g *gather, key string) *T {
	if g.err != nil {
		return nil
	}
	v, err := registry.Find[T](g.snap, key)
	g.err = err
	return v
}

// charges adds what is on a certificate: its liens with their pledgees, and its annotations.
func (g *gather) charges(code string) {
	if enc := look[registry.Encumbrance](g, registry.PrefixEncumbrance+code); enc != nil {
		for _, id := range enc.Liens {
			if l := look[registry.Lien](g, registry.PrefixLien+id); l != nil {
				g.add(credential.LienKey(id), credential.OrgKey(l.Pledgee))
			}
		}
	}
	if n := look[registry.Notes](g, registry.PrefixNotes+code); n != nil {
		for _, id := range n.Annotations {
			g.add(credential.AnnotationKey(id))
		}
	}
}

// review adds an asset with the case it was registered in, whose review tells what is similar.
func (g *gather) review(id string) {
	if a := look[registry.Asset](g, registry.PrefixAsset+id); a != nil {
		g.add(credential.AssetKey(id), credential.CaseKey(a.Case))
	}
}

// facts proves what was collected.
func (g *gather) facts() ([]credential.Fact, error) {
	if g.err != nil {
		return nil, g.err
	}
	out := make([]credential.Fact, 0, len(g.keys))
	for _, key := range g.keys {
		value, err := g.snap.Get(key)
		if err != nil {
			return nil, err
		}
		p, err := g.snap.ProveKey(key)
		if err != nil {
			return nil, err
		}
		f := credential.Fact{Key: key, Value: jsontext.Value(value), Proof: p}
		if g.hidden[key] && value != nil {
			hash := proof.MapValue(value)
			f.Value, f.ValueHash = nil, &hash
		}
		out = append(out, f)
	}
	return out, nil
}
