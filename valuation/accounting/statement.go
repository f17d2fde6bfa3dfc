package accounting

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
)

// Statement is what a company's data resources come to in its books over a period.
type Statement struct {
	Version int            `json:"version"`
	Entity  string         `json:"entity"`
	From    valuation.Date `json:"from"`
	To      valuation.Date `json:"to"`
	Unit    valuation.Unit `json:"currency_unit"`
	Kept    []Kept         `json:"resources"`
	// Sheet are the lines "其中：数据资源" of the balance sheet.
	Sheet  []SheetLine       `json:"balance_sheet"`
	Tables []DisclosureTable `json:"tables"`
	// Expensed is what went to profit or loss in the period as incurred; amortisation and losses are in the tables.
	Expensed Cost `json:"expensed_fen"`
}

// Kept is one resource's treatment, with everything it rests on.
type Kept struct {
	Name       string         `json:"name"`
	Acquired   Acquired       `json:"acquired"`
	Rule       Rule           `json:"rule"`
	LifeMonths int            `json:"life_months,omitzero"`
	LifeBy     valuation.Text `json:"life_bound_by,omitzero"`
	Costs      []Treated      `json:"costs"`
	Ledger     Ledger         `json:"ledger"`
	Opening    Book           `json:"opening_fen"`
	Closing    Book           `json:"closing_fen"`
	Disclosed  []Disclosed    `json:"appraisals,omitzero"`
}

// Disclosed is an appraisal in the notes, beside the book value it does not change.
type Disclosed struct {
	Appraisal
	Value Appraised `json:"value_fen"`
	Book  Book      `json:"book_fen"` // at the end of the period
}

// SheetLine is a line of the balance sheet.
type SheetLine struct {
	Label   valuation.Text `json:"label"`
	Opening Book           `json:"opening_fen"`
	Closing Book           `json:"closing_fen"`
}

// Keep derives the statement of a file. The file is validated first.
func Keep(f File) (Statement, error) {
	if err := f.Validate(); err != nil {
		return Statement{}, err
	}
	s := Statement{Version: 1, Entity: f.Entity, From: f.From, To: f.To, Unit: f.Unit}
	sorted := map[Treatment][]kept{}
	for i, r := range f.Resource {
		k, err := s.keep(f, r)
		if err != nil {
			return Statement{}, fault.From(err).At("resources[" + itoa(i) + "]")
		}
		s.Kept = append(s.Kept, k)
		to := k.Rule.Result
		if to == Development {
			to = Intangible // a line of its own in the sheet, none in the table until it is ready
		}
		sorted[to] = append(sorted[to], kept{r, k.Rule, k.Ledger})
	}
	s.sheet(sorted)
	for _, t := range []struct {
		of    Treatment
		table func([]kept, daycount.Date, daycount.Date) (DisclosureTable, error)
	}{{Intangible, intangibleTable}, {Inventory, inventoryTable}} {
		if len(sorted[t.of]) == 0 {
			continue
		}
		table, err := t.table(sorted[t.of], f.From.Date, f.To.Date)
		if err != nil {
			return Statement{}, err
		}
		s.Tables = append(s.Tables, table)
	}
	return s, nil
}

func (s *Statement) keep(f File, r Resource) (Kept, error) {
	k := Kept{Name: r.Name, Acquired: r.Acquired, Rule: Decide(r), Costs: []Treated{}}
	if r.Life != nil {
		k.LifeMonths, k.LifeBy = r.Life.months()
	}
	for _, e := range r.Costs {
		fen, err := e.Amount.Fen(f.Unit)
		if err != nil {
			return k, err
		}
		t := treat(r, k.Rule, e, NewCost(fen))
		k.Costs = append(k.Costs, t)
		if t.Into == Expense && !e.Date.Before(f.From.Date) && !e.Date.After(f.To.Date) {
			s.Expensed = Cost{s.Expensed.paid + fen}
		}
	}
	w := keeper{unit: f.Unit, r: r}
	w.keep(k.Costs, f.To.Date)
	k.Ledger = w.Ledger
	if k.Ledger.Movements == nil {
		k.Ledger.Movements = []Movement{}
	}
	k.Opening, k.Closing = k.Ledger.Carrying(f.From.AddDays(-1)), k.Ledger.Carrying(f.To.Date)
	for _, a := range r.Appraisals {
		v, err := a.Value.Fen(f.Unit)
		if err != nil {
			return k, err
		}
		k.Disclosed = append(k.Disclosed, Disclosed{a, NewAppraised(v), k.Closing})
	}
	return k, nil
}

// sheet adds up the three lines.
func (s *Statement) sheet(sorted map[Treatment][]kept) {
	before, to := s.From.AddDays(-1), s.To.Date
	stock := SheetLine{Label: valuation.Text{ZH: "存货　其中：数据资源", EN: "inventories, of which: data resources"}}
	for _, k := range sorted[Inventory] {
		stock.Opening, stock.Closing = stock.Opening.Plus(k.ledger.Carrying(before)), stock.Closing.Plus(k.ledger.Carrying(to))
	}
	in := SheetLine{Label: valuation.Text{ZH: "无形资产　其中：数据资源", EN: "intangible assets, of which: data resources"}}
	dev := SheetLine{Label: valuation.Text{ZH: "开发支出　其中：数据资源", EN: "development expenditure, of which: data resources"}}
	for _, k := range sorted[Intangible] {
		d0, d1 := k.ledger.balance(InDevelopment, before), k.ledger.balance(InDevelopment, to)
		in.Opening, in.Closing = in.Opening.Plus(k.ledger.Carrying(before).Less(d0)), in.Closing.Plus(k.ledger.Carrying(to).Less(d1))
		dev.Opening, dev.Closing = dev.Opening.Plus(d0), dev.Closing.Plus(d1)
	}
	s.Sheet = []SheetLine{stock, in, dev}
}

// JSON is the statement's canonical JSON.
func (s Statement) JSON() []byte { return canon.Must(s) }

// Digest is the SHA-256 of the statement's canonical JSON.
func (s Statement) Digest() [32]byte { return canon.Digest(s) }
