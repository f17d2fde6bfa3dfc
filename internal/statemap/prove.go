package statemap

import (
	"slices"

	"shurong.org/shurong/proof"
)

// Root is the root of the stored map.
func Root(r Reader) (proof.Hash, error) {
	items, err := read(r, ID{})
	if err != nil {
		return proof.Hash{}, err
	}
	return subtree(items, 0, ID{}.width()), nil
}

// Prove shows what the stored map holds at a key. held is the hash of the value, or nil if the proof is of absence.
func Prove(r Reader, key string) (p proof.MapProof, held *proof.Hash, err error) {
	return prove(r, proof.MapKey(key))
}

func prove(r Reader, place proof.Hash) (p proof.MapProof, held *proof.Hash, err error) {
	var siblings []proof.Hash
	id := ID{}
	items, err := read(r, id)
	if err != nil {
		return proof.MapProof{}, nil, err
	}
	lo, width := 0, id.width()
	for {
		switch {
		case len(items) == 0:
			slices.Reverse(siblings)
			return proof.NewMapProof(nil, siblings), nil, nil
		case len(items) == 1 && !items[0].child:
			slices.Reverse(siblings)
			if items[0].key == place {
				return proof.NewMapProof(nil, siblings), &items[0].value, nil
			}
			return proof.NewMapProof(&proof.MapLeaf{KeyHash: items[0].key, ValueHash: items[0].value}, siblings), nil, nil
		case width == 1:
			id = id.child(items[0].slot)
			if items, err = read(r, id); err != nil {
				return proof.MapProof{}, nil, err
			}
			if len(items) == 0 {
				return proof.MapProof{}, nil, ErrDamaged.With("why", "a tile is missing")
			}
			lo, width = 0, id.width()
			continue
		}
		width /= 2
		k := cut(items, lo+width)
		if int(id.slot(&place)) < lo+width {
			siblings = append(siblings, subtree(items[k:], lo+width, width))
			items = items[:k]
		} else {
			siblings = append(siblings, subtree(items[:k], lo, width))
			items, lo = items[k:], lo+width
		}
	}
}

func read(r Reader, id ID) ([]item, error) {
	bodies, err := r.Tiles([]ID{id})
	if err != nil || bodies[0] == nil {
		return nil, err
	}
	return decode(id, bodies[0])
}
