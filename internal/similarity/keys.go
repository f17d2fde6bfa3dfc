package similarity

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// Keyset is the keys of all epochs in use at this node. In the directory an epoch has its public key, and the node's own
// share if this node is one of the bodies:
//
//	epoch-0003.json   public key: the parts of all bodies, canonical JSON
//	epoch-0003.key    this node's share, secret, readable by its owner alone
//	current           the epoch that new sketches are sealed under, such as 2; the newest if there is no such file
//
// While a key is rolled both epochs are there: registered data is sealed again under the newer, new data still under the
// current, until the newer is made current. An epoch is ended by removing its files: after that nobody can evaluate under
// it again.
type Keyset struct {
	epochs  []epoch // newest first
	current int
}

type epoch struct {
	public *oprf.PublicKey
	share  *oprf.Share // nil where only others answer
}

const keyPattern = "epoch-%04d"

// OpenKeys reads a node's keys, and makes the first, not split, where there are none.
func OpenKeys(dir, body string) (*Keyset, error) {
	bad := func(why string, err error) error { return ErrKeys.With("dir", dir, "why", why).Because(err) }
	paths, err := filepath.Glob(filepath.Join(dir, "epoch-*.json"))
	if err != nil {
		return nil, bad("name", err)
	}
	// What the ceremony handed over may lie beside the keys.
	paths = slices.DeleteFunc(paths, func(p string) bool { return strings.HasSuffix(p, ".part.json") })
	if len(paths) == 0 {
		if left, _ := filepath.Glob(filepath.Join(dir, "epoch-*.key")); len(left) > 0 {
			return nil, bad("public key missing", nil)
		}
		if paths, err = makeFirst(dir, body); err != nil {
			return nil, bad("write", err)
		}
	}
	k := new(Keyset)
	for _, p := range paths {
		e, err := openEpoch(p)
		if err != nil {
			return nil, bad(filepath.Base(p), err)
		}
		k.epochs = append(k.epochs, e)
	}
	slices.SortFunc(k.epochs, func(a, b epoch) int { return b.public.Epoch - a.public.Epoch })
	k.current = k.epochs[0].public.Epoch
	named, err := os.ReadFile(filepath.Join(dir, "current"))
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		k.current, err = strconv.Atoi(strings.TrimSpace(string(named)))
	}
	if err != nil || !slices.ContainsFunc(k.epochs, func(e epoch) bool { return e.public.Epoch == k.current }) {
		return nil, bad("current", err)
	}
	return k, nil
}

func openEpoch(path string) (e epoch, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return e, err
	}
	if e.public, err = oprf.DecodeKey(b); err != nil {
		return e, err
	}
	if filepath.Base(path) != fmt.Sprintf(keyPattern+".json", e.public.Epoch) {
		return e, oprf.ErrKeyFile.With("why", "epoch and name differ")
	}
	secret, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".key")
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	if e.share, err = oprf.DecodeShare(secret); err != nil {
		return e, err
	}
	if !e.public.Holds(e.share) {
		return e, oprf.ErrKeyFile.With("why", "the share is not one of the public key's")
	}
	return e, nil
}

// makeFirst draws the key of epoch 1.
func makeFirst(dir, body string) ([]string, error) {
	share, err := oprf.NewShare(1, body)
	if err != nil {
		return nil, err
	}
	part, err := share.Part("")
	if err != nil {
		return nil, err
	}
	public, err := oprf.Join(part)
	if err != nil {
		return nil, err
	}
	secret, err := share.Encode()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	// The secret first: a public key whose share was lost could never be used.
	base := filepath.Join(dir, fmt.Sprintf(keyPattern, 1))
	if err := WriteNew(base+".key", append(secret, '\n'), 0o600); err != nil {
		return nil, err
	}
	return []string{base + ".json"}, WriteNew(base+".json", append(public.Encode(), '\n'), 0o644)
}

// WriteNew writes a file that must not exist yet and does not return before it is on the disk.
func WriteNew(file string, content []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// share returns this node's share of an epoch.
func (k *Keyset) share(n int) (*oprf.Share, error) {
	for _, e := range k.epochs {
		if e.public.Epoch == n && e.share != nil {
			return e.share, nil
		}
	}
	return nil, protocol.ErrEpoch.With("epoch", n).At("body.epoch")
}

// Admits says whether a sketch of a domain can be compared here: one of a key in use that the log knows, or of the public
// domain where that is allowed. Errors: [ErrUnsealed], [ErrForeign], [ErrUnpublished], [ErrNotYet].
func (s *Service) Admits(ctx context.Context, domain string, public bool) error {
	switch {
	case domain == sketch.Public && public:
		return nil
	case domain == sketch.Public:
		return ErrUnsealed.With("domain", domain)
	}
	n := slices.IndexFunc(s.keys.epochs, func(e epoch) bool { return e.public.Domain() == domain })
	if n < 0 {
		return ErrForeign.With("domain", domain)
	}
	k, err := s.published(ctx, s.keys.epochs[n].public)
	switch {
	case err != nil:
		return err
	case k == nil:
		return ErrUnpublished.With("epoch", s.keys.epochs[n].public.Epoch)
	case registry.Day(s.clock.Now().UnixMilli()).Before(k.From):
		return ErrNotYet.With("epoch", k.Key.Epoch, "from", k.From)
	}
	return nil
}

// Public returns the public keys, the newest first.
func (k *Keyset) Public() []protocol.Key {
	out := make([]protocol.Key, len(k.epochs))
	for i, e := range k.epochs {
		out[i] = protocol.Name(e.public)
	}
	return out
}
