package profile

import (
	"math"
	"strconv"

	"shurong.org/shurong/quality"
)

// Numbers is the histogram of a column of numbers; nil where its edges are none.
func (h *Histogram) Numbers() []quality.Bin {
	out := make([]quality.Bin, 0, len(h.Bins))
	for _, b := range h.Bins {
		from, ok := finite(b.From)
		to, also := finite(b.To)
		if !ok || !also || to < from {
			return nil
		}
		out = append(out, quality.Bin{From: from, To: to, Count: b.Count})
	}
	return out
}

func finite(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}
