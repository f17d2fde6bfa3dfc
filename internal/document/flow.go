package document

import (
	"strconv"

	"shurong.org/shurong/valuation"
)

// flow fills A4 pages from the top: paragraphs, tables, pictures. What does not fit begins a new page. The number of
// pages is known beforehand, since a document is drawn twice.
type flow struct {
	*page
	lang    valuation.Lang
	y       float64 // top of what comes next
	total   int     // pages, 0 while they are counted
	running string  // foot of every page
	section int     // of headings with a number
}

const (
	flowLeft   = 20.0
	flowRight  = pageWidth - 20.0
	flowTop    = 20.0
	flowBottom = pageHeight - 24.0
	flowWidth  = flowRight - flowLeft
)

func newFlow(l valuation.Lang, total int, running string) (*flow, error) {
	p, err := newPage()
	if err != nil {
		return nil, err
	}
	return &flow{page: p, lang: l, y: flowTop, total: total, running: running}, nil
}

func (f *flow) say(zh, en string) string {
	if f.lang == valuation.EN {
		return en
	}
	return zh
}

func (f *flow) words(t valuation.Text) string { return f.say(t.ZH, t.EN) }

// foot closes the page being drawn.
func (f *flow) foot() {
	f.stroke(line, 0.2)
	f.Line(flowLeft, pageHeight-18, flowRight, pageHeight-18)
	f.text(grey, 7)
	f.at(flowLeft, pageHeight-17, flowWidth-40, f.running)
	n := f.say("第 "+strconv.Itoa(f.PageNo())+" 页　共 "+strconv.Itoa(f.total)+" 页",
		"page "+strconv.Itoa(f.PageNo())+" of "+strconv.Itoa(f.total))
	f.write(flowRight-f.width(n), pageHeight-17, n)
}

// next begins a page.
func (f *flow) next() {
	f.foot()
	f.AddPage()
	f.y = flowTop
}

// need begins a page if less than h millimetres are left on this one.
func (f *flow) need(h float64) {
	if f.y+h > flowBottom {
		f.next()
	}
}

func (f *flow) space(h float64) { f.y += h }

// heading begins a numbered section; so much of what follows is kept on its page, in millimetres.
func (f *flow) heading(zh, en string, with float64) {
	f.section++
	numbers := []rune("一二三四五六七八九十")
	f.title(string(numbers[min(f.section, len(numbers))-1])+"、"+zh, strconv.Itoa(f.section)+". "+en, with)
}

// title is a heading without a number.
func (f *flow) title(zh, en string, with float64) {
	f.need(14 + with)
	f.space(4)
	f.text(accent, 14)
	f.at(flowLeft, f.y, flowWidth, f.say(zh, en))
	f.y += 7.5
	f.stroke(accent, 0.35)
	f.Line(flowLeft, f.y, flowRight, f.y)
	f.y += 2.5
}

func (f *flow) subheading(text string) {
	f.need(32)
	f.space(2)
	f.text(black, 11)
	for _, l := range f.wrap(text, flowWidth) {
		f.write(flowLeft, f.y, l)
		f.y += 5.6
	}
	f.y++
}

// paragraph writes running text.
func (f *flow) paragraph(i ink, size float64, text string) {
	f.text(i, size)
	step := size * 0.53
	for _, l := range f.wrap(text, flowWidth) {
		f.need(step)
		f.text(i, size)
		f.write(flowLeft, f.y, l)
		f.y += step
	}
	f.y++
}

// column of a table: its share of the width, and whether its cells stand at the right.
type column struct {
	share float64
	right bool
}

const (
	tableSize = 8.2
	tableLead = 4.2
)

// table writes rows under a head that is repeated on every page. A row is never broken; a cell of more than eight lines
// is cut with a mark.
func (f *flow) table(columns []column, head []string, rows [][]string) {
	sum := 0.0
	for _, c := range columns {
		sum += c.share
	}
	widths := make([]float64, len(columns))
	for i, c := range columns {
		widths[i] = flowWidth * c.share / sum
	}
	f.row(columns, widths, head, true)
	for _, r := range rows {
		if f.y+f.height(widths, r) > flowBottom {
			f.next()
			f.row(columns, widths, head, true)
		}
		f.row(columns, widths, r, false)
	}
	f.y += 2.5
}

func (f *flow) cells(widths []float64, row []string) [][]string {
	f.text(black, tableSize)
	out := make([][]string, len(widths))
	for i := range widths {
		if i < len(row) {
			const most = 8
			out[i] = f.limit(f.wrap(row[i], widths[i]-4.5), widths[i]-4.5, most, "")
		}
	}
	return out
}

func (f *flow) height(widths []float64, row []string) float64 {
	lines := 1
	for _, c := range f.cells(widths, row) {
		lines = max(lines, len(c))
	}
	return float64(lines)*tableLead + 1.8
}

func (f *flow) row(columns []column, widths []float64, row []string, head bool) {
	h := f.height(widths, row)
	if head {
		f.need(h + 12)
		f.SetFillColor(shade.r, shade.g, shade.b)
		f.Rect(flowLeft, f.y, flowWidth, h, "F")
	}
	colour := black
	if head {
		colour = grey
	}
	x := flowLeft
	for i, lines := range f.cells(widths, row) {
		f.text(colour, tableSize)
		for k, l := range lines {
			left := x + 1
			if i > 0 && columns[i-1].right {
				left += 2.5
			}
			if columns[i].right {
				left = x + widths[i] - 1 - f.width(l)
			}
			f.write(left, f.y+float64(k)*tableLead, l)
		}
		x += widths[i]
	}
	f.y += h
	f.stroke(line, 0.15)
	f.Line(flowLeft, f.y, flowRight, f.y)
}

// facts writes labelled values, two columns.
func (f *flow) facts(rows [][2]string) {
	var out [][]string
	for _, r := range rows {
		if r[1] != "" {
			out = append(out, []string{r[0], r[1]})
		}
	}
	for _, r := range out {
		widths := []float64{44, flowWidth - 44}
		if f.y+f.height(widths, r) > flowBottom {
			f.next()
		}
		f.row([]column{{}, {}}, widths, r, false)
	}
	f.y += 2.5
}

// shade is the ground of table heads and pictures.
var shade = ink{242, 243, 245}
