package quality

// match pairs columns that came with columns that went and look the same: of one type, with like shares of missing and
// distinct values, like lengths, and a like distribution or way of writing. It returns the old name of each that was
// renamed. Only a pair that is unmistakable counts: each is the other's best, by a margin.
func match(before, after []SnapColumn) map[string]string {
	var gone, fresh []int
	for i, a := range before {
		if find(after, a.Name) == nil {
			gone = append(gone, i)
		}
	}
	for i, b := range after {
		if find(before, b.Name) == nil {
			fresh = append(fresh, i)
		}
	}
	out := map[string]string{}
	for _, f := range fresh {
		best, score, second := -1, 0, 0
		for _, g := range gone {
			s := likeness(&before[g], &after[f])
			if g == f {
				s += 10 // in the same place
			}
			if s > score {
				best, score, second = g, s, score
			} else {
				second = max(second, s)
			}
		}
		if best < 0 || score < 70 || score-second < 10 {
			continue
		}
		rival := 0
		for _, o := range fresh {
			if o != f {
				rival = max(rival, likeness(&before[best], &after[o])+10*int(b2i(best == o)))
			}
		}
		if rival < score {
			out[after[f].Name] = before[best].Name
		}
	}
	return out
}

// likeness of two columns, 0 to 100.
func likeness(a, b *SnapColumn) int {
	if a.Type != b.Type || a.Type == "empty" {
		return 0
	}
	s := 20
	near := func(x, y, step PPM) int {
		if d := x - y; d <= step && d >= -step {
			return 1
		}
		return 0
	}
	s += 20 * near(share(a.Missing, a.Values+a.Missing), share(b.Missing, b.Values+b.Missing), missingStep)
	s += 20 * near(share(a.Distinct, a.Values), share(b.Distinct, b.Values), 50_000)
	if a.MinLength == b.MinLength {
		s += 10
	}
	if a.MaxLength == b.MaxLength {
		s += 10
	}
	switch {
	case len(a.Bins) > 0 && len(b.Bins) > 0:
		s += 20 * near(PSIBins(a.Bins, b.Bins), 0, psiSome)
	case len(a.Patterns) > 0 && len(b.Patterns) > 0:
		if _, moved := shares("writing", "", a.Patterns, b.Patterns, true); !moved {
			s += 20
		}
	}
	return s
}
