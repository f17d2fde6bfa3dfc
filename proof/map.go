package proof

import (
	"crypto/sha256"

	"shurong.org/shurong/fault"
)

// MapDepth is the greatest depth of a place in the map: the bits of a key hash.
const MapDepth = 8 * HashSize

// mapProofVersion is the format of [MapProof].
const mapProofVersion = 1

// First bytes of what is hashed in the map; 0x00 and 0x01 are the log's.
const (
	mapLeafPrefix = 2
	mapNodePrefix = 3
)

var (
	// ErrMapForm says that a map proof breaks its format.
	ErrMapForm = fault.Define("proof.map_form", fault.Invalid,
		"状态证明格式有误：{why}", "the map proof is malformed: {why}")
	// ErrMapPresence says that a proof of presence does not lead to the root.
	ErrMapPresence = fault.Define("proof.map_presence", fault.Invalid,
		"存在证明不成立：该事实在此检查点并非如此", "the proof of presence fails: the fact does not hold at this checkpoint").
		Hint("请确认键、值与检查点来自同一时刻", "make sure that key, value and checkpoint are of the same moment")
	// ErrMapAbsence says that a proof of absence does not lead to the root.
	ErrMapAbsence = fault.Define("proof.map_absence", fault.Invalid,
		"不存在证明不成立：无法据此断定该事实不存在", "the proof of absence fails: it does not show that the fact does not exist").
		Hint("请向登记机构重新取得该检查点的证明", "ask the registry again for a proof at this checkpoint")
)

// MapProof shows what the map holds at one key: a value (presence), or nothing (absence).
type MapProof struct {
	// Leaf is given in a proof of absence where another fact floats over the key's place. Without it, an absent key's
	// place is empty; a proof of presence never has it, since key and value make the leaf.
	Leaf *MapLeaf `json:"leaf,omitempty"`
	// Siblings are the hashes beside the path, nearest to the leaf first; an empty sibling is 32 zero bytes.
	Siblings []Hash `json:"siblings"`
	V        int    `json:"v"`
}

// MapLeaf is a leaf of the map with key and value hidden behind their hashes.
type MapLeaf struct {
	KeyHash   Hash `json:"key_hash"`
	ValueHash Hash `json:"value_hash"`
}

// NewMapProof makes a proof from siblings, nearest first, and the leaf found in the place of an absent key, if any.
func NewMapProof(leaf *MapLeaf, siblings []Hash) MapProof {
	if siblings == nil {
		siblings = []Hash{}
	}
	return MapProof{V: mapProofVersion, Leaf: leaf, Siblings: siblings}
}

// MapKey is a key's place in the map.
func MapKey(key string) Hash { return sha256.Sum256([]byte(key)) }

// MapValue is what the map keeps of a value.
func MapValue(value []byte) Hash { return sha256.Sum256(value) }

// Hash is the hash of a map leaf.
func (l MapLeaf) Hash() Hash { return mapHash(mapLeafPrefix, l.KeyHash, l.ValueHash) }

// MapNode is the hash of two map subtrees.
func MapNode(left, right [32]byte) Hash { return mapHash(mapNodePrefix, left, right) }

// EmptyMap is the root of a map without facts, and the hash of every empty subtree.
func EmptyMap() Hash { return Hash{} }

func mapHash(prefix byte, a, b [32]byte) Hash {
	var buf [1 + 2*HashSize]byte
	buf[0] = prefix
	copy(buf[1:], a[:])
	copy(buf[1+HashSize:], b[:])
	return sha256.Sum256(buf[:])
}

// Bit is bit i of the hash, 0 or 1; bit 0 is the most significant bit of the first byte. i is below [MapDepth].
func (h Hash) Bit(i int) int { return int(h[i/8]>>(7-i%8)) & 1 }

// VerifyMap reports whether the map with the given root holds value at key. A nil value asks whether it holds nothing
// there; an empty value that is not nil is a value.
func VerifyMap(p MapProof, key string, value []byte, root [32]byte) error {
	if p.V != mapProofVersion {
		return ErrMapForm.With("why", "unknown version").At("v")
	}
	if len(p.Siblings) > MapDepth {
		return ErrMapForm.With("why", "more siblings than bits of a key").At("siblings")
	}
	place := MapKey(key)
	if value != nil {
		return present(p, place, MapValue(value), root)
	}
	end := EmptyMap()
	if p.Leaf != nil {
		if p.Leaf.KeyHash == place {
			return ErrMapAbsence.With()
		}
		if sharedBits(p.Leaf.KeyHash, place) < len(p.Siblings) {
			return ErrMapForm.With("why", "the other leaf does not lie over the key's place").At("leaf.key_hash")
		}
		end = p.Leaf.Hash()
	}
	if climb(place, end, p.Siblings) != root {
		return ErrMapAbsence.With()
	}
	return nil
}

// VerifyMapHash reports whether the map with the given root holds, at key, a value with this hash ([MapValue]): that
// there is one, whatever it says.
func VerifyMapHash(p MapProof, key string, value Hash, root [32]byte) error {
	if p.V != mapProofVersion {
		return ErrMapForm.With("why", "unknown version").At("v")
	}
	if len(p.Siblings) > MapDepth {
		return ErrMapForm.With("why", "more siblings than bits of a key").At("siblings")
	}
	return present(p, MapKey(key), value, root)
}

func present(p MapProof, place, value Hash, root [32]byte) error {
	if p.Leaf != nil {
		return ErrMapForm.With("why", "a proof of presence names no other leaf").At("leaf")
	}
	if climb(place, MapLeaf{KeyHash: place, ValueHash: value}.Hash(), p.Siblings) != root {
		return ErrMapPresence.With()
	}
	return nil
}

// climb folds the siblings into h, from the depth that their number gives up to the root.
func climb(place, h Hash, siblings []Hash) Hash {
	for i, sibling := range siblings {
		if place.Bit(len(siblings)-1-i) == 0 {
			h = MapNode(h, sibling)
		} else {
			h = MapNode(sibling, h)
		}
	}
	return h
}

// sharedBits is the length of the common prefix of two places.
func sharedBits(a, b Hash) int {
	for i := range MapDepth {
		if a.Bit(i) != b.Bit(i) {
			return i
		}
	}
	return MapDepth
}
