package sketch

import (
	"cmp"
	"slices"
)

// MaxPostings is the number of entries that an index keeps of a sketch.
const MaxPostings = 64

// Postings are the entries by which an index finds a sketch: up to [MaxPostings] of its tags, one a row, of all its
// keys by turns. An index keeps the postings of what is registered and is asked with all [Sketch.Tags] of what is new.
//
// Of each key the rows deepest below the threshold come first: they are the rows that a larger table has in its sketch
// too, if it holds them. Of a row it is the tag of the column that tells most. The registered table is found with a
// probability of 1 − (1−c)^64 where the new one holds a share c of its rows: 0.99 from c = 0.07; and if it is itself
// held by the new one, whenever [Compare] would find three rows.
func Postings(s *Sketch) []uint64 {
	perKey := make([][]uint64, len(s.Keys))
	for i := range s.Keys {
		perKey[i] = s.Keys[i].postings()
	}
	var out []uint64
	for n := 0; len(out) < MaxPostings; n++ {
		more := false
		for i := range perKey {
			if n < len(perKey[i]) && len(out) < MaxPostings {
				out, more = append(out, perKey[i][n]), true
			}
		}
		if !more {
			break
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (k *Key) postings() []uint64 {
	type posting struct {
		level int
		tag   uint64
	}
	all := make([]posting, 0, len(k.Rows))
	for _, r := range k.Rows {
		best := slices.MinFunc(r.Tags, func(x, y Tag) int {
			p, q := k.pair(x.Column), k.pair(y.Column)
			return cmp.Or(bit(q.Proof)-bit(p.Proof), cmp.Compare(p.CollisionPPB/4, q.CollisionPPB/4),
				cmp.Compare(x.Value, y.Value))
		})
		all = append(all, posting{r.Level, best.Value})
	}
	slices.SortFunc(all, func(x, y posting) int {
		return cmp.Or(cmp.Compare(y.level, x.level), cmp.Compare(x.tag, y.tag))
	})
	out := make([]uint64, len(all))
	for i, p := range all {
		out[i] = p.tag
	}
	return out
}
