package profile

import (
	"cmp"
	"maps"
	"slices"
)

// topShown is how many frequent values are reported.
const topShown = 10

// TopValue is a frequent value, cut to 64 bytes.
type TopValue struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// most returns the most frequent values, the most frequent first, of equals the lesser text first; none of a column in
// which no value came twice.
func (t *values) most() []TopValue {
	all := []TopValue{}
	for _, s := range t.slots {
		if s.count > 0 {
			all = append(all, TopValue{Value: string(t.text(s)), Count: int64(s.count)})
		}
	}
	return firstOf(all)
}

func firstOf(all []TopValue) []TopValue {
	slices.SortFunc(all, func(a, b TopValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	if len(all) == 0 || all[0].Count < 2 {
		return []TopValue{}
	}
	return slices.Clone(all[:min(topShown, len(all))])
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
