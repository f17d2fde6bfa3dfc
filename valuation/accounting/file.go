package accounting

import (
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/strict"
)

// File is a company's data resources and the period reported on.
type File struct {
	Version  int            `json:"version"`
	Entity   string         `json:"entity"`
	Unit     valuation.Unit `json:"currency_unit"`
	From     valuation.Date `json:"from"` // first day of the period: a month's first
	To       valuation.Date `json:"to"`   // last day: a month's last
	Resource []Resource     `json:"resources"`
}

// Resource is one data resource with everything that happened to it since it was acquired.
type Resource struct {
	Name     string   `json:"name"`
	Acquired Acquired `json:"acquired"`
	Purpose  Purpose  `json:"purpose"`
	Test     Test     `json:"test"`
	// Conditions are for own development for use only.
	Conditions Conditions `json:"conditions,omitzero"`
	Costs      []Entry    `json:"costs"`
	// ReadyOn is when it reached its intended use (达到预定用途); absent while it is being developed.
	ReadyOn     valuation.Date   `json:"ready_on,omitzero"`
	Life        *Life            `json:"life,omitzero"`
	Units       *Units           `json:"units,omitzero"`
	Residual    valuation.Amount `json:"residual,omitzero"`
	Impairments []Impairment     `json:"impairments,omitzero"`
	Inventory   *Stock           `json:"inventory,omitzero"`
	Gone        *Gone            `json:"derecognised,omitzero"`
	Appraisals  []Appraisal      `json:"appraisals,omitzero"`
}

// Test are the questions of recognition. Each must be answered: to leave one out is to not have looked.
type Test struct {
	Controlled   *bool `json:"controlled"`   // 合法拥有或控制
	Benefits     *bool `json:"benefits"`     // 预期会带来经济利益，且很可能流入
	Measurable   *bool `json:"measurable"`   // 成本能够可靠计量
	Identifiable *bool `json:"identifiable"` // 可辨认
}

// Conditions are the five of CAS 6 Art. 9, each met by naming its evidence, and the day from which all are met.
type Conditions struct {
	Since        valuation.Date `json:"since,omitzero"`
	Feasible     string         `json:"feasible,omitzero"`     // 技术上可行
	Intended     string         `json:"intended,omitzero"`     // 有完成并使用或出售的意图
	Useful       string         `json:"useful,omitzero"`       // 产生经济利益的方式：市场或内部有用性
	Resourced    string         `json:"resourced,omitzero"`    // 有足够的技术、财务资源
	Attributable string         `json:"attributable,omitzero"` // 支出能够可靠计量
}

func (c Conditions) met() bool {
	return !c.Since.IsZero() && c.Feasible != "" && c.Intended != "" && c.Useful != "" && c.Resourced != "" &&
		c.Attributable != ""
}

// Entry is one cost.
type Entry struct {
	Date   valuation.Date   `json:"date"`
	Kind   string           `json:"kind"`
	Amount valuation.Amount `json:"amount"`
	Note   string           `json:"note,omitzero"`
}

// Life are the terms in months from readiness that bound the useful life; the shortest counts. 财会〔2023〕11号 part 2 asks
// to look at the business model, limits of rights, update frequency and timeliness, iteration and competing products.
type Life struct {
	BusinessModel int `json:"business_model,omitzero"` // 业务模式
	Rights        int `json:"rights,omitzero"`         // 权利限制：登记凭证、合同、授权期限
	Timeliness    int `json:"timeliness,omitzero"`     // 更新频率和时效性
	Iteration     int `json:"iteration,omitzero"`      // 有关产品或技术迭代
	Competition   int `json:"competition,omitzero"`    // 同类竞品
	// Indefinite says that no term can be foreseen (使用寿命不确定): no amortisation, but a test every year.
	Indefinite bool   `json:"indefinite,omitzero"`
	Reason     string `json:"reason"`
}

// Units amortises by what is used up (产量法): the expected total and what was used in each month.
type Units struct {
	Name  string  `json:"name"`
	Total int64   `json:"total"`
	Used  []Usage `json:"used"`
}

// Usage is the units of one month, named by any of its days.
type Usage struct {
	Month valuation.Date `json:"month"`
	Units int64          `json:"units"`
}

// Impairment is a test by CAS 8 at the end of its month. At least one of the two ways must be there.
type Impairment struct {
	Date valuation.Date `json:"date"`
	Sign string         `json:"sign"` // what made the test necessary (减值迹象)
	// Fair value less costs of disposal; the fair value may be an appraiser's.
	FairValue     valuation.Amount `json:"fair_value,omitzero"`
	DisposalCosts valuation.Amount `json:"disposal_costs,omitzero"`
	FairSource    string           `json:"fair_value_source,omitzero"`
	// Present value of pre-tax flows at a pre-tax rate, at year ends.
	Flows      []valuation.Amount `json:"flows,omitzero"`
	Rate       valuation.Decimal  `json:"pre_tax_rate,omitzero"`
	RateSource string             `json:"rate_source,omitzero"`
}

// Stock is what happens to inventory: what left with sales, and net realisable values.
type Stock struct {
	Sold []Sold       `json:"sold,omitzero"`
	NRV  []Realisable `json:"net_realisable,omitzero"`
}

// Sold is the cost that left with a sale, as a share of the cost at that time: 1 for the last copy or an exclusive sale.
type Sold struct {
	Date  valuation.Date    `json:"date"`
	Share valuation.Decimal `json:"share"`
}

// Realisable is a net realisable value by CAS 1: price less what completion and sale still cost.
type Realisable struct {
	Date       valuation.Date   `json:"date"`
	Price      valuation.Amount `json:"price"`
	Completion valuation.Amount `json:"completion,omitzero"`
	Selling    valuation.Amount `json:"selling,omitzero"`
}

// Gone is the end in the books: disposal (处置), expiry (失效) or other.
type Gone struct {
	Date   valuation.Date `json:"date"`
	How    string         `json:"how"`
	Reason string         `json:"reason"`
}

// Appraisal is disclosed, never booked: 财会〔2023〕11号 part 3 asks for the basis of information, assumptions and limits,
// choice of method, and source and derivation of parameters where an appraisal matters to the statements.
type Appraisal struct {
	Date        valuation.Date   `json:"date"`
	Report      string           `json:"report"` // identifier or SHA-256 of the valuation report
	Value       valuation.Amount `json:"value"`
	Basis       string           `json:"basis"`
	Assumptions string           `json:"assumptions"`
	Method      string           `json:"method"`
	Parameters  string           `json:"parameters"`
}

// stage follows from readiness: research needs saying, since nothing else marks it.
func (r Resource) stage() Stage {
	switch {
	case !r.ReadyOn.IsZero() || r.Acquired != Developed:
		return Ready
	case r.Conditions == (Conditions{}):
		return Research
	}
	return Developing
}

// months is the useful life: the shortest of the terms given, with its name.
func (l Life) months() (int, valuation.Text) {
	n, name := 0, valuation.Text{}
	for _, t := range []struct {
		n    int
		name valuation.Text
	}{
		{l.BusinessModel, valuation.Text{ZH: "业务模式", EN: "business model"}},
		{l.Rights, valuation.Text{ZH: "权利限制", EN: "limits of rights"}},
		{l.Timeliness, valuation.Text{ZH: "更新频率和时效性", EN: "update frequency and timeliness"}},
		{l.Iteration, valuation.Text{ZH: "产品或技术迭代", EN: "iteration"}},
		{l.Competition, valuation.Text{ZH: "同类竞品", EN: "competing products"}},
	} {
		if t.n > 0 && (n == 0 || t.n < n) {
			n, name = t.n, t.name
		}
	}
	return n, name
}

// Decode reads a file strictly and validates it. Faults carry the name, the line and the field.
func Decode(b []byte, name string) (File, error) {
	var f File
	doc, err := strict.Decode(b, name, &f)
	if err == nil {
		err = doc.Place(f.Validate())
	}
	if err != nil {
		return File{}, err
	}
	return f, nil
}
