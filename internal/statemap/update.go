package statemap

import (
	"bytes"
	"slices"

	"shurong.org/shurong/proof"
)

// Reader reads stored tiles. The result has one body per name, nil where there is no such tile.
type Reader interface {
	Tiles(ids []ID) ([][]byte, error)
}

// Change is one changed key of a batch.
type Change struct {
	Key    proof.Hash // proof.MapKey
	Value  proof.Hash // proof.MapValue; ignored if Delete
	Delete bool
}

// Write is a tile to store, or to remove if Body is nil.
type Write struct {
	ID   ID
	Body []byte
}

// Update computes the stored map after changes: its root, and the tiles that differ. Changes name each key at most
// once; their slice is sorted in place. Deleting an absent key and putting the value a key has are no changes.
func Update(r Reader, changes []Change) (proof.Hash, []Write, error) {
	c := NewCache(1)
	root, err := c.Update(r, changes)
	if err != nil {
		return proof.Hash{}, nil, err
	}
	return root, c.Writes(), nil
}

// node is a tile that some changes pass through.
type node struct {
	id   ID
	tile *tile   // nil if there is none yet
	kids []*node // tiles below it on the path of some change, in the order of their places
}

// visit is a node with the changes that pass through it.
type visit struct {
	node    *node
	changes []Change
}

// Plan is a change of the map whose tiles have been read.
type Plan struct {
	cache   *Cache
	top     *node
	changes []Change
}

// Update changes the map held by the cache over what r has stored, and returns its root. The tiles that differ are
// [Cache.Writes]. After an error the cache is as it was.
func (c *Cache) Update(r Reader, changes []Change) (proof.Hash, error) {
	p, err := c.Plan(r, changes)
	if err != nil {
		return proof.Hash{}, err
	}
	return p.Apply(), nil
}

// Plan is the first half of [Cache.Update], all that reads: what is left is hashing, which may go on beside the
// statements of a transaction. Its Apply is due before the cache is used again.
func (c *Cache) Plan(r Reader, changes []Change) (*Plan, error) {
	slices.SortFunc(changes, func(a, b Change) int { return bytes.Compare(a.Key[:], b.Key[:]) })
	for i := 1; i < len(changes); i++ {
		if changes[i].Key == changes[i-1].Key {
			return nil, ErrDamaged.With("why", "a key is changed twice in one batch")
		}
	}
	top, err := c.load(r, changes)
	if err != nil {
		return nil, err
	}
	return &Plan{cache: c, top: top, changes: changes}, nil
}

// Apply changes the tiles in memory and returns the map's root.
func (p *Plan) Apply() proof.Hash {
	end, ok := p.cache.apply(p.top, p.changes)
	if !ok {
		return proof.EmptyMap()
	}
	return end.hash()
}

// load reads every tile on the path of a change, a level at a time, so that a batch costs one round trip a level.
func (c *Cache) load(r Reader, changes []Change) (*node, error) {
	top := &node{}
	for level := []visit{{top, changes}}; len(level) > 0; {
		if err := c.fetch(r, level); err != nil {
			return nil, err
		}
		var next []visit
		for _, v := range level {
			n := v.node
			if n.tile == nil {
				if n != top {
					return nil, ErrDamaged.With("why", "a tile is missing")
				}
				continue
			}
			rest := v.changes
			for k := range n.tile.items {
				it := &n.tile.items[k]
				if !it.child {
					continue
				}
				var group []Change
				if group, rest = n.id.group(rest, it.slot); len(group) > 0 {
					kid := &node{id: n.id.child(it.slot)}
					n.kids = append(n.kids, kid)
					next = append(next, visit{kid, group})
				}
			}
		}
		level = next
	}
	return top, nil
}

// group splits off the changes at one place; those before it are dropped, those behind it are the rest.
func (id ID) group(changes []Change, slot uint8) (group, rest []Change) {
	i := 0
	for i < len(changes) && id.slot(&changes[i].Key) < slot {
		i++
	}
	j := i
	for j < len(changes) && id.slot(&changes[j].Key) == slot {
		j++
	}
	return changes[i:j], changes[j:]
}

// apply changes a tile and those below it. It returns what now stands for the whole subtree, if it is not empty: a lone
// leaf that floats up, or its hash as a child item; the place is for the caller to fill in.
func (c *Cache) apply(n *node, changes []Change) (item, bool) {
	t, kids, changed := n.tile, n.kids, n.tile == nil
	if t == nil {
		t = new(tile)
	}
	for len(changes) > 0 {
		slot := n.id.slot(&changes[0].Key)
		var group []Change
		group, changes = n.id.group(changes, slot)
		at, there := t.find(slot)
		var now item
		var ok bool
		switch {
		case there && t.items[at].child:
			now, ok = c.apply(kids[0], group)
			kids = kids[1:]
		case there:
			leaf := t.items[at]
			now, ok = c.place(n.id, slot, &leaf, group)
		default:
			now, ok = c.place(n.id, slot, nil, group)
		}
		now.slot = slot
		switch {
		case there && ok && t.items[at] == now, !there && !ok:
			continue
		case there && ok:
			t.items[at] = now
		case there:
			t.items = slices.Delete(t.items, at, at+1)
		default:
			t.items = slices.Insert(t.items, at, now)
		}
		t.forget(n.id, slot)
		changed = true
	}
	return c.finish(n, t, changed)
}

// place puts changes where no tile was: at an empty place, or over a lone leaf.
func (c *Cache) place(id ID, slot uint8, leaf *item, group []Change) (item, bool) {
	puts := make([]Change, 0, len(group)+1)
	for _, ch := range group {
		if leaf != nil {
			switch bytes.Compare(leaf.key[:], ch.Key[:]) {
			case -1:
				puts, leaf = append(puts, Change{Key: leaf.key, Value: leaf.value}), nil
			case 0:
				leaf = nil
			}
		}
		if !ch.Delete {
			puts = append(puts, ch)
		}
	}
	if leaf != nil {
		puts = append(puts, Change{Key: leaf.key, Value: leaf.value})
	}
	switch len(puts) {
	case 0:
		return item{}, false
	case 1:
		return item{key: puts[0].Key, value: puts[0].Value}, true
	}
	return c.apply(&node{id: id.child(slot)}, puts)
}

// finish decides whether the tile still has a reason to exist and notes that it changed.
func (c *Cache) finish(n *node, t *tile, changed bool) (item, bool) {
	lone := len(t.items) == 1 && !t.items[0].child
	if len(t.items) == 0 || (lone && n.id.Level > 0) {
		if n.tile != nil {
			c.dirty[n.id] = nil
		}
	} else if changed {
		c.dirty[n.id] = t
	}
	switch {
	case len(t.items) == 0:
		return item{}, false
	case lone:
		return t.items[0], true
	}
	return item{child: true, key: t.sum(t.items, n.id.width(), 0, n.id.width())}, true
}
