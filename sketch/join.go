package sketch

import (
	"cmp"
	"math"
	"slices"
)

// columnPair is a column of one sketch and one of the other, by their positions.
type columnPair struct{ a, b int }

// columnSet counts the tags by which columns agree.
type columnSet map[columnPair]int

// weight is the number of pairs of columns when every column is used once. Of an entity's columns those of less than
// eight bits count in proportion.
func (s columnSet) weight(a, b *Sketch, joins []joined, entity bool) float64 {
	sum := 0.0
	for _, p := range s.pairs() {
		best := 0.0
		for _, j := range joins {
			ppb := max(a.Keys[j.a].pair(p.a).CollisionPPB, b.Keys[j.b].pair(p.b).CollisionPPB)
			best = max(best, min(math.Log2(1e9/float64(ppb))/8, 1))
		}
		if !entity {
			best = 1
		}
		sum += best
	}
	return sum
}

// pairs lists the pairs of columns, every column used once, the most frequent pairs first.
func (s columnSet) pairs() []columnPair {
	all := make([]columnPair, 0, len(s))
	for p := range s {
		all = append(all, p)
	}
	slices.SortFunc(all, func(p, q columnPair) int {
		return cmp.Or(cmp.Compare(s[q], s[p]), cmp.Compare(p.a+p.b, q.a+q.b), cmp.Compare(max(p.a, p.b), max(q.a, q.b)),
			cmp.Compare(p.a, q.a))
	})
	usedA, usedB := map[int]bool{}, map[int]bool{}
	out := all[:0]
	for _, p := range all {
		if !usedA[p.a] && !usedB[p.b] {
			usedA[p.a], usedB[p.b] = true, true
			out = append(out, p)
		}
	}
	return out
}

// joined is a key of one sketch held against a key of the other.
type joined struct {
	a, b     int     // positions of the keys
	rows     int     // rows found in both
	whole    int     // of these, rows of at least two tags that agree in all
	inA, inB float64 // rows of each below the common threshold
	repeats  float64 // how many rows a key has, of the larger of both
	chance   float64 // negative decimal logarithm of the probability of so many by chance
	pairs    columnSet
	// by row found: the smallest collision probability of a column that agrees, of the larger of both
	luckiest []int64
	found    [][2]*Row // the rows
}

// join holds the keys of two sketches against each other, one to one, those that find most rows first.
func join(a, b *Sketch) []joined {
	type place struct{ key, row, tag int }
	where := map[uint64][]place{}
	for k := range b.Keys {
		for r := range b.Keys[k].Rows {
			for t, tag := range b.Keys[k].Rows[r].Tags {
				where[tag.Value] = append(where[tag.Value], place{k, r, t})
			}
		}
	}
	type keyPair struct{ a, b int }
	type rowPair struct{ a, b int }
	found := map[keyPair]map[rowPair][]columnPair{}
	for k := range a.Keys {
		for r := range a.Keys[k].Rows {
			for _, tag := range a.Keys[k].Rows[r].Tags {
				for _, p := range where[tag.Value] {
					kp := keyPair{k, p.key}
					if found[kp] == nil {
						found[kp] = map[rowPair][]columnPair{}
					}
					rp := rowPair{r, p.row}
					found[kp][rp] = append(found[kp][rp], columnPair{tag.Column,
						b.Keys[p.key].Rows[p.row].Tags[p.tag].Column})
				}
			}
		}
	}
	var all []joined
	for kp, rows := range found {
		j := joined{a: kp.a, b: kp.b, pairs: columnSet{}}
		seenA, seenB := map[int]bool{}, map[int]bool{}
		for rp, columns := range rows {
			least := int64(1e9)
			for _, c := range columns {
				j.pairs[c]++
				least = min(least, max(a.Keys[kp.a].pair(c.a).CollisionPPB, b.Keys[kp.b].pair(c.b).CollisionPPB))
			}
			j.luckiest = append(j.luckiest, least)
			n := len(a.Keys[kp.a].Rows[rp.a].Tags)
			j.whole += bit(n > 1 && n == len(columns) && n == len(b.Keys[kp.b].Rows[rp.b].Tags))
			seenA[rp.a], seenB[rp.b] = true, true
			j.found = append(j.found, [2]*Row{&a.Keys[kp.a].Rows[rp.a], &b.Keys[kp.b].Rows[rp.b]})
		}
		j.rows = min(len(seenA), len(seenB))
		j.weigh(a, b)
		all = append(all, j)
	}
	slices.SortFunc(all, func(x, y joined) int {
		return cmp.Or(cmp.Compare(y.rows, x.rows), cmp.Compare(x.a+x.b, y.a+y.b), cmp.Compare(max(x.a, x.b),
			max(y.a, y.b)),
			cmp.Compare(x.a, y.a))
	})
	usedA, usedB := [MaxKeys]bool{}, [MaxKeys]bool{}
	out := all[:0]
	for _, j := range all {
		if !usedA[j.a] && !usedB[j.b] {
			usedA[j.a], usedB[j.b] = true, true
			out = append(out, j)
		}
	}
	return out
}

// weigh counts the rows below the common threshold and how improbable the found ones are by chance.
func (j *joined) weigh(a, b *Sketch) {
	x, y := &a.Keys[j.a], &b.Keys[j.b]
	j.inA, j.inB = max(x.under(y.Bound), float64(j.rows)), max(y.under(x.Bound), float64(j.rows))
	j.repeats = max(float64(a.RowCount)/float64(max(x.Distinct, 1)), float64(b.RowCount)/float64(max(y.Distinct, 1)))
	// Columns of few values find rows by chance and hide how telling the others are: each degree of them is tried.
	n := min(j.inA, j.inB)
	for _, d := range degrees {
		rows := 0
		for _, m := range j.luckiest {
			rows += bit(m <= d)
		}
		j.chance = max(j.chance, improbable(float64(rows), n, math.Sqrt(x.luck(d)*y.luck(d))))
	}
}

// degrees are the collision probabilities, in 10⁻⁹, up to which tags are looked at.
var degrees = [...]int64{half, fourBits, eightBits, elevenBits}

// improbable bounds how improbable it is that so many rows of n are found by chance, each with probability p:
// Chernoff's bound, as a negative decimal logarithm. It takes every key to be in both tables and the values to be
// independent.
func improbable(rows, n, p float64) float64 {
	share := rows / n
	if rows == 0 || p <= 0 || share <= p {
		return 0
	}
	divergence := share * math.Log(share/p)
	if share < 1 {
		divergence += (1 - share) * math.Log((1-share)/(1-p))
	}
	return n * divergence / math.Ln10
}

// under is the number of rows below another threshold.
func (k *Key) under(other int) float64 {
	var levels [maxLevel + 1]int
	for _, r := range k.Rows {
		levels[r.Level]++
	}
	sum := 0.0
	for l, n := range levels {
		if n > 0 {
			sum += float64(n) * below(l, k.Bound, other)
		}
	}
	return sum
}

// luck bounds the probability that some tag of a row, of columns up to a collision probability, is found by chance.
func (k *Key) luck(degree int64) float64 {
	var p [MaxColumns]float64
	for _, c := range k.Pairs {
		if c.CollisionPPB <= degree {
			p[c.Column] = float64(c.CollisionPPB) / 1e9
		}
	}
	sum := 0.0
	for _, r := range k.Rows {
		row := 0.0
		for _, t := range r.Tags {
			row += p[t.Column]
		}
		sum += min(row, 1)
	}
	return sum / float64(max(len(k.Rows), 1))
}

func (k *Key) pair(column int) *Pair {
	i := slices.IndexFunc(k.Pairs, func(p Pair) bool { return p.Column == column })
	if i < 0 {
		return &Pair{CollisionPPB: 1e9}
	}
	return &k.Pairs[i]
}

// proof says whether both sketches hold the pair's columns for proof.
func (j *joined) proof(a, b *Sketch, p columnPair) bool {
	return a.Keys[j.a].pair(p.a).Proof && b.Keys[j.b].pair(p.b).Proof
}

// byChance says whether so few agreements of two columns are what chance gives.
func (j *joined) byChance(a, b *Sketch, p columnPair, n int) bool {
	x, y := a.Keys[j.a].pair(p.a).CollisionPPB, b.Keys[j.b].pair(p.b).CollisionPPB
	return float64(n) < 4*math.Sqrt(float64(x)*float64(y))/1e9*min(j.inA, j.inB)
}

// columnMatches lists the corresponding columns: the keys, then the columns by the tags they agree in. The share is of
// the rows found in both of which either sketch holds a tag of the column.
func columnMatches(a, b *Sketch, joins []joined) []ColumnMatch {
	votes, proof, key := columnSet{}, map[columnPair]bool{}, map[columnPair]bool{}
	for _, j := range joins {
		x, y := a.Keys[j.a].Columns, b.Keys[j.b].Columns
		for i := range min(len(x), len(y)) {
			p := columnPair{x[i], y[i]}
			votes[p] += j.rows
			proof[p], key[p] = true, true
		}
		for p, n := range j.pairs {
			votes[p] += n
			proof[p] = proof[p] || j.proof(a, b, p)
		}
	}
	out := []ColumnMatch{}
	for _, p := range votes.pairs() {
		agree := 1.0
		if !key[p] {
			agree = agreement(joins, p)
		}
		m := ColumnMatch{A: a.Columns[p.a].Name, B: b.Columns[p.b].Name, ContainmentAB: ppm(agree),
			ContainmentBA: ppm(agree),
			Weight:        500_000}
		if proof[p] {
			m.Weight = 1_000_000
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(x, y ColumnMatch) int { return cmp.Compare(y.Weight, x.Weight) })
	return out
}

// agreement is the share of the rows found in both in which two columns have a common tag, of those where each has one.
func agreement(joins []joined, p columnPair) float64 {
	equal, both := 0, 0
	for _, j := range joins {
		for _, rows := range j.found {
			hasA, hasB, same := false, false, false
			for _, x := range rows[0].Tags {
				if x.Column != p.a {
					continue
				}
				hasA = true
				for _, y := range rows[1].Tags {
					same = same || y.Column == p.b && y.Value == x.Value
				}
			}
			for _, y := range rows[1].Tags {
				hasB = hasB || y.Column == p.b
			}
			equal, both = equal+bit(same), both+bit(hasA && hasB)
		}
	}
	return float64(equal) / float64(max(both, 1))
}
