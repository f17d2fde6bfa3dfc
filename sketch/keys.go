package sketch

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	// MaxKeys is the number of keys in a sketch: enough that a copy which drops or re-codes one is still met.
	MaxKeys = 3
	// MaxTags is the number of tags in a sketch: what an oblivious function evaluates in a fraction of a second.
	MaxTags = 1536
	// minKeys is the smallest number of keys that make a sample.
	minKeys = 3
)

// candidate is a column, or a column with a time, that may select rows.
type candidate struct {
	columns  []int
	entries  []entry
	whole    bool
	distinct uint64
	unique   bool   // hardly a key comes twice
	loose    bool   // not more than 0.6 distinct
	entity   bool   // the key stands for something that other tables are about as well
	personal bool   // the entity is a person, or a Chinese name or address
	size     uint64 // mean length of the key
	lead     uint16 // how most keys begin
}

// candidates lists the columns fit to be keys, the best first: those unique in their table before others, record
// numbers before people and names, longer before shorter. Nothing in the order depends on the number of rows, so that a
// small part of a table chooses as the table does.
func (b *Builder) candidates(omit func(int) bool) (single, double []candidate) {
	for c, r := range b.single {
		if r != nil && !omit(c) {
			if k, ok := b.judge(r, c); ok {
				single = append(single, k)
			}
		}
	}
	for key, r := range b.double {
		c, t := key/maxParts, key%maxParts
		if !omit(c) && !omit(t) && !b.numbers(c) {
			if k, ok := b.judge(r, c, t); ok {
				double = append(double, k)
			}
		}
	}
	order := func(x, y candidate) int {
		return cmp.Or(bit(x.loose)-bit(y.loose), bit(y.unique)-bit(x.unique), bit(x.entity)-bit(y.entity),
			cmp.Compare(y.size, x.size),
			cmp.Compare(x.lead, y.lead), slices.Compare(x.columns, y.columns))
	}
	slices.SortFunc(single, order)
	slices.SortFunc(double, order)
	return single, double
}

// numbers says whether a column numbers the rows.
func (b *Builder) numbers(c int) bool {
	r := b.single[c]
	if r == nil {
		return false
	}
	k := candidate{}
	k.read(r)
	return k.sequence()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// judge decides whether a column may be a key: present in a third of the rows, more than 0.6 distinct, no sequence.
// From 0.25 it may fill a place that is left: what repeats in a table is unique in a small part of it.
func (b *Builder) judge(r *reservoir, columns ...int) (candidate, bool) {
	if r.seen*3 < b.count {
		return candidate{}, false
	}
	k := candidate{columns: columns}
	k.read(r)
	n := uint64(len(k.entries))
	if n < minKeys {
		return k, false
	}
	k.loose = k.distinct*10 <= r.seen*6
	if k.distinct*4 <= r.seen || k.loose && len(columns) > 1 || len(columns) == 1 && k.sequence() {
		return k, false
	}
	var once uint64
	votes, leads := map[form]int{}, map[uint16]uint64{}
	for i := range k.entries {
		e := &k.entries[i]
		if leads[e.lead]++; 2*leads[e.lead] > n {
			k.lead = e.lead
		}
		k.size += uint64(e.size)
		votes[e.form]++
		if e.count == 1 {
			once++
		}
	}
	k.size /= n
	k.unique = once*100 >= n*95
	f := most(votes)
	k.entity, k.personal = f.entity(), f.personal() || f == han
	return k, true
}

// read takes the selected keys and how many there are in all.
func (k *candidate) read(r *reservoir) {
	k.entries, k.whole = r.final()
	n := uint64(len(k.entries))
	k.distinct = n
	if !k.whole {
		k.distinct, _ = bits.Div64(n-1, 0, max(k.entries[n-1].hash, n))
		k.distinct = min(k.distinct, r.seen)
	}
}

// most is the form with most votes, the smaller of equals.
func most(votes map[form]int) form {
	best := nothing
	for f := nothing; f < forms; f++ {
		if votes[f] > votes[best] {
			best = f
		}
	}
	return best
}

// sequence says whether the keys number the rows: the same text before a number, and the numbers fill at least a
// hundredth of their range. Mobile numbers may be as dense and are none.
func (k *candidate) sequence() bool {
	groups := map[uint64]int{}
	for i := range k.entries {
		groups[k.entries[i].prefix]++
	}
	for prefix, n := range groups {
		if 2*n <= len(k.entries) {
			continue
		}
		low, high := ^uint64(0), uint64(0)
		for i := range k.entries {
			if e := &k.entries[i]; e.prefix == prefix {
				low, high = min(low, e.tail), max(high, e.tail)
				if e.form == mobile {
					return false
				}
			}
		}
		return high > low && (high-low)/100 < k.distinct
	}
	return false
}

// class says what a column's values prove about a row whose key is known.
type class uint8

const (
	dropped class = iota
	hint          // may be decided by the entity alone or by chance: for amber
	proof
)

// pairing is a column as the partner of a key.
type pairing struct {
	column    int
	form      form
	class     class
	present   int   // of the sampled rows, those with a value
	sampled   int   // rows
	collision int64 // probability that two rows have the same value, in 10⁻⁹
	values    map[uint64]int
	numbers   []float64
}

// floorPPB is the smallest collision probability claimed: 256 rows cannot show less.
const floorPPB = 1_000_000_000 >> 13

// Collision probabilities of 1, 4, 8 and 11 bits.
const (
	half       = 1_000_000_000 >> 1
	fourBits   = 1_000_000_000 >> 4
	eightBits  = 1_000_000_000 >> 8
	elevenBits = 1_000_000_000 >> 11
)

// pairings judges all columns as partners of a key, from the first row of each selected key.
func (k *candidate) pairings(columns int, omit func(int) bool) []pairing {
	out := make([]pairing, columns)
	votes := make([]map[form]int, columns)
	flags, derived, sampled := make([]int, columns), make([]int, columns), 0
	for i := range k.entries {
		if len(k.entries[i].rows) == 0 {
			continue
		}
		sampled++
		for _, c := range k.entries[i].rows[0] {
			p := &out[c.column]
			if p.values == nil {
				p.values, votes[c.column] = map[uint64]int{}, map[form]int{}
			}
			p.present++
			p.values[c.value]++
			p.numbers = append(p.numbers, c.number)
			votes[c.column][c.form]++
			flags[c.column] += bit(c.flag)
			derived[c.column] += bit(c.derived)
		}
	}
	for c := range out {
		p := &out[c]
		p.column, p.sampled = c, sampled
		if p.present == 0 || omit(c) {
			continue
		}
		p.form = most(votes[c])
		equal, n := int64(0), int64(p.present)
		for _, m := range p.values {
			equal += int64(m) * int64(m-1) / 2
		}
		p.collision = max((equal+1)*1e9/(n*(n-1)/2+1), floorPPB)
		if 2*derived[c] <= p.present && 10*flags[c] <= 9*p.present && !slices.Contains(k.columns, c) {
			p.class = k.class(p)
		}
	}
	return out
}

// class is strict where the key stands for an entity: of what tables over the same people share only numbers, codes and
// times that tell rows apart are proof, and what only identifies or describes a person counts for nothing.
func (k *candidate) class(p *pairing) class {
	if !k.entity {
		switch {
		case p.collision <= eightBits, p.collision <= fourBits && len(k.columns) == 1:
			return proof // of a time, an unrelated table may hold the hour as well
		case p.collision <= half:
			return hint
		}
		return dropped
	}
	telling := p.collision <= eightBits
	switch {
	case p.form.personal(), k.personal && (p.form.entity() || p.birthdays() || p.form == short && !telling):
		return dropped
	case p.form.entity(), p.form == date, k.personal && p.form == short && p.collision > elevenBits:
		return hint
	case telling, !k.personal && p.form == decimal && p.collision <= fourBits:
		return proof
	case p.collision <= fourBits:
		return hint
	}
	return dropped
}

// birthdays takes dates that spread over more than fifteen years for a fact of people's lives.
func (p *pairing) birthdays() bool {
	if p.form != date {
		return false
	}
	n := len(p.numbers)
	slices.Sort(p.numbers)
	return p.numbers[n*9/10]-p.numbers[n/10] > 15*12*31
}
