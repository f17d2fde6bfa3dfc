package document

import "codeberg.org/go-pdf/fpdf"

// Pictures are vectors: they print sharp at any size and are made of a few dozen lines.

var (
	falls = ink{138, 32, 38}   // lower
	rises = ink{59, 110, 165}  // higher
	calm  = ink{150, 158, 168} // neither
)

func (f *flow) fill(i ink) { f.SetFillColor(i.r, i.g, i.b) }

// bar is one of a tornado: what the value becomes at the two ends of a driver.
type bar struct {
	label, low, high string // the driver and its two levels
	down, up         float64
}

// scale maps values to millimetres.
type scale struct{ from, to, left, width float64 }

func (s scale) x(v float64) float64 {
	if s.to == s.from {
		return s.left + s.width/2
	}
	return s.left + (v-s.from)/(s.to-s.from)*s.width
}

// tornado draws bars to both sides of the value, the widest at the top.
func (f *flow) tornado(bars []bar, value float64, show func(float64) string) {
	const height, labels = 8.0, 58.0
	const most = 14
	bars = bars[:min(most, len(bars))]
	if len(bars) == 0 {
		return
	}
	f.need(height*float64(len(bars)) + 14)
	s := scale{from: value, to: value, left: flowLeft + labels + 14, width: flowWidth - labels - 28}
	for _, b := range bars {
		s.from, s.to = min(s.from, b.down, b.up), max(s.to, b.down, b.up)
	}
	top := f.y + 5
	for i, b := range bars {
		y := top + float64(i)*height
		f.text(black, 8)
		for k, l := range f.limit(f.wrap(b.label, labels-2), labels-2, 2, "") {
			f.write(flowLeft, y-1.2+float64(k)*3.4, l)
		}
		for _, end := range []struct {
			v     float64
			level string
		}{{b.down, b.low}, {b.up, b.high}} {
			x0, x1 := s.x(value), s.x(end.v)
			colour := rises
			if end.v < value {
				colour = falls
			}
			f.fill(colour)
			f.Rect(min(x0, x1), y+0.8, max(x1-x0, x0-x1), height-3, "F")
			f.text(grey, 6.2)
			w := f.width(end.level)
			if end.v < value {
				f.write(x1-w-1, y-0.6, end.level)
			} else if end.v > value {
				f.write(x1+1, y-0.6, end.level)
			}
		}
	}
	bottom := top + height*float64(len(bars))
	f.stroke(black, 0.25)
	f.Line(s.x(value), top-1, s.x(value), bottom)
	f.y = bottom
	f.ticks(s, show, value)
}

// ticks writes the ends of a scale and marks in between.
func (f *flow) ticks(s scale, show func(float64) string, marks ...float64) {
	f.stroke(line, 0.2)
	f.Line(s.left, f.y, s.left+s.width, f.y)
	f.text(grey, 7)
	var taken []float64
	for _, v := range append(marks, s.from, s.to) {
		x, label := s.x(v), show(v)
		w := f.width(label)
		free := true
		for _, t := range taken {
			if x-t < w+3 && t-x < w+3 {
				free = false
			}
		}
		if free {
			taken = append(taken, x)
			f.Line(x, f.y, x, f.y+1)
			f.write(x-w/2, f.y+0.2, label)
		}
	}
	f.y += 8
}

// histogram draws counts of equal bins, with lines at marks.
func (f *flow) histogram(counts []int, from, to float64, marks []float64, names []string, show func(float64) string) {
	if len(counts) == 0 || to <= from {
		return
	}
	const height = 48.0
	f.need(height + 18)
	s := scale{from: from, to: to, left: flowLeft + 8, width: flowWidth - 16}
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	bottom := f.y + height + 6
	w := s.width / float64(len(counts))
	f.fill(rises)
	for i, n := range counts {
		h := height * float64(n) / float64(most)
		f.Rect(s.left+float64(i)*w, bottom-h, w*0.92, h, "F")
	}
	f.stroke(falls, 0.3)
	f.SetDashPattern([]float64{1, 0.8}, 0)
	for i, m := range marks {
		if m < from || m > to {
			continue
		}
		f.Line(s.x(m), f.y+3, s.x(m), bottom)
		f.text(falls, 7)
		f.write(s.x(m)-f.width(names[i])/2, f.y-2.2, names[i])
	}
	f.SetDashPattern(nil, 0)
	f.y = bottom
	f.ticks(s, show, marks...)
}

// step is one of a waterfall: it adds to what is below it, or, as a total, stands on the ground.
type step struct {
	label  string
	amount float64
	total  bool
}

// waterfall draws how a value is made up, step by step.
func (f *flow) waterfall(steps []step, show func(float64) string) {
	if len(steps) < 2 {
		return
	}
	const height = 46.0
	f.need(height + 24)
	low, high, at := 0.0, 0.0, 0.0
	for _, s := range steps {
		if s.total {
			at = s.amount
		} else {
			at += s.amount
		}
		low, high = min(low, at), max(high, at)
	}
	if high == low {
		return
	}
	top := f.y + 5
	y := func(v float64) float64 { return top + height*(high-v)/(high-low) }
	w := flowWidth / float64(len(steps))
	at = 0
	for i, s := range steps {
		from, colour := at, rises
		switch at += s.amount; {
		case s.total:
			from, at, colour = 0, s.amount, calm
		case s.amount < 0:
			colour = falls
		}
		x := flowLeft + float64(i)*w
		f.fill(colour)
		f.Rect(x+w*0.12, min(y(from), y(at)), w*0.76, max(0.2, abs(y(at)-y(from))), "F")
		if i+1 < len(steps) {
			f.stroke(line, 0.2)
			f.Line(x+w*0.88, y(at), x+w*1.12, y(at))
		}
		f.text(grey, 6.4)
		label := f.cut(show(s.amount), w)
		f.write(x+(w-f.width(label))/2, min(y(from), y(at))-4.6, label)
		f.text(black, 6.6)
		for k, l := range f.limit(f.wrap(s.label, w-1), w-1, 3, "") {
			f.write(x+(w-f.width(l))/2, top+height+1+float64(k)*3, l)
		}
	}
	f.stroke(line, 0.2)
	f.Line(flowLeft, y(0), flowRight, y(0))
	f.y = top + height + 13
}

func abs(x float64) float64 { return max(x, -x) }

// radar draws scores on axes around a centre, for a quality card; three at least.
func (f *flow) radar(labels []string, scores []float64) {
	const side, radius = 58.0, 22.0
	if len(scores) < 3 {
		return
	}
	f.need(side)
	cx, cy := flowLeft+flowWidth/2, f.y+side/2
	points := func(scale func(i int) float64) []fpdf.PointType {
		out := make([]fpdf.PointType, len(scores))
		for i := range scores {
			dx, dy := axis(i, len(scores))
			out[i] = fpdf.PointType{X: cx + dx*radius*scale(i), Y: cy + dy*radius*scale(i)}
		}
		return out
	}
	f.stroke(line, 0.2)
	for _, ring := range []float64{0.25, 0.5, 0.75, 1} {
		f.Polygon(points(func(int) float64 { return ring }), "D")
	}
	f.fill(rises)
	f.SetAlpha(0.35, "Normal")
	f.Polygon(points(func(i int) float64 { return min(1, max(0, scores[i])) }), "F")
	f.SetAlpha(1, "Normal")
	f.text(black, 8)
	for i, l := range labels {
		dx, dy := axis(i, len(scores))
		w := f.width(l)
		x := cx + dx*(radius+3) - w/2
		if dx > 0.1 {
			x = cx + dx*(radius+3)
		} else if dx < -0.1 {
			x = cx + dx*(radius+3) - w
		}
		f.write(x, cy+dy*(radius+3)-3, l)
	}
	f.y += side
}
