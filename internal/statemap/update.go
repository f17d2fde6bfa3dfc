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

// node is a tile being changed.
type node struct {
	id    ID
	old   []byte
	items []item
	kids  []*node // tiles below it on the path of some change, in the order of their places
}

// update collects the writes of one batch.
type update struct {
	writes []Write
}

// Update computes the map after changes: its root, and the tiles that differ. Changes name each key at most once; their
// slice is sorted in place. Deleting an absent key and putting the value a key has are no changes.
func Update(r Reader, changes []Change) (proof.Hash, []Write, error) {
	slices.SortFunc(changes, func(a, b Change) int { return bytes.Compare(a.Key[:], b.Key[:]) })
	for i := 1; i < len(changes); i++ {
		if changes[i].Key == changes[i-1].Key {
			return proof.Hash{}, nil, ErrDamaged.With("why", "a key is changed twice in one batch")
		}
	}
	top, err := load(r, changes)
	if err != nil {
		return proof.Hash{}, nil, err
	}
	u := &update{}
	end := u.apply(top, changes)
	if end == nil {
		return proof.EmptyMap(), u.writes, nil
	}
	return end.hash(), u.writes, nil
}

// visit is a tile that some changes pass through.
type visit struct {
	node    *node
	changes []Change
}

// load reads every tile on the path of a change, a level at a time, so that a batch costs one round trip a level.
func load(r Reader, changes []Change) (*node, error) {
	top := &node{}
	for level := []visit{{top, changes}}; len(level) > 0; {
		ids := make([]ID, len(level))
		for i, v := range level {
			ids[i] = v.node.id
		}
		bodies, err := r.Tiles(ids)
		if err != nil {
			return nil, err
		}
		var next []visit
		for i, v := range level {
			n := v.node
			if n.old = bodies[i]; n.old == nil {
				if n != top {
					return nil, ErrDamaged.With("why", "a tile is missing")
				}
				continue
			}
			if n.items, err = decode(n.id, n.old); err != nil {
				return nil, err
			}
			rest := v.changes
			for k := range n.items {
				if !n.items[k].child {
					continue
				}
				var group []Change
				if group, rest = n.id.group(rest, n.items[k].slot); len(group) > 0 {
					kid := &node{id: n.id.child(n.items[k].slot)}
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

// apply changes a tile and those below it. It returns what now stands for the whole subtree: nil if it is empty, a lone
// leaf that floats up, or its hash as a child item; the slot is for the caller to fill in.
func (u *update) apply(n *node, changes []Change) *item {
	out := make([]item, 0, n.id.width())
	old, kids := n.items, n.kids
	for len(changes) > 0 {
		slot := n.id.slot(&changes[0].Key)
		var group []Change
		group, changes = n.id.group(changes, slot)
		for len(old) > 0 && old[0].slot < slot {
			out, old = append(out, old[0]), old[1:]
		}
		var here *item
		if len(old) > 0 && old[0].slot == slot {
			here, old = &old[0], old[1:]
		}
		if here != nil && here.child {
			here, kids = u.apply(kids[0], group), kids[1:]
		} else {
			here = u.place(n.id, slot, here, group)
		}
		if here != nil {
			here.slot = slot
			out = append(out, *here)
		}
	}
	out = append(out, old...)
	return u.finish(n, out)
}

// place puts changes where no tile was: at an empty place, or over a lone leaf.
func (u *update) place(id ID, slot uint8, leaf *item, group []Change) *item {
	puts := make([]Change, 0, len(group)+1)
	for _, c := range group {
		if leaf != nil {
			switch bytes.Compare(leaf.key[:], c.Key[:]) {
			case -1:
				puts, leaf = append(puts, Change{Key: leaf.key, Value: leaf.value}), nil
			case 0:
				leaf = nil
			}
		}
		if !c.Delete {
			puts = append(puts, c)
		}
	}
	if leaf != nil {
		puts = append(puts, Change{Key: leaf.key, Value: leaf.value})
	}
	switch len(puts) {
	case 0:
		return nil
	case 1:
		return &item{key: puts[0].Key, value: puts[0].Value}
	}
	return u.apply(&node{id: id.child(slot)}, puts)
}

// finish decides whether the tile still has a reason to exist and records the difference from what is stored.
func (u *update) finish(n *node, items []item) *item {
	top := n.id.Level == 0
	lone := len(items) == 1 && !items[0].child
	if len(items) == 0 || (lone && !top) {
		if n.old != nil {
			u.writes = append(u.writes, Write{ID: n.id})
		}
	} else if body := encode(items); !bytes.Equal(body, n.old) {
		u.writes = append(u.writes, Write{ID: n.id, Body: body})
	}
	switch {
	case len(items) == 0:
		return nil
	case lone:
		leaf := items[0]
		return &leaf
	}
	return &item{child: true, key: subtree(items, 0, n.id.width())}
}
