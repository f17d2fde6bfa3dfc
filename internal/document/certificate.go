package document

import (
	"bytes"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"shurong.org/shurong/canon"
)

// Row is one labelled line of a document; Value may be long and is wrapped to at most Lines lines (1 if zero). What
// does not fit is cut, with Note at the end.
type Row struct {
	ZH, EN string // label
	Value  string
	Lines  int
	Note   string
}

// Certificate is what a certificate's page shows. Texts are ready for print; empty rows are left out.
type Certificate struct {
	TitleZH, TitleEN string // 数据产权登记凭证
	Code             string
	Rows             []Row
	Statement        string // what the document certifies, one or two sentences in Chinese
	StatementEN      string
	Status           string // printed large beside the code if not empty: 已注销, 已过期
	Registrar        string
	IssuedOn         string // date in Chinese
	VerifyURL        string // content of the QR code
	Original         []byte // the JSON certificate; attached to the PDF, its SHA-256 is printed
	OriginalName     string // file name of the attachment
	Checkpoint       string // log size and commitment the facts are of
	Made             time.Time
}

// Geometry of the certificate, in millimetres; textSize in points.
const (
	margin     = 18.0
	labelX     = margin + 8
	valueX     = margin + 46
	bodyTop    = 84.0
	bodyBottom = 228.0 // the foot begins at footTop
	footTop    = 232.0
	textSize   = 10.5
	leading    = 5.4 // from line to line at textSize
	leastRow   = 9.4 // a row of one line: label in two languages and a rule
	rowPadding = 3.8
)

// scales are the sizes the body is tried at, until it fits above the foot: 10.5 points down to 6.8.
var scales = []float64{1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65}

// PDF draws the certificate on one A4 page.
func (c *Certificate) PDF() ([]byte, error) {
	p, err := newPage()
	if err != nil {
		return nil, err
	}
	p.SetCreationDate(c.Made)
	p.SetModificationDate(c.Made)
	p.SetTitle(p.glyph.printable(c.TitleZH+" "+c.Code), true)
	if c.Original != nil {
		p.SetAttachments([]fpdf.Attachment{{Content: c.Original, Filename: c.OriginalName}})
	}
	p.SetAuthor(p.glyph.printable(c.Registrar), true)
	c.frame(p)
	c.head(p)
	c.body(p)
	if err := c.foot(p); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (c *Certificate) frame(p *page) {
	p.stroke(accent, 0.9)
	p.Rect(margin-6, margin-6, pageWidth-2*(margin-6), pageHeight-2*(margin-6), "D")
	p.stroke(accent, 0.25)
	p.Rect(margin-4, margin-4, pageWidth-2*(margin-4), pageHeight-2*(margin-4), "D")
}

func (c *Certificate) head(p *page) {
	p.text(accent, 27)
	p.centred(32, c.TitleZH)
	p.text(grey, 10)
	p.centred(43, c.TitleEN)
	p.text(black, 15, mono)
	p.centred(54, c.Code)
	if c.Status != "" {
		p.text(accent, 15)
		p.at(pageWidth-margin-36, 54, 34, c.Status)
	}
	p.stroke(line, 0.3)
	p.Line(margin+8, 66, pageWidth-margin-8, 66)
	p.text(black, 10.5)
	width := pageWidth - 2*labelX
	for i, l := range p.limit(p.wrap(c.Statement, width), width, 2, "") {
		p.at(labelX, 68.5+float64(i)*5.4, width, l)
	}
}

// body draws the rows, as large as they fit.
func (c *Certificate) body(p *page) {
	rows, scale := c.fit(p)
	y := bodyTop
	width := pageWidth - margin - 8 - valueX
	for _, r := range rows {
		top := y - lineBox/2*(1-scale) // a line is centred in its box, whose height stays
		p.text(grey, 9.5*scale)
		p.at(labelX, top, valueX-labelX-2, r.ZH)
		p.text(grey, 6.5*scale)
		p.at(labelX, top+3.7*scale, valueX-labelX-2, r.EN)
		p.text(black, textSize*scale)
		for i, l := range r.lines {
			p.at(valueX, top+float64(i)*leading*scale, width, l)
		}
		y += r.height
		p.stroke(line, 0.15)
		p.Line(labelX, y-1.2, pageWidth-margin-8, y-1.2)
	}
}

// laid is a row broken into lines.
type laid struct {
	Row
	lines  []string
	height float64
}

// fit lays out the rows at the largest scale at which they end above bodyBottom. If none does, rows are cut to fewer
// lines, the longest first: nothing is ever drawn over the foot.
func (c *Certificate) fit(p *page) ([]laid, float64) {
	var rows []laid
	for _, scale := range scales {
		var height float64
		if rows, height = c.lay(p, scale); height <= bodyBottom-bodyTop {
			return rows, scale
		}
	}
	scale := scales[len(scales)-1]
	width := pageWidth - margin - 8 - valueX
	for sum(rows) > bodyBottom-bodyTop {
		longest := 0
		for i := range rows {
			if len(rows[i].lines) > len(rows[longest].lines) {
				longest = i
			}
		}
		r := &rows[longest]
		if len(r.lines) == 1 { // more rows than fit at one line each: the last go
			rows = rows[:len(rows)-1]
			continue
		}
		p.text(black, textSize*scale)
		r.lines = p.limit(r.lines, width, len(r.lines)-1, r.Note)
		r.height = rowHeight(len(r.lines), scale)
	}
	return rows, scale
}

func (c *Certificate) lay(p *page, scale float64) ([]laid, float64) {
	width := pageWidth - margin - 8 - valueX
	p.text(black, textSize*scale)
	var rows []laid
	for _, r := range c.Rows {
		if r.Value == "" {
			continue
		}
		lines := p.limit(p.wrap(r.Value, width), width, max(1, r.Lines), r.Note)
		rows = append(rows, laid{r, lines, rowHeight(len(lines), scale)})
	}
	return rows, sum(rows)
}

func rowHeight(lines int, scale float64) float64 {
	return max(leastRow, float64(lines)*leading+rowPadding) * scale
}

func sum(rows []laid) (total float64) {
	for _, r := range rows {
		total += r.height
	}
	return total
}

func (c *Certificate) foot(p *page) error {
	const top = footTop
	const side = 34.0
	if err := p.qrCode(labelX, top, side, c.VerifyURL); err != nil {
		return err
	}
	x := labelX + side + 6
	width := pageWidth - margin - 8 - x
	p.text(black, 11.5)
	p.at(x, top-1, width, c.Registrar)
	p.text(black, 10.5)
	p.at(x, top+5.5, width, c.IssuedOn)
	p.text(grey, 8)
	p.at(x, top+13, width, "扫描二维码，或在核验页面输入凭证编号、提交凭证文件，即可核验。")
	p.at(x, top+17.4, width, "纸质凭证与存证记录不一致的，以存证记录为准（指引第二十七条）。")
	p.text(grey, 7)
	p.at(x, top+23, width, c.Checkpoint)
	p.at(x, top+26.8, width, "所附凭证文件的 SHA-256")
	p.text(grey, 7, mono)
	p.at(x, top+30, width, canon.Hex(c.Original))
	p.text(grey, 6.8)
	for i, l := range p.limit(p.wrap(c.StatementEN, pageWidth-2*labelX), pageWidth-2*labelX, 2, "") {
		p.at(labelX, top+side+2.5+float64(i)*3.6, pageWidth-2*labelX, l)
	}
	return nil
}
