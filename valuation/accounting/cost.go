package accounting

import (
	"slices"
	"strings"

	"shurong.org/shurong/valuation"
)

// Acquired is the way a resource came to the company: the columns of the disclosure tables.
type Acquired string

// 外购, 自行开发 (for inventory 自行加工), 其他方式取得.
const (
	Purchased Acquired = "purchased"
	Developed Acquired = "developed"
	Other     Acquired = "other"
)

// Acquisitions are the columns in their order.
var Acquisitions = []Acquired{Purchased, Developed, Other}

// CostKind is one kind of expenditure and what becomes of it.
type CostKind struct {
	Code string         `json:"code"`
	Name valuation.Text `json:"name"`
	// Capital says whether it belongs to the cost of the resource, if the resource is an asset at all.
	Capital bool   `json:"capital"`
	Source  string `json:"source"`
}

const part2 = "财会〔2023〕11号 二"

// CostKinds are all kinds a file may name, in the order of documents.
var CostKinds = []CostKind{
	{"price", valuation.Text{ZH: "购买价款", EN: "purchase price"}, true, part2},
	{"tax", valuation.Text{ZH: "相关税费", EN: "taxes"}, true, part2},
	{"collection", valuation.Text{ZH: "采集", EN: "collection"}, true, part2 + "（存货加工成本）；CAS 6 第十三条"},
	{"desensitising", valuation.Text{ZH: "脱敏", EN: "desensitising"}, true, part2},
	{"cleaning", valuation.Text{ZH: "清洗", EN: "cleaning"}, true, part2},
	{"annotation", valuation.Text{ZH: "标注", EN: "annotation"}, true, part2},
	{"integration", valuation.Text{ZH: "整合", EN: "integration"}, true, part2},
	{"analysis", valuation.Text{ZH: "分析", EN: "analysis"}, true, part2},
	{"visualisation", valuation.Text{ZH: "可视化", EN: "visualisation"}, true, part2},
	{"rights_opinion", valuation.Text{ZH: "数据权属鉴证", EN: "opinion on rights"}, true, part2},
	{"quality_assessment", valuation.Text{ZH: "质量评估", EN: "quality assessment"}, true, part2},
	{"registration", valuation.Text{ZH: "登记结算", EN: "registration and settlement"}, true, part2},
	{"security", valuation.Text{ZH: "安全管理", EN: "security management"}, true, part2},
	{"staff", valuation.Text{ZH: "开发人员薪酬", EN: "developers' pay"}, true, "CAS 6 第十三条"},
	{"depreciation", valuation.Text{ZH: "开发所用资产的折旧摊销", EN: "depreciation of what the development uses"}, true, "CAS 6 第十三条"},
	{"other_direct", valuation.Text{ZH: "其他直接归属支出", EN: "other directly attributable"}, true, "CAS 6 第十二、十三条"},
	{"service", valuation.Text{ZH: "外购数据服务（不符合无形资产定义）", EN: "bought data services that are no asset"}, false, part2},
	{"research", valuation.Text{ZH: "研究阶段支出", EN: "research"}, false, "CAS 6 第八条"},
	{"administration", valuation.Text{ZH: "管理费用及其他间接费用", EN: "administration and other indirect cost"}, false, "CAS 6 应用指南"},
	{"promotion", valuation.Text{ZH: "广告与推广", EN: "advertising and promotion"}, false, "CAS 6 应用指南"},
	{"training", valuation.Text{ZH: "培训", EN: "training"}, false, "CAS 6 应用指南"},
	{"maintenance", valuation.Text{ZH: "达到预定用途后的日常维护", EN: "upkeep after readiness"}, false, "CAS 6 应用指南"},
}

func costKind(code string) (CostKind, bool) {
	i := slices.IndexFunc(CostKinds, func(k CostKind) bool { return k.Code == code })
	if i < 0 {
		return CostKind{}, false
	}
	return CostKinds[i], true
}

func costCodes() string {
	codes := make([]string, len(CostKinds))
	for i, k := range CostKinds {
		codes[i] = k.Code
	}
	return strings.Join(codes, ", ")
}

// Treated is a cost with what became of it and why.
type Treated struct {
	Date   valuation.Date `json:"date"`
	Kind   string         `json:"kind"`
	Name   valuation.Text `json:"name"`
	Cost   Cost           `json:"cost_fen"`
	Into   Treatment      `json:"into"`
	Why    valuation.Text `json:"why"`
	Source string         `json:"source"`
}

// treat decides about one cost of a resource whose treatment is known.
func treat(r Resource, rule Rule, e Entry, c Cost) Treated {
	k, _ := costKind(e.Kind)
	t := Treated{Date: e.Date, Kind: e.Kind, Name: k.Name, Cost: c, Into: rule.Result, Why: rule.Why, Source: rule.Source}
	switch {
	case rule.Result == Outside || rule.Result == Unrecognised || rule.Result == Expense:
		t.Into = Expense
	case !k.Capital:
		t.Into, t.Source = Expense, k.Source
		t.Why = valuation.Text{ZH: "该类支出不计入成本", EN: "this kind of cost is not capitalised"}
	case r.Acquired == Developed && r.Purpose == ForUse && e.Date.Before(r.Conditions.Since.Date):
		t.Into, t.Source = Expense, "CAS 6 第九条"
		t.Why = valuation.Text{ZH: "发生于五项条件满足之前，已费用化的支出不再调整",
			EN: "incurred before the five conditions were met; what was expensed stays so"}
	default:
		t.Why, t.Source = valuation.Text{ZH: "直接归属于该数据资源", EN: "directly attributable"}, k.Source
	}
	return t
}
