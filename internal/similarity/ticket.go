package similarity

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/similarity/protocol"
)

// TicketFile is the key that signs tickets, in the folder of the keys: 32 bytes in base64, secret.
const TicketFile = "ticket.key"

// TicketKey reads the key that signs tickets, and makes it if there is none. Bodies that hold a share trust its public half.
func TicketKey(dir string) (ed25519.PrivateKey, error) {
	file := filepath.Join(dir, TicketFile)
	bad := func(why string, err error) error { return ErrKeys.With("dir", dir, "why", why).Because(err) }
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		_, priv, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, bad("random source", err)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, bad(TicketFile, err)
		}
		if err := WriteNew(file, []byte(base64.StdEncoding.EncodeToString(priv.Seed())+"\n"), 0o600); err != nil {
			return nil, bad(TicketFile, err)
		}
		return priv, nil
	}
	if err != nil {
		return nil, bad(TicketFile, err)
	}
	seed, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(b)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, bad(TicketFile, err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// passes are tickets for the key's other bodies that take them. Their time is the machine's, also in the worked example:
// they are between machines.
func (s *Service) passes(org string, r protocol.Request, count int) (out []protocol.Pass) {
	if s.tickets == nil {
		return nil
	}
	for _, e := range s.keys.epochs {
		if e.public.Epoch != r.Epoch {
			continue
		}
		for _, p := range e.public.Parts {
			if p.URL != "" && slices.Contains(s.holders, p.URL) {
				t := protocol.TicketFor(r.Elements, count, r.Epoch, p.Public, org, r.Subject, rand.Text(), clock.System{}.Now())
				out = append(out, protocol.Pass{Ticket: t.Sign(s.tickets), URL: p.URL})
			}
		}
	}
	return out
}
