package actus

// order sorts the plan by time and rank; what has both in common keeps its place. The plan is a few schedules one after
// another, each in order already, so merging neighbours until one run is left beats a general sort.
func (p *Projector) order() {
	plan := p.plan
	if cap(p.spare) < len(plan) {
		p.spare = make([]entry, len(plan)+len(plan)/2)
	}
	for {
		spare := p.spare[:len(plan)]
		runs := 0
		for from := 0; from < len(plan); runs++ {
			middle := runEnd(plan, from)
			end := middle
			if middle < len(plan) {
				end = runEnd(plan, middle)
			}
			merge(spare[from:end], plan[from:middle], plan[middle:end])
			from = end
		}
		p.plan, p.spare = spare, plan[:cap(plan)]
		if runs <= 1 {
			return
		}
		plan = spare
	}
}

func (e *entry) key() int64 { return int64(e.at)<<8 | int64(e.kind) }

// runEnd is where the run that begins at from ends.
func runEnd(plan []entry, from int) int {
	end := from + 1
	for end < len(plan) && plan[end-1].key() <= plan[end].key() {
		end++
	}
	return end
}

func merge(dst, a, b []entry) {
	for i := range dst {
		if len(b) == 0 {
			copy(dst[i:], a)
			return
		}
		if len(a) > 0 && a[0].key() <= b[0].key() {
			dst[i], a = a[0], a[1:]
		} else {
			dst[i], b = b[0], b[1:]
		}
	}
}
