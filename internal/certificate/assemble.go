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
	c.Facts, err = facts(snap, cert, keyID)
	return c, err
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

// facts collects what a document about a certificate must carry, each fact once.
func facts(snap *sequence.Snapshot, cert *registry.Certificate, keyID string) ([]credential.Fact, error) {
	keys := credential.Keys(cert.Code, cert.Holder, cert.Registrar, keyID)
	enc, err := registry.Find[registry.Encumbrance](snap, registry.PrefixEncumbrance+cert.Code)
	if err != nil {
		return nil, err
	}
	if enc != nil {
		for _, id := range enc.Liens {
			l, err := registry.Find[registry.Lien](snap, registry.PrefixLien+id)
			if err != nil || l == nil {
				return nil, err
			}
			keys = append(keys, credential.LienKey(id), credential.OrgKey(l.Pledgee))
		}
	}
	seen := make(map[string]bool, len(keys))
	out := make([]credential.Fact, 0, len(keys))
	for _, key := range keys {
		if seen[key] {
			continue
		}
		seen[key] = true
		value, err := snap.Get(key)
		if err != nil {
			return nil, err
		}
		p, err := snap.ProveKey(key)
		if err != nil {
			return nil, err
		}
		out = append(out, credential.Fact{Key: key, Value: jsontext.Value(value), Proof: p})
	}
	if len(out) > credential.MaxFacts {
		return nil, ErrLiens.With("code", cert.Code)
	}
	return out, nil
}
