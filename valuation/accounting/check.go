package accounting

import (
	"fmt"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/strict"
)

var (
	// ErrMissing says that a value without a default is not there.
	ErrMissing = fault.Define("accounting.missing", fault.Invalid, "缺少 {name}", "{name} is missing").
			Hint("请按 examples/accounting 中的示例补充", "add it as in the files under examples/accounting")
	// ErrChoice says that a word is not one of those known.
	ErrChoice = fault.Define("accounting.choice", fault.Invalid,
		"{name} 的取值“{value}”不支持，可用：{choices}", "{name}: “{value}” is not known; use one of {choices}")
	// ErrAppraised says that an appraised value stands where only a cost can.
	ErrAppraised = fault.Define("accounting.appraised_is_no_cost", fault.Invalid,
		"“{value}”不是成本：评估价值不得作为账面价值入账", "“{value}” is no cost: an appraised value is never posted as a book value").
		Hint("数据资源按成本初始计量（CAS 6、CAS 1）；评估信息请写在 appraisals 中，仅作披露",
			"data resources are measured at cost (CAS 6, CAS 1); put the appraisal under appraisals, for disclosure only")
	// ErrRange says that a number lies outside what its meaning allows.
	ErrRange = fault.Define("accounting.range", fault.Invalid,
		"{name} 为 {value}，应在 {range} 之内", "{name} is {value}; it should lie in {range}")
	// ErrDate says that dates are in an order that cannot be.
	ErrDate = fault.Define("accounting.date", fault.Invalid,
		"{name} {value} 不合逻辑：{zh}", "{name} {value} cannot be: {en}")
	// ErrLife says that an intangible asset in use has no pattern of amortisation.
	ErrLife = fault.Define("accounting.life", fault.Invalid,
		"已达到预定用途的无形资产应填写 life 或 units 之一", "an intangible asset in use needs exactly one of life and units").
		Hint("使用寿命不确定的，填写 life.indefinite: true 及理由", "for an indefinite life write life.indefinite: true and the reason")
	// ErrYearlyTest says that a test CAS 8 asks for every year is not there.
	ErrYearlyTest = fault.Define("accounting.yearly_test", fault.Invalid,
		"使用寿命不确定的无形资产每年均应进行减值测试，本期缺少测试",
		"an intangible asset of indefinite life is tested for impairment every year; this period has no test").
		Hint("CAS 8 第四条", "CAS 8 Art. 4")
	// ErrMany says that a list is empty or over its limit.
	ErrMany = fault.Define("accounting.list", fault.Invalid,
		"{name} 有 {count} 项，应为 {least} 至 {most} 项", "{name} has {count} entries; it should have {least} to {most}")
	// ErrEvidence says that a test names neither way to the recoverable amount.
	ErrEvidence = fault.Define("accounting.recoverable", fault.Invalid,
		"减值测试应填写公允价值或未来现金流量", "an impairment test needs a fair value or future flows").
		Hint("可收回金额为两者中较高者（CAS 8 第六条）", "the recoverable amount is the higher of the two (CAS 8 Art. 6)")
)

// Limits of a file.
const (
	maxResources = 200
	maxEntries   = 1000
	maxMonths    = 600
)

var firstDay, lastDay = daycount.MustDate("2000-01-01"), daycount.MustDate("2199-12-31")

// checker keeps the first fault, in the order of the file.
type checker struct {
	unit valuation.Unit
	err  error
}

func (c *checker) fail(e *fault.Error, field string) {
	if c.err == nil {
		c.err = e.At(field)
	}
}

func (c *checker) text(field, s string) {
	if s == "" {
		c.fail(ErrMissing.With("name", strict.Last(field)), field)
	} else if n := len([]rune(s)); n > 400 {
		c.fail(ErrMany.With("name", strict.Last(field), "count", n, "least", 1, "most", 400), field)
	}
}

func (c *checker) choice(field, word, choices string, known bool) {
	if word == "" {
		c.text(field, word)
	} else if !known {
		c.fail(ErrChoice.With("name", strict.Last(field), "value", strict.Clip(word), "choices", choices), field)
	}
}

func (c *checker) count(field string, n, least, most int) {
	if n < least || n > most {
		c.fail(ErrMany.With("name", strict.Last(field), "count", n, "least", least, "most", most), field)
	}
}

func (c *checker) amount(field string, a valuation.Amount, required bool) {
	if a == "" {
		if required {
			c.text(field, "")
		}
		return
	}
	if f, err := a.Fen(c.unit); err != nil {
		c.fail(fault.From(err), field)
	} else if f < 0 {
		c.fail(ErrRange.With("name", strict.Last(field), "value", a, "range", "[0, …]"), field)
	}
}

func (c *checker) date(field string, d valuation.Date) {
	switch {
	case d.IsZero():
		c.text(field, "")
	case d.Before(firstDay) || d.After(lastDay):
		c.fail(ErrRange.With("name", strict.Last(field), "value", d, "range", "["+firstDay.String()+", "+lastDay.String()+"]"), field)
	}
}

// Validate checks every rule that can be read off the file, and returns the first fault with its field.
func (f File) Validate() error {
	c := checker{unit: f.Unit}
	c.choice("version", fmt.Sprint(f.Version), "1", f.Version == 1)
	c.text("entity", f.Entity)
	c.choice("currency_unit", string(f.Unit), "元, 万元", f.Unit == valuation.UnitYuan || f.Unit == valuation.UnitWan)
	c.date("from", f.From)
	c.date("to", f.To)
	if c.err == nil && (f.From.Day() != 1 || !f.To.IsMonthEnd() || f.To.Before(f.From.Date) || monthsBetween(f.From.Date, f.To.Date) > 11) {
		c.fail(ErrDate.With("name", "from/to", "value", f.From.String()+" – "+f.To.String(), "zh", "报告期应为一年以内的整月",
			"en", "a period is whole months, a year at most"), "from")
	}
	c.count("resources", len(f.Resource), 1, maxResources)
	for i, r := range f.Resource {
		if c.err != nil {
			break
		}
		r.check(&c, fmt.Sprintf("resources[%d]", i), f)
	}
	return c.err
}
