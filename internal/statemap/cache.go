package statemap

import (
	"bytes"
	"slices"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"shurong.org/shurong/proof"
)

// tile is a tile in memory, with the hashes between its lower edge and its top that are known. A changed place costs the
// five hashes above it instead of all of the tile.
type tile struct {
	items []item
	sums  [1 << Span]proof.Hash // as in a heap: 1 is the whole, 2 and 3 its halves, down to pairs of places
	known uint32                // bit i: sums[i] stands
}

// find is where the item at a place is, or would be.
func (t *tile) find(slot uint8) (at int, there bool) {
	for at < len(t.items) && t.items[at].slot < slot {
		at++
	}
	return at, at < len(t.items) && t.items[at].slot == slot
}

// forget drops the hashes over a place whose item changed.
func (t *tile) forget(id ID, slot uint8) {
	whole := id.width()
	for width := whole; width > 1; width /= 2 {
		t.known &^= 1 << (whole/width + int(slot)/width)
	}
}

// sum is the hash over width places that hold these items and begin at place lo, of a tile of whole places.
func (t *tile) sum(items []item, whole, lo, width int) proof.Hash {
	if len(items) == 0 {
		return proof.EmptyMap()
	}
	if width == 1 {
		return items[0].hash()
	}
	i := whole/width + lo/width
	if t.known&(1<<i) != 0 {
		return t.sums[i]
	}
	if len(items) == 1 && !items[0].child {
		t.sums[i] = items[0].hash()
	} else {
		half := width / 2
		k := cut(items, lo+half)
		t.sums[i] = proof.MapNode(t.sum(items[:k], whole, lo, half), t.sum(items[k:], whole, lo+half, half))
	}
	t.known |= 1 << i
	return t.sums[i]
}

// Cache is the map of one store for its one writer: hot tiles in memory, and on top of them those changed since the last
// commit. It is not safe for concurrent use.
//
//	Update, for each batch     changes tiles in memory
//	Writes                     the rows to store in the transaction
//	Committed                  the transaction is durable; or Clear: it is not, and the store is the only truth
type Cache struct {
	tiles *simplelru.LRU[ID, *tile]
	dirty map[ID]*tile // nil where a tile is to be removed
	body  []byte       // of the tiles last written
}

// NewCache makes a cache of up to n tiles of about 3 kB each.
func NewCache(n int) *Cache {
	lru, err := simplelru.NewLRU[ID, *tile](max(n, 1), nil)
	if err != nil {
		panic("statemap: " + err.Error()) // only for a size below one
	}
	return &Cache{tiles: lru, dirty: map[ID]*tile{}}
}

// fetch finds the tiles of a level: changed, cached, or stored.
func (c *Cache) fetch(r Reader, level []visit) error {
	var missing []ID
	var at []int
	for i, v := range level {
		id := v.node.id
		t, ok := c.dirty[id]
		if !ok {
			t, ok = c.tiles.Get(id)
		}
		if ok {
			v.node.tile = t
			continue
		}
		missing, at = append(missing, id), append(at, i)
	}
	if len(missing) == 0 {
		return nil
	}
	bodies, err := r.Tiles(missing)
	if err != nil {
		return err
	}
	for i, body := range bodies {
		if body == nil {
			continue
		}
		items, err := decode(missing[i], body)
		if err != nil {
			return err
		}
		t := &tile{items: items}
		level[at[i]].node.tile = t
		c.tiles.Add(missing[i], t)
	}
	return nil
}

// Writes returns the tiles that changed since the last commit, in the order of their names. The bodies are good until the
// next call.
func (c *Cache) Writes() []Write {
	out, size := make([]Write, 0, len(c.dirty)), 0
	for id, t := range c.dirty {
		out = append(out, Write{ID: id})
		if t != nil {
			size += encodedSize(t.items)
		}
	}
	slices.SortFunc(out, func(a, b Write) int {
		if a.ID.Level != b.ID.Level {
			return int(a.ID.Level) - int(b.ID.Level)
		}
		return bytes.Compare(a.ID.Prefix[:], b.ID.Prefix[:])
	})
	b := slices.Grow(c.body[:0], size)
	for i := range out {
		if t := c.dirty[out[i].ID]; t != nil {
			from := len(b)
			b = appendItems(b, t.items)
			out[i].Body = b[from:len(b):len(b)]
		}
	}
	c.body = b
	return out
}

// Committed says that what was written is durable.
func (c *Cache) Committed() {
	for id, t := range c.dirty {
		if t == nil {
			c.tiles.Remove(id)
		} else {
			c.tiles.Add(id, t)
		}
	}
	clear(c.dirty)
}

// Clear forgets everything, for when a commit failed and the store is the only truth.
func (c *Cache) Clear() {
	c.tiles.Purge()
	clear(c.dirty)
}
