package valuation

import (
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/weights"
)

// GradedQuality is the data's quality by the six dimensions of GB/T 36344-2018, each in [0, 1]. It comes from a
// profile that stands in the log (from: profile, cited by asset and log position: the appraiser's desk fills it in), or
// is typed by hand (from: manual), which takes a reason that the report shows.
type GradedQuality struct {
	From        string  `json:"from"` // profile or manual
	Asset       string  `json:"asset,omitzero"`
	LogPosition *uint64 `json:"log_position,omitzero"`
	// Profile is the digest of the profile, in hexadecimal, where the desk knows it.
	Profile string `json:"profile,omitzero"`
	Reason  string `json:"reason,omitzero"`
	// Weights of the dimensions, which add up to 1, or a matrix of pairwise comparisons in the order of the dimensions.
	// Neither: all count the same.
	Weights *Dimensions `json:"weights,omitzero"`
	AHP     [][]string  `json:"ahp,omitzero"`
	Scores  Dimensions  `json:"scores"`
}

// Dimensions is one number for each of the six (规范性 完整性 准确性 一致性 时效性 可访问性).
type Dimensions struct {
	Normativity   Decimal `json:"normativity"`
	Completeness  Decimal `json:"completeness"`
	Accuracy      Decimal `json:"accuracy"`
	Consistency   Decimal `json:"consistency"`
	Timeliness    Decimal `json:"timeliness"`
	Accessibility Decimal `json:"accessibility"`
}

type dimension struct {
	name  string
	label Text
	value Decimal
}

func (d Dimensions) list() []dimension {
	return []dimension{
		{"normativity", Text{ZH: "规范性", EN: "normativity"}, d.Normativity},
		{"completeness", Text{ZH: "完整性", EN: "completeness"}, d.Completeness},
		{"accuracy", Text{ZH: "准确性", EN: "accuracy"}, d.Accuracy},
		{"consistency", Text{ZH: "一致性", EN: "consistency"}, d.Consistency},
		{"timeliness", Text{ZH: "时效性", EN: "timeliness"}, d.Timeliness},
		{"accessibility", Text{ZH: "可访问性", EN: "accessibility"}, d.Accessibility},
	}
}

// Where a quality comes from.
const (
	fromProfile = "profile"
	fromManual  = "manual"
)

var (
	// ErrTyped says that a quality factor is typed by hand beside a profile, without a reason.
	ErrTyped = fault.Define("valuation.quality_typed", fault.Invalid,
		"{name} 为人工填写，但文件引用了质量画像", "{name} is typed by hand, though the file refers to a profile").
		Hint("请改用 quality_range 由画像评分换算，或在 quality.reason 说明人工填写的理由",
			"let quality_range take it from the profile's score, or say why in quality.reason")
	// ErrNoQuality says that a factor should follow from a quality that the file does not have.
	ErrNoQuality = fault.Define("valuation.no_quality", fault.Invalid,
		"{name} 需引用质量评分，但文件没有 quality", "{name} follows from the quality score, but the file has no quality").
		Hint("请在文件顶层填写 quality，或由评估台从最新画像带入", "give quality at the top of the file, or have the desk fill it in from the latest profile")
	// ErrCitation says that a quality from a profile does not say which.
	ErrCitation = fault.Define("valuation.quality_citation", fault.Invalid,
		"质量来自画像时应写明资产编号与日志位置", "quality from a profile names the asset and its log position").
		Hint("由评估台带入；人工填写请写 from: manual 并说明理由", "the desk fills it in; typed by hand it is from: manual with a reason")
)

func (q GradedQuality) check(c *check, field string) {
	c.choice(sub(field, "from"), q.From, []choice{{word: fromProfile}, {word: fromManual}})
	if q.From == fromProfile && (q.Asset == "" || q.LogPosition == nil) {
		c.fail(ErrCitation.With(), field)
	}
	c.text(sub(field, "asset"), q.Asset, false)
	c.text(sub(field, "profile"), q.Profile, false)
	c.text(sub(field, "reason"), q.Reason, q.From == fromManual)
	for _, d := range q.Scores.list() {
		c.within(sub(sub(field, "scores"), d.name), d.value, share)
	}
	if q.Weights != nil {
		var a arith
		sum := integer(0)
		for _, d := range q.Weights.list() {
			c.within(sub(sub(field, "weights"), d.name), d.value, share)
			sum = a.Add(sum, d.value)
		}
		if sum.Cmp(integer(1)) != 0 {
			c.fail(ErrQualityWeights.With("sum", sum), sub(field, "weights"))
		}
		if q.AHP != nil {
			c.fail(ErrExclusive.With("name", "quality", "choices", "weights, ahp"), sub(field, "ahp"))
		}
	}
	if q.AHP != nil {
		if _, err := q.compared(); err != nil {
			c.fail(fault.From(err), sub(field, "ahp"))
		}
	}
}

func (q GradedQuality) compared() ([]Decimal, error) {
	if n := len(q.Scores.list()); len(q.AHP) != n {
		return nil, ErrLength.With("name", "ahp", "count", len(q.AHP), "other", "scores", "want", n)
	}
	r, err := weights.AHP(q.AHP)
	return r.Weights, err
}

// graded is the node of the quality score.
type graded struct{ score formula.ID }

// build writes Q = Σ w_i·s_i before the approaches.
func (q GradedQuality) build(s *sheet) *graded {
	var judged []Decimal
	if q.AHP != nil {
		judged, _ = q.compared()
	}
	var parts []formula.ID
	for i, d := range q.Scores.list() {
		score := s.ratio("scores."+d.name, d.label, d.value, share, "0")
		var weight formula.ID
		label := Text{ZH: d.label.ZH + "权重", EN: "weight of " + d.label.EN}
		switch {
		case judged != nil:
			weight = s.g.Input(s.quantity("weights."+d.name, label, formula.Ratio, share), judged[i])
		case q.Weights != nil:
			weight = s.ratio("weights."+d.name, label, q.Weights.list()[i].value, share, "0")
		default:
			weight = s.g.Quo(s.one(), s.g.Int(6))
		}
		parts = append(parts, s.factor("quality_"+d.name, "Q_i", d.label, s.g.Mul(weight, score), sym("w_i", weight), sym("s_i", score)))
	}
	label := Text{ZH: "数据质量评分 Q", EN: "quality score Q"}
	total := s.g.Name(s.factor("quality", "Q", label, s.g.Sum(parts...)), s.quantity("score", label, formula.Ratio, share))
	return &graded{total}
}

// QualityReport says where the quality comes from.
type QualityReport struct {
	From        string  `json:"from"`
	Asset       string  `json:"asset,omitzero"`
	LogPosition *uint64 `json:"log_position,omitzero"`
	Profile     string  `json:"profile,omitzero"`
	Reason      string  `json:"reason,omitzero"`
	Score       string  `json:"score"` // rounded to six decimals
	Rows        []Row   `json:"rows"`
}

// text says it in one sentence.
func (q QualityReport) text() Text {
	if q.From == fromProfile {
		at := strconv.FormatUint(*q.LogPosition, 10)
		return Text{ZH: "数据质量取自资产 " + q.Asset + " 的质量画像（登记日志第 " + at + " 条），评分 " + q.Score,
			EN: "quality comes from the profile of asset " + q.Asset + " (entry " + at + " of the log): " + q.Score}
	}
	return Text{ZH: "数据质量为人工填写，评分 " + q.Score + "，理由：" + q.Reason, EN: "quality was typed by hand: " + q.Score + ", because: " + q.Reason}
}

// Range is where a factor lies between the worst and the best quality: low + (high−low)·score.
type Range struct {
	Low  Decimal `json:"low"`
	High Decimal `json:"high"`
}

func (r Range) check(c *check, field string, in formula.Span) {
	c.within(sub(field, "low"), r.Low, in)
	c.within(sub(field, "high"), r.High, in)
	if r.Low.Cmp(r.High) > 0 {
		c.fail(ErrOutOfRange.With("name", "high", "value", r.High, "range", "["+r.Low.String()+", …"), sub(field, "high"))
	}
}

// quality holds a factor that may be typed or follow from the file's quality.
func (c *check) quality(typedAt string, typed Decimal, rangeAt string, r *Range, in formula.Span) {
	switch {
	case r != nil && !typed.IsZero():
		c.fail(ErrExclusive.With("name", last(typedAt), "choices", "quality, quality_range"), typedAt)
	case r != nil:
		r.check(c, rangeAt, in)
		if !c.graded {
			c.fail(ErrNoQuality.With("name", last(rangeAt)), rangeAt)
		}
	case !typed.IsZero() && c.profiled:
		c.fail(ErrTyped.With("name", last(typedAt)), typedAt)
	}
}

// score is the file's quality score. A check has made sure there is one.
func (s *sheet) score() formula.ID {
	if s.quality == nil {
		return s.one()
	}
	return s.quality.score
}

// between writes low + (high−low)·score as the quantity name, which the sensitivity moves.
func (s *sheet) between(at, name string, label Text, symbol string, r Range, score formula.ID, in formula.Span) formula.ID {
	low := s.ratio(sub(at, "low"), Text{ZH: label.ZH + "下限", EN: "least " + label.EN}, r.Low, in, "0")
	high := s.ratio(sub(at, "high"), Text{ZH: label.ZH + "上限", EN: "greatest " + label.EN}, r.High, in, "0")
	q := s.quantity(name, label, formula.Ratio, in)
	q.Driver = true
	return s.g.Name(s.factor(name, symbol, label, s.g.Add(low, s.g.Mul(s.g.Sub(high, low), score)),
		sym("low", low), sym("high", high), sym("s", score)), q)
}

// ranged is between by the file's quality.
func (s *sheet) ranged(name string, label Text, symbol string, r Range, in formula.Span) formula.ID {
	return s.between(name+"_range", name, label, symbol, r, s.score(), in)
}
