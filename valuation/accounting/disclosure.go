package accounting

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
)

// DisclosureTable is a disclosure table of 财会〔2023〕11号 part 3: lines by way of acquisition, with their sum.
type DisclosureTable struct {
	Code    string           `json:"code"`
	Title   valuation.Text   `json:"title"`
	Columns []valuation.Text `json:"columns"`
	Lines   []Line           `json:"lines"`
}

// Line is one line of a table. A heading has no amounts.
type Line struct {
	Code    string         `json:"code"`
	Label   valuation.Text `json:"label"`
	Heading bool           `json:"heading,omitzero"`
	Amounts [3]Book        `json:"amounts_fen"`
	Total   Book           `json:"total_fen"`
}

// ErrTie says that a table does not roll forward: a fault of this program, never of the file.
var ErrTie = fault.Define("accounting.tie", fault.Internal,
	"披露表“{table}”{line}不平", "the table “{table}” does not tie out at {line}")

// kept is a resource with its ledger, sorted into the tables by treatment and column.
type kept struct {
	r      Resource
	rule   Rule
	ledger Ledger
}

// builder adds up lines over the resources of one table.
type builder struct {
	of       []kept
	from, to daycount.Date
	t        DisclosureTable
}

func (b *builder) column(a Acquired) int {
	for i, x := range Acquisitions {
		if x == a {
			return i
		}
	}
	return len(Acquisitions) - 1
}

// line adds a line whose amounts come from each resource.
func (b *builder) line(code, zh, en string, of func(k kept) Book) Line {
	l := Line{Code: code, Label: valuation.Text{ZH: zh, EN: en}}
	for _, k := range b.of {
		i := b.column(k.r.Acquired)
		l.Amounts[i] = l.Amounts[i].Plus(of(k))
	}
	for _, a := range l.Amounts {
		l.Total = l.Total.Plus(a)
	}
	b.t.Lines = append(b.t.Lines, l)
	return l
}

func (b *builder) heading(code, zh, en string) {
	b.t.Lines = append(b.t.Lines, Line{Code: code, Label: valuation.Text{ZH: zh, EN: en}, Heading: true})
}

// cause is one line "其中" of a roll-forward.
type cause struct {
	code, zh, en string
	of           func(k kept) Book
}

// moved picks what one cause moved in the period.
func (b *builder) moved(a Account, c Cause, out bool) func(kept) Book {
	return func(k kept) Book { return k.ledger.moved(a, c, out, b.from, b.to) }
}

// roll writes opening, increases, decreases and closing of an account, and refuses what does not add up.
func (b *builder) roll(code string, a Account, in, out []cause) error {
	opening := b.line(code+".opening", "1.期初余额", "opening balance", func(k kept) Book { return k.ledger.balance(a, b.from.AddDays(-1)) })
	sum := func(cs []cause) func(kept) Book {
		return func(k kept) (total Book) {
			for _, c := range cs {
				total = total.Plus(c.of(k))
			}
			return total
		}
	}
	more := b.line(code+".increase", "2.本期增加金额", "increase in the period", sum(in))
	b.parts(code, in)
	less := b.line(code+".decrease", "3.本期减少金额", "decrease in the period", sum(out))
	b.parts(code, out)
	closing := b.line(code+".closing", "4.期末余额", "closing balance", func(k kept) Book { return k.ledger.balance(a, b.to) })
	for i := range closing.Amounts {
		if opening.Amounts[i].Plus(more.Amounts[i]).Less(less.Amounts[i]) != closing.Amounts[i] {
			return ErrTie.With("table", b.t.Title.ZH, "line", closing.Code)
		}
	}
	return nil
}

func (b *builder) parts(code string, cs []cause) {
	for i, c := range cs {
		if len(cs) > 1 {
			zh, en := "　　"+c.zh, c.en
			if i == 0 {
				zh, en = "　其中："+c.zh, "of which: "+c.en
			}
			b.line(code+"."+c.code, zh, en, c.of)
		}
	}
}

// gone are the three ways out of the table of intangible assets.
func (b *builder) gone(a Account) []cause {
	return []cause{
		{"disposed", "处置", "disposed", b.moved(a, Disposed, true)},
		{"expired", "失效且终止确认", "expired and derecognised", b.moved(a, Expired, true)},
		{"other_out", "其他减少", "other", b.moved(a, Ended, true)},
	}
}

// by picks the movements of one way of acquisition.
func by(a Acquired, of func(kept) Book) func(kept) Book {
	return func(k kept) Book {
		if k.r.Acquired != a {
			return Book{}
		}
		return of(k)
	}
}

// intangibleTable is 财会〔2023〕11号 part 3 (1) 1.
func intangibleTable(of []kept, from, to daycount.Date) (DisclosureTable, error) {
	b := builder{of: of, from: from, to: to, t: DisclosureTable{Code: "intangible",
		Title: valuation.Text{ZH: "确认为无形资产的数据资源", EN: "data resources recognised as intangible assets"},
		Columns: []valuation.Text{{ZH: "外购的数据资源无形资产", EN: "purchased"}, {ZH: "自行开发的数据资源无形资产", EN: "developed"},
			{ZH: "其他方式取得的数据资源无形资产", EN: "otherwise obtained"}, {ZH: "合计", EN: "total"}}}}
	incurred, completed := b.moved(Gross, Incurred, false), b.moved(Gross, Completed, false)
	developed := func(k kept) Book { return incurred(k).Plus(completed(k)) }
	b.heading("gross", "一、账面原值", "gross carrying amount")
	err := b.roll("gross", Gross, []cause{
		{"bought", "购入", "purchased", by(Purchased, incurred)},
		{"developed", "内部研发", "developed", by(Developed, developed)},
		{"other_in", "其他增加", "other", by(Other, incurred)},
	}, b.gone(Gross))
	if err != nil {
		return b.t, err
	}
	b.heading("amortised", "二、累计摊销", "accumulated amortisation")
	charge := func(a Account) []cause { return []cause{{"charged", "计提", "charged", b.moved(a, Charged, false)}} }
	if err := b.roll("amortised", Amortised, charge(Amortised), b.gone(Amortised)); err != nil {
		return b.t, err
	}
	b.heading("impaired", "三、减值准备", "impairment")
	if err := b.roll("impaired", Impaired, charge(Impaired), b.gone(Impaired)); err != nil {
		return b.t, err
	}
	return b.t, b.carrying()
}

// inventoryTable is 财会〔2023〕11号 part 3 (2) 1.
func inventoryTable(of []kept, from, to daycount.Date) (DisclosureTable, error) {
	b := builder{of: of, from: from, to: to, t: DisclosureTable{Code: "inventory",
		Title: valuation.Text{ZH: "确认为存货的数据资源", EN: "data resources recognised as inventory"},
		Columns: []valuation.Text{{ZH: "外购的数据资源存货", EN: "purchased"}, {ZH: "自行加工的数据资源存货", EN: "processed by itself"},
			{ZH: "其他方式取得的数据资源存货", EN: "otherwise obtained"}, {ZH: "合计", EN: "total"}}}}
	incurred := b.moved(Gross, Incurred, false)
	other := func(a Account) func(kept) Book {
		return func(k kept) Book { return b.moved(a, Disposed, true)(k).Plus(b.moved(a, Ended, true)(k)) }
	}
	b.heading("gross", "一、账面原值", "gross carrying amount")
	err := b.roll("gross", Gross, []cause{
		{"bought", "购入", "purchased", by(Purchased, incurred)},
		{"processed", "采集加工", "collected and processed", by(Developed, incurred)},
		{"other_in", "其他增加", "other", by(Other, incurred)},
	}, []cause{
		{"sold", "出售", "sold", b.moved(Gross, SoldOff, true)},
		{"expired", "失效且终止确认", "expired and derecognised", b.moved(Gross, Expired, true)},
		{"other_out", "其他减少", "other", other(Gross)},
	})
	if err != nil {
		return b.t, err
	}
	b.heading("impaired", "二、存货跌价准备", "provision for decline in value")
	out := func(k kept) Book {
		return b.moved(Impaired, SoldOff, true)(k).Plus(b.moved(Impaired, Expired, true)(k)).Plus(other(Impaired)(k))
	}
	err = b.roll("impaired", Impaired, []cause{{"charged", "计提", "charged", b.moved(Impaired, Charged, false)}}, []cause{
		{"written_back", "转回", "written back", b.moved(Impaired, WrittenBack, true)},
		{"used", "转销", "used on sale or derecognition", out},
	})
	if err != nil {
		return b.t, err
	}
	return b.t, b.carrying()
}

// carrying closes a table with the book values, which the parts above must give.
func (b *builder) carrying() error {
	b.heading("carrying", "账面价值", "carrying amount")
	at := func(d daycount.Date) func(kept) Book {
		return func(k kept) Book {
			return k.ledger.Carrying(d).Less(k.ledger.balance(InDevelopment, d))
		}
	}
	end := b.line("carrying.closing", "1.期末账面价值", "closing carrying amount", at(b.to))
	b.line("carrying.opening", "2.期初账面价值", "opening carrying amount", at(b.from.AddDays(-1)))
	var sum Book
	for _, l := range b.t.Lines {
		switch l.Code {
		case "gross.closing":
			sum = sum.Plus(l.Total)
		case "amortised.closing", "impaired.closing":
			sum = sum.Less(l.Total)
		}
	}
	if sum != end.Total {
		return ErrTie.With("table", b.t.Title.ZH, "line", end.Code)
	}
	return nil
}
