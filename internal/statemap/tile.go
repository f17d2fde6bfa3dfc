package statemap

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

// Span is the number of levels in a tile. Five balances rows written a key (fewer with taller tiles) against bytes
// written a row and hashes recomputed a tile (fewer with lower ones).
const Span = 5

// tileVersion is the first byte of every stored tile.
const tileVersion = 1

// childFlag marks, in an item's first byte, a subtree with a tile of its own; the lower bits are the place.
const childFlag = 0x80

// ErrDamaged says that stored tiles contradict their format or each other.
var ErrDamaged = fault.Define("statemap.damaged", fault.Internal,
	"状态树数据已损坏：{why}", "the stored state map is damaged: {why}").
	Hint("请停止写入，运行校验命令，并由日志重建状态", "stop writing, run the check command, and rebuild the state from the log")

// ID names a tile: its level from the top, and the first level×Span bits of the key hashes below it, the rest zero.
type ID struct {
	Level  uint8
	Prefix proof.Hash
}

// Bytes is the tile's name in storage: the level, then the prefix, cut to whole bytes. Tiles of a level sort together.
func (id ID) Bytes() []byte {
	n := (int(id.Level)*Span + 7) / 8
	return append([]byte{id.Level}, id.Prefix[:n]...)
}

// child names the tile under a place of this one.
func (id ID) child(slot uint8) ID {
	depth := int(id.Level) * Span
	c := ID{Level: id.Level + 1, Prefix: id.Prefix}
	for i := range id.span() {
		bit := slot >> (id.span() - 1 - i) & 1
		c.Prefix[(depth+i)/8] |= bit << (7 - (depth+i)%8)
	}
	return c
}

// span is Span, or what is left of a key's bits in the lowest tiles.
func (id ID) span() int { return min(Span, proof.MapDepth-int(id.Level)*Span) }

// width is the number of places in the tile.
func (id ID) width() int { return 1 << id.span() }

// slot is the place of a key in the tile.
func (id ID) slot(key *proof.Hash) uint8 {
	depth := int(id.Level) * Span
	i := depth / 8
	v := uint16(key[i]) << 8
	if i+1 < len(key) {
		v |= uint16(key[i+1])
	}
	return uint8(v>>(16-depth%8-id.span())) & uint8(id.width()-1)
}

// item is what lies at one place: a lone leaf (key, value), or a subtree (hash in key).
type item struct {
	slot       uint8
	child      bool
	key, value proof.Hash
}

func (it *item) hash() proof.Hash {
	if it.child {
		return it.key
	}
	return proof.MapLeaf{KeyHash: it.key, ValueHash: it.value}.Hash()
}

// encode writes the items in the order of their places.
func encode(items []item) []byte { return appendItems(make([]byte, 0, encodedSize(items)), items) }

func encodedSize(items []item) int {
	size := 1
	for i := range items {
		size += 1 + proof.HashSize
		if !items[i].child {
			size += proof.HashSize
		}
	}
	return size
}

func appendItems(b []byte, items []item) []byte {
	b = append(b, tileVersion)
	for i := range items {
		it := &items[i]
		if it.child {
			b = append(append(b, it.slot|childFlag), it.key[:]...)
			continue
		}
		b = append(append(b, it.slot), it.key[:]...)
		b = append(b, it.value[:]...)
	}
	return b
}

// decode reads a stored tile and checks all that can be checked of it alone.
func decode(id ID, b []byte) ([]item, error) {
	if len(b) < 1 || b[0] != tileVersion {
		return nil, ErrDamaged.With("why", "unknown tile version")
	}
	b = b[1:]
	items := make([]item, 0, id.width())
	for len(b) > 0 {
		it := item{slot: b[0] &^ childFlag, child: b[0]&childFlag != 0}
		need := 1 + 2*proof.HashSize
		if it.child {
			need = 1 + proof.HashSize
		}
		if len(b) < need || int(it.slot) >= id.width() || (len(items) > 0 && items[len(items)-1].slot >= it.slot) ||
			(it.child && int(id.Level)*Span+id.span() == proof.MapDepth) {
			return nil, ErrDamaged.With("why", "malformed tile")
		}
		copy(it.key[:], b[1:])
		if !it.child {
			copy(it.value[:], b[1+proof.HashSize:])
			if !id.holds(&it) {
				return nil, ErrDamaged.With("why", "a leaf in a foreign place")
			}
		}
		items = append(items, it)
		b = b[need:]
	}
	if (id.Level == 0 && len(items) == 0) || (id.Level > 0 && len(items) < 2 && (len(items) == 0 || !items[0].child)) {
		return nil, ErrDamaged.With("why", "a tile without two leaves")
	}
	return items, nil
}

// holds reports whether a leaf lies in this tile at its place.
func (id ID) holds(leaf *item) bool {
	if id.slot(&leaf.key) != leaf.slot {
		return false
	}
	for i := range int(id.Level) * Span {
		if leaf.key.Bit(i) != id.Prefix.Bit(i) {
			return false
		}
	}
	return true
}

// subtree is the hash over width places that hold these items and begin at place lo.
func subtree(items []item, lo, width int) proof.Hash {
	switch {
	case len(items) == 0:
		return proof.EmptyMap()
	case len(items) == 1 && (!items[0].child || width == 1):
		return items[0].hash()
	}
	half := width / 2
	k := cut(items, lo+half)
	return proof.MapNode(subtree(items[:k], lo, half), subtree(items[k:], lo+half, half))
}

// cut is the number of items before a place.
func cut(items []item, slot int) int {
	k := 0
	for k < len(items) && int(items[k].slot) < slot {
		k++
	}
	return k
}
