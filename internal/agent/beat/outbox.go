package beat

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/sketch"
)

// The kinds of item.
const (
	kindHeartbeat = "heartbeat"
	kindExistence = "existence"
)

// Item is something that is to be sent. A record has no sequence number and no predecessor until it is signed.
type Item struct {
	V       int                       `json:"v"`
	Number  uint64                    `json:"number"`
	Kind    string                    `json:"kind"`
	Source  string                    `json:"source"`
	Slot    int64                     `json:"slot,omitzero"` // Unix milliseconds; heartbeats
	Record  *registry.HeartbeatRecord `json:"record,omitempty"`
	Hashes  *sketch.Local             `json:"hashes,omitempty"` // until the sketch is sealed; they do not leave the site
	Domain  string                    `json:"domain,omitempty"` // of the sealed sketch
	Commit  *registry.ExistenceCommit `json:"commit,omitempty"`
	Sealed  []byte                    `json:"sealed,omitempty"` // existence: the package, for the lender
	Signed  []byte                    `json:"signed,omitempty"` // the envelope as it is or was sent
	Refused string                    `json:"refused,omitempty"`
	Reason  string                    `json:"reason,omitempty"`
}

// outbox keeps items in files, in the order of their numbers.
type outbox struct {
	s    *store
	next uint64
}

func openOutbox(s *store) (*outbox, error) {
	b := &outbox{s: s, next: 1}
	for _, folder := range []string{"outbox", "refused"} {
		names, err := b.names(folder)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			b.next = max(b.next, n+1)
		}
	}
	return b, nil
}

func file(folder string, n uint64) string { return fmt.Sprintf("%s/%012d.json", folder, n) }

func (b *outbox) names(folder string) ([]uint64, error) {
	entries, err := os.ReadDir(b.s.path(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // looked at before an agent ran
	}
	if err != nil {
		return nil, stateFault(folder, "it cannot be read", "无法读取", err)
	}
	var out []uint64
	for _, e := range entries {
		var n uint64
		name, ok := strings.CutSuffix(e.Name(), ".json")
		if _, err := fmt.Sscanf(name, "%d", &n); ok && err == nil {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out, nil
}

// add puts a new item at the end. When it returns, the item is durable.
func (b *outbox) add(it *Item) error {
	it.V, it.Number = 1, b.next
	if err := b.save(it); err != nil {
		return err
	}
	b.next++
	return nil
}

func (b *outbox) save(it *Item) error { return b.s.putJSON(file("outbox", it.Number), it) }

func (b *outbox) done(it *Item) error { return b.s.remove(file("outbox", it.Number)) }

// refuse puts an item aside: the node will never take it.
func (b *outbox) refuse(it *Item, code, reason string) error {
	it.Refused, it.Reason = code, reason
	if err := b.s.putJSON(file("refused", it.Number), it); err != nil {
		return err
	}
	return b.done(it)
}

// items lists a folder in order.
func (b *outbox) items(folder string) ([]*Item, error) {
	names, err := b.names(folder)
	if err != nil {
		return nil, err
	}
	out := make([]*Item, 0, len(names))
	for _, n := range names {
		it := new(Item)
		ok, err := b.s.getJSON(file(folder, n), it)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, it)
		}
	}
	return out, nil
}

// slots are the latest slot of each source that the outbox holds.
func slots(items []*Item) map[string]int64 {
	out := map[string]int64{}
	for _, it := range items {
		out[it.Source] = max(out[it.Source], it.Slot)
	}
	return out
}

// answered reports whether an item answers a challenge already.
func answered(items []*Item, lien string, index int) bool {
	return slices.ContainsFunc(items, func(it *Item) bool {
		return it.Record != nil && slices.ContainsFunc(it.Record.Answers, func(a registry.Answer) bool {
			return a.Lien == lien && a.Index == index
		})
	})
}

// committing reports whether a commitment about a lien waits already.
func committing(items []*Item, lien string) bool {
	return slices.ContainsFunc(items, func(it *Item) bool { return it.Commit != nil && it.Commit.Lien == lien })
}
