package profile

import (
	"strconv"

	"shurong.org/shurong/quality"
)

// Numbers is the histogram of a column of numbers; nil where its edges are none.
func (h *Histogram) Numbers() []quality.Bin {
	out := make([]quality.Bin, 0, len(h.Bins))
	for _, b := range h.Bins {
		from, err := strconv.ParseFloat(b.From, 64)
		if err != nil {
			return nil
		}
		to, err := strconv.ParseFloat(b.To, 64)
		if err != nil {
			return nil
		}
		out = append(out, quality.Bin{From: from, To: to, Count: b.Count})
	}
	return out
}
