package proof

// twin is the map built the slow, obvious way: split a set of leaves by each bit in turn. It is the oracle of the
// vectors and shares nothing with the tiles a registry keeps.
type twin map[string][]byte

func (m twin) leaves() []MapLeaf {
	var out []MapLeaf
	for k, v := range m {
		out = append(out, MapLeaf{KeyHash: MapKey(k), ValueHash: MapValue(v)})
	}
	return out
}

func split(leaves []MapLeaf, depth int) (sides [2][]MapLeaf) {
	for _, l := range leaves {
		b := l.KeyHash.Bit(depth)
		sides[b] = append(sides[b], l)
	}
	return sides
}

func twinRoot(leaves []MapLeaf, depth int) Hash {
	switch len(leaves) {
	case 0:
		return EmptyMap()
	case 1:
		return leaves[0].Hash()
	}
	s := split(leaves, depth)
	return MapNode(twinRoot(s[0], depth+1), twinRoot(s[1], depth+1))
}

func (m twin) root() Hash { return twinRoot(m.leaves(), 0) }

func (m twin) prove(key string) MapProof {
	place, leaves := MapKey(key), m.leaves()
	var down []Hash
	depth := 0
	for ; len(leaves) > 1; depth++ {
		s := split(leaves, depth)
		b := place.Bit(depth)
		down = append(down, twinRoot(s[1-b], depth+1))
		leaves = s[b]
	}
	up := make([]Hash, len(down))
	for i, h := range down {
		up[len(down)-1-i] = h
	}
	if len(leaves) == 1 && leaves[0].KeyHash != place {
		return NewMapProof(&leaves[0], up)
	}
	return NewMapProof(nil, up)
}
