package registry

import (
	"crypto/ed25519"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/membership"
	"shurong.org/shurong/internal/registry/observation"
	"shurong.org/shurong/internal/registry/registration"
)

// makers are the kinds of command there are, from the list of each package of rules.
var makers = byKind(membership.Commands, registration.Commands, encumbrance.Commands, observation.Commands)

func byKind(lists ...[]act.Maker) map[string]func() Command {
	all := map[string]func() Command{}
	for _, m := range slices.Concat(lists...) {
		all[m.Kind] = m.New
	}
	return all
}

// Kinds lists the kinds of command, in alphabetical order.
func Kinds() []string {
	all := make([]string, 0, len(makers))
	for k := range makers {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Blank returns an empty command of a kind, nil if there is no such kind.
func Blank(kind string) Command {
	if make := makers[kind]; make != nil {
		return make()
	}
	return nil
}

// mayAgent reports whether an agent's key signs commands of a kind; mustAgent whether no other key does.
func mayAgent(kind string) bool  { return mustAgent(kind) || kind == "existence.commit" }
func mustAgent(kind string) bool { return kind == "heartbeat.record" }

// decodeBody reads the body strictly into the type its kind names.
func decodeBody(e *Envelope) (Command, error) {
	cmd := Blank(e.Kind)
	if cmd == nil {
		return nil, ErrKind.With("kind", printable(e.Kind)).At("kind")
	}
	if err := canon.Unmarshal(e.Body, cmd); err != nil {
		return nil, err
	}
	return cmd, nil
}

// signer returns the public key an envelope names, nil if r does not know it (yet). The genesis carries its own.
func signer(r Reader, e *Envelope, body Command) (ed25519.PublicKey, error) {
	if g, ok := body.(*GenesisInit); ok {
		if len(g.Pub) != ed25519.PublicKeySize || KeyID(g.Pub) != e.Key {
			return nil, ErrSignature.With("key", printable(e.Key)).At("key")
		}
		return g.Pub, nil
	}
	k, err := act.FindKey(r, e.Key)
	if err != nil || k == nil {
		return nil, err
	}
	return k.Pub, nil
}

// printable cuts what a stranger sent to something fit for a message.
func printable(s string) string { return act.Printable(s) }
