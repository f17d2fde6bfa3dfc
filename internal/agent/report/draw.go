package report

import (
	"strconv"
	"strings"

	"shurong.org/shurong/quality"
)

// Pictures are paths on a canvas of 1000 × 100 that is stretched to its place; they hold no words.
const (
	canvasWide = 1000
	canvasHigh = 100
)

// mostBars is how many bars a picture has at most: more are less than a pixel each on a telephone.
const mostBars = 180

// bars draws counts as bars side by side. Any count over zero shows.
func bars(counts []int64) string {
	counts = pool(counts)
	top := int64(0)
	for _, n := range counts {
		top = max(top, n)
	}
	if top == 0 {
		return ""
	}
	var b strings.Builder
	wide := float64(canvasWide) / float64(len(counts))
	gap := min(wide*0.12, 4)
	for i, n := range counts {
		if n <= 0 {
			continue
		}
		high := max(float64(n)/float64(top)*canvasHigh, 1.5)
		x := float64(i) * wide
		b.WriteString("M" + coordinate(x+gap/2) + " 100v-" + coordinate(high) + "h" + coordinate(wide-gap) + "V100z")
	}
	return b.String()
}

// pool sums neighbours until there are at most mostBars.
func pool(counts []int64) []int64 {
	per := (len(counts) + mostBars - 1) / mostBars
	if per <= 1 {
		return counts
	}
	var out []int64
	for i, n := range counts {
		if i%per == 0 {
			out = append(out, 0)
		}
		out[len(out)-1] += n
	}
	return out
}

// outline draws the earlier distribution as a stepped line over the bars of the present one: shares of rows by the same
// width, on the bars' scale. Both are numbers by equal classes.
func outline(before []quality.Bin, now []quality.Bin) string {
	if len(before) == 0 || len(now) == 0 {
		return ""
	}
	from, to := now[0].From, now[len(now)-1].To
	if to <= from {
		return ""
	}
	totalBefore, totalNow, top := 0.0, 0.0, 0.0
	for _, b := range before {
		totalBefore += float64(b.Count)
	}
	for _, b := range now {
		totalNow += float64(b.Count)
	}
	for _, b := range now {
		top = max(top, float64(b.Count)/totalNow)
	}
	if totalBefore == 0 || top == 0 {
		return ""
	}
	var s strings.Builder
	for i, b := range before {
		if b.To <= b.From {
			return ""
		}
		// The share that a class of the present width would hold here.
		high := float64(b.Count) / totalBefore / (b.To - b.From) * ((to - from) / float64(len(now))) / top * canvasHigh
		x0, x1 := (b.From-from)/(to-from)*canvasWide, (b.To-from)/(to-from)*canvasWide
		if x1 < 0 || x0 > canvasWide {
			continue
		}
		y := canvasHigh - min(high, canvasHigh)
		op := "L"
		if i == 0 || s.Len() == 0 {
			op = "M"
		}
		s.WriteString(op + coordinate(max(x0, 0)) + " " + coordinate(y) + "H" + coordinate(min(x1, canvasWide)))
	}
	return s.String()
}

func coordinate(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

// line draws a length of ppm of the canvas.
func line(ppm int64) string {
	if ppm <= 0 {
		return ""
	}
	return "M0 0h" + coordinate(max(float64(ppm)/1000, 4)) + "v100h-" + coordinate(max(float64(ppm)/1000, 4)) + "z"
}
