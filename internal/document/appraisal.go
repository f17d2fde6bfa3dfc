package document

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/disposal"
)

// Appraisal is a valuation report to be drawn. Everything it says comes from the report, its model and the lender's view;
// nothing is computed here.
type Appraisal struct {
	Model  *valuation.Model
	Report valuation.Report
	Lender *disposal.View // may be nil
	Lang   valuation.Lang
	// Appraiser and Signed are of a report that was signed: the organisation, and a line a signature. Without them the
	// document says that it is a computation nobody has signed.
	Appraiser string
	Signed    []string
	// VerifyURL is what the QR code holds; empty for the report's digest as a URN.
	VerifyURL string
	Made      time.Time
}

// PDF draws the report. It is drawn twice, the first time to count the pages.
func (a *Appraisal) PDF() ([]byte, error) {
	first, err := a.draw(0)
	if err != nil {
		return nil, err
	}
	f, err := a.draw(first.PageCount())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// digest is the report's, in hexadecimal.
func (a *Appraisal) digest() string {
	d := a.Report.Digest()
	return hex.EncodeToString(d[:])
}

func (a *Appraisal) draw(total int) (*flow, error) {
	f, err := newFlow(a.Lang, total, a.Report.Asset+"　SHA-256 "+a.digest()[:16])
	if err != nil {
		return nil, err
	}
	f.SetCreationDate(a.Made)
	f.SetModificationDate(a.Made)
	f.SetTitle(f.glyph.printable(a.Report.Asset), true)
	f.SetAuthor(f.glyph.printable(a.Appraiser), true)
	f.SetAttachments([]fpdf.Attachment{{Content: a.Report.JSON(), Filename: "report.json"}})
	if err := a.cover(f); err != nil {
		return nil, err
	}
	f.next()
	a.conclusion(f)
	a.object(f)
	for i := range a.Report.Approaches {
		a.approach(f, i)
	}
	a.sensitivity(f)
	if a.Report.Uncertainty != nil {
		a.uncertainty(f, *a.Report.Uncertainty)
	}
	if a.Lender != nil {
		a.lender(f, *a.Lender)
	}
	a.assumptions(f)
	a.appendix(f)
	f.foot()
	return f, nil
}

// amount shows money in the report's unit.
func (a *Appraisal) amount(f money.Fen) string {
	if a.Report.CurrencyUnit == valuation.UnitWan {
		return f.Wan()
	}
	return f.Grouped()
}

func (a *Appraisal) unit() string {
	if a.Lang == valuation.EN {
		if a.Report.CurrencyUnit == valuation.UnitWan {
			return "CNY 10k"
		}
		return "CNY"
	}
	return string(a.Report.CurrencyUnit)
}

// in is money in the report's unit, for pictures; show is its label there.
func (a *Appraisal) in(f money.Fen) float64 {
	if a.Report.CurrencyUnit == valuation.UnitWan {
		return float64(f) / float64(money.Wan)
	}
	return float64(f) / float64(money.Yuan)
}

func (a *Appraisal) show(v float64) string {
	if abs(v) < 1000 {
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return group(strconv.FormatFloat(v, 'f', 0, 64))
}

// group sets commas into the digits of a whole number.
func group(s string) string {
	sign := ""
	if s != "" && s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

func (a *Appraisal) cover(f *flow) error {
	r := a.Report
	f.fill(accent)
	f.Rect(0, 0, 7, pageHeight, "F")
	f.text(grey, 10)
	f.at(flowLeft, 30, flowWidth, f.say("数据资产评估报告", "Data asset valuation report"))
	f.text(black, 24)
	y := 46.0
	for _, l := range f.limit(f.wrap(r.Asset, flowWidth), flowWidth, 4, "") {
		f.write(flowLeft, y, l)
		y += 11.5
	}
	y += 8
	f.stroke(accent, 0.6)
	f.Line(flowLeft, y, flowLeft+40, y)
	y += 7
	f.text(grey, 10)
	f.at(flowLeft, y, flowWidth, f.say("评估结论", "concluded value")+"（"+a.unit()+"）")
	f.text(accent, 30)
	f.at(flowLeft, y+9, flowWidth, a.amount(r.ValueFen))
	f.text(black, 11)
	f.at(flowLeft, y+21, flowWidth, f.say("区间　", "range  ")+a.amount(r.LowFen)+" – "+a.amount(r.HighFen))
	f.y = y + 34
	f.facts([][2]string{
		{f.say("登记凭证编码", "certificate"), r.Certificate},
		{f.say("评估目的", "purpose"), f.words(r.Purpose.Text())},
		{f.say("价值类型", "type of value"), f.words(r.ValueType.Text())},
		{f.say("评估基准日", "valuation date"), r.ValuationDate.String()},
		{f.say("有效期至", "valid until"), r.ValidUntil.String()},
		{f.say("评估机构", "appraiser"), a.Appraiser},
	})
	for _, s := range a.Signed {
		f.paragraph(black, 9, s)
	}
	if a.Appraiser == "" {
		f.paragraph(grey, 8.5, f.say("本文件是由评估文件算出的计算稿，未经评估机构签署；签署并登记后方为评估报告。",
			"This is a computation from a valuation file; no appraiser has signed it. It becomes a report when it is signed and recorded."))
	}
	return a.seal(f)
}

// seal is the QR code and the digests at the foot of the cover.
func (a *Appraisal) seal(f *flow) error {
	const side, top = 30.0, 230.0
	content := a.VerifyURL
	if content == "" {
		content = "urn:sha256:" + a.digest()
	}
	if err := f.qrCode(flowLeft, top, side, content); err != nil {
		return err
	}
	x, w := flowLeft+side+6, flowWidth-side-6
	f.text(grey, 8)
	f.at(x, top, w, f.say("报告数据（随附 report.json）的 SHA-256", "SHA-256 of the report's data (attached as report.json)"))
	f.text(black, 7.4, mono)
	f.at(x, top+4.4, w, a.digest())
	f.text(grey, 8)
	f.at(x, top+10, w, f.say("评估文件的 SHA-256", "SHA-256 of the valuation file"))
	f.text(black, 7.4, mono)
	f.at(x, top+14.4, w, a.Report.FileDigest)
	f.text(grey, 8)
	for i, l := range f.wrap(f.say("持有评估文件者可用 shurong value 重算，得到逐位相同的报告和相同的摘要。",
		"Whoever has the valuation file can run shurong value and gets the same report to the last digit, and the same digest."), w) {
		f.write(x, top+20+float64(i)*4, l)
	}
	return nil
}
