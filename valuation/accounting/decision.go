package accounting

import "shurong.org/shurong/valuation"

// Treatment is what a data resource becomes in the books.
type Treatment string

// The treatments. Outside is for what the company does not lawfully control: not an asset, and no disclosure as one.
const (
	Intangible   Treatment = "intangible"   // 无形资产 (CAS 6)
	Inventory    Treatment = "inventory"    // 存货 (CAS 1)
	Development  Treatment = "development"  // 开发支出, until it is ready for use
	Expense      Treatment = "expense"      // 费用化, into profit or loss as incurred
	Unrecognised Treatment = "unrecognised" // 不确认为资产, may be disclosed (财会〔2023〕11号 part 3 (3))
	Outside      Treatment = "outside"      // 不适用
)

var treatmentText = map[Treatment]valuation.Text{
	Intangible:   {ZH: "无形资产", EN: "intangible asset"},
	Inventory:    {ZH: "存货", EN: "inventory"},
	Development:  {ZH: "开发支出", EN: "development expenditure"},
	Expense:      {ZH: "费用化", EN: "expensed"},
	Unrecognised: {ZH: "不确认为资产，可自愿披露", EN: "not recognised, may be disclosed"},
	Outside:      {ZH: "不适用本规定", EN: "outside the rules"},
}

// Text names the treatment in both languages.
func (t Treatment) Text() valuation.Text { return treatmentText[t] }

// Purpose is why the company holds the resource (持有目的).
type Purpose string

// Use covers the company's own activities and services to customers that leave the data with the company; Sale is for
// what is held in the ordinary course of business to be sold in the end.
const (
	ForUse  Purpose = "use"
	ForSale Purpose = "sale"
)

// Stage is where an own development stands.
type Stage string

// The stages of CAS 6: research is expensed, development may be capitalised, ready ends it.
const (
	Research   Stage = "research"
	Developing Stage = "development"
	Ready      Stage = "ready"
)

// answer is what a row of the decision table asks of one condition.
type answer int8

const (
	either answer = iota
	yes
	no
)

func (a answer) holds(b bool) bool { return a == either || (a == yes) == b }

// Rule is one row of the decision table. Rows are asked in order; the first whose conditions all hold decides.
type Rule struct {
	Code   string         `json:"code"`
	Result Treatment      `json:"result"`
	Why    valuation.Text `json:"why"`
	Source string         `json:"source"`

	controlled, benefits, measurable, identifiable, conditions answer
	purpose                                                    Purpose
	stage                                                      Stage
	acquired                                                   Acquired
}

// Table is the decision table: 财会〔2023〕11号 part 2, with the definitions of CAS 6 and CAS 1 it refers to.
var Table = []Rule{
	{Code: "not_controlled", Result: Outside, controlled: no, Source: "财会〔2023〕11号 一",
		Why: valuation.Text{ZH: "企业未合法拥有或控制该数据资源", EN: "the company does not lawfully own or control the data"}},
	{Code: "no_benefits", Result: Outside, benefits: no, Source: "财会〔2023〕11号 一",
		Why: valuation.Text{ZH: "预期不会带来经济利益", EN: "no economic benefits are expected"}},
	{Code: "not_measurable", Result: Unrecognised, measurable: no, Source: "CAS 6 第四条、CAS 1 第四条",
		Why: valuation.Text{ZH: "成本不能可靠计量", EN: "the cost cannot be measured reliably"}},
	{Code: "inventory", Result: Inventory, purpose: ForSale, Source: "财会〔2023〕11号 二；CAS 1 第三条",
		Why: valuation.Text{ZH: "日常活动中持有、最终目的用于出售", EN: "held in the ordinary course of business to be sold"}},
	{Code: "not_identifiable", Result: Unrecognised, identifiable: no, Source: "CAS 6 第三条",
		Why: valuation.Text{ZH: "不可辨认：不能从企业中分离，也不源自合同性或其他法定权利",
			EN: "not identifiable: it can neither be separated nor does it arise from contractual or legal rights"}},
	{Code: "research", Result: Expense, acquired: Developed, stage: Research, Source: "CAS 6 第八条；财会〔2023〕11号 二",
		Why: valuation.Text{ZH: "研究阶段的支出于发生时计入当期损益", EN: "research is expensed as incurred"}},
	{Code: "five_conditions", Result: Expense, acquired: Developed, conditions: no, Source: "CAS 6 第九条",
		Why: valuation.Text{ZH: "开发阶段支出未同时满足五项资本化条件", EN: "the five conditions for capitalising development are not all met"}},
	{Code: "developing", Result: Development, acquired: Developed, stage: Developing, Source: "CAS 6 第九条；财会〔2023〕11号 三",
		Why: valuation.Text{ZH: "满足五项条件，尚未达到预定用途", EN: "the five conditions are met; not yet ready for its use"}},
	{Code: "intangible", Result: Intangible, purpose: ForUse, Source: "财会〔2023〕11号 二；CAS 6 第三、四条",
		Why: valuation.Text{ZH: "企业使用，可辨认，经济利益很可能流入且成本能够可靠计量",
			EN: "used by the company, identifiable, benefits probable, cost measurable"}},
}

// Decide finds the row that decides about a resource. Every combination that validation lets through meets one.
func Decide(r Resource) Rule {
	t := r.Test
	for _, rule := range Table {
		if rule.controlled.holds(*t.Controlled) && rule.benefits.holds(*t.Benefits) && rule.measurable.holds(*t.Measurable) &&
			rule.identifiable.holds(*t.Identifiable) && rule.conditions.holds(r.Conditions.met()) &&
			(rule.purpose == "" || rule.purpose == r.Purpose) && (rule.stage == "" || rule.stage == r.stage()) &&
			(rule.acquired == "" || rule.acquired == r.Acquired) {
			return rule
		}
	}
	return Table[0]
}
