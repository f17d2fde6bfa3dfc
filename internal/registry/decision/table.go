package decision

import "slices"

// Right is one of the three separate, non-exclusive rights in data (Guide Art. 3, 21).
type Right string

const (
	Holding   Right = "holding"   // 数据持有权
	Use       Right = "use"       // 数据使用权
	Operating Right = "operating" // 数据经营权: includes giving security, so a pledge needs it
)

// AllRights in the order of the Guide.
var AllRights = []Right{Holding, Use, Operating}

// SourceKind is how the applicant came by the data (Guide Art. 20–21).
type SourceKind string

const (
	SourceCollected   SourceKind = "collected"    // 采集生成: own or joint production activity
	SourceAuthorised  SourceKind = "authorised"   // 授权他人采集由其促成产生的数据
	SourceOwnPerson   SourceKind = "own_person"   // a natural person's own data
	SourcePublicCrawl SourceKind = "public_crawl" // 通过自动化程序收集公开数据
	SourceAgreement   SourceKind = "agreement"    // 协议取得
	SourceFused       SourceKind = "fused"        // 融合开发
	SourceDerived     SourceKind = "derived"      // 衍生创造
	SourceEntrusted   SourceKind = "entrusted"    // 受托处理
)

// SourceKinds in the order of the table.
var SourceKinds = []SourceKind{
	SourceCollected, SourceAuthorised, SourceOwnPerson, SourcePublicCrawl, SourceAgreement, SourceFused, SourceDerived,
	SourceEntrusted,
}

// Source is the applicant's statement of origin; the facts that decide which rights can be registered.
type Source struct {
	Kind           SourceKind `json:"kind"`
	Lawful         bool       `json:"lawful"`                     // obtained by lawful means
	Product        bool       `json:"product,omitempty"`          // public_crawl: a derived product
	Substitutes    bool       `json:"substitutes,omitempty"`      // public_crawl: it substantially replaces the source's
	ContractRights []Right    `json:"contract_rights,omitempty"`  // agreement, fused, entrusted: what the contract grants
	OthersConsent  bool       `json:"others_consent,omitempty"`   // fused: the other participants agreed to 经营权
	SourceUseRight bool       `json:"source_use_right,omitempty"` // derived: holds 使用权 over the source
	Substantive    bool       `json:"substantive,omitempty"`      // derived: substantive change and marked value increase
}

// RightsRule is one row of the source → rights table. A row applies if When holds; the first that applies decides.
type RightsRule struct {
	Kind    SourceKind
	Article string
	Why     string // English
	ZH      string
	Code    string
	When    func(Source) bool
	Rights  func(Source) []Right
}

// The conditions of the table.
func always(Source) bool             { return true }
func unlawful(s Source) bool         { return !s.Lawful }
func productInItsOwn(s Source) bool  { return s.Product && !s.Substitutes }
func contractGrants(s Source) bool   { return len(s.ContractRights) > 0 }
func othersConsent(s Source) bool    { return s.OthersConsent }
func substantiveOfOwn(s Source) bool { return s.Substantive && s.SourceUseRight }

// The rights of the table.
func all(Source) []Right           { return AllRights }
func none(Source) []Right          { return nil }
func holdingAndUse(Source) []Right { return []Right{Holding, Use} }
func byContract(s Source) []Right  { return inGuideOrder(s.ContractRights) }

// RightsTable is the source → rights decision table of Guide Art. 20–21, in the Guide's order.
var RightsTable = []RightsRule{
	{"", "20", "unlawfully obtained data carries no right",
		"违法违规获取的数据不享有数据产权", "unlawful", unlawful, none},
	{SourceCollected, "21", "own or joint production activity",
		"在自身或共同参与的生产经营活动中采集生成", "collected", always, all},
	{SourceAuthorised, "21", "collected by others under authorisation, brought about by the applicant",
		"授权他人采集由其促成产生的数据", "authorised", always, all},
	{SourceOwnPerson, "21", "a natural person's own data",
		"自然人合法采集、生成、获取的数据", "own_person", always, all},
	{SourcePublicCrawl, "21", "a derived product that does not substantially replace the source's",
		"不实质性替代被收集方产品和服务的数据产品", "crawl_product", productInItsOwn, all},
	{SourcePublicCrawl, "21", "public data collected by a program",
		"通过自动化程序收集的公开数据", "crawl", always, holdingAndUse},
	{SourceAgreement, "20", "as the agreement grants",
		"按协议约定", "agreement", always, byContract},
	{SourceFused, "21", "joint development with a contract",
		"合作融合开发，按合同约定", "fused_contract", contractGrants, byContract},
	{SourceFused, "21", "silent contract, the other participants consented",
		"合同未约定，已征得其他参与方同意", "fused_consent", othersConsent, all},
	{SourceFused, "21", "silent contract; the right to operate needs the other participants' consent",
		"合同未约定，经营权须征得其他参与方同意", "fused_silent", always, holdingAndUse},
	{SourceDerived, "21", "substantive change and marked value increase, with the right to use the source",
		"对享有使用权的数据实质改变并显著提升价值", "derived", substantiveOfOwn, all},
	{SourceDerived, "21", "not substantively changed, or without the right to use the source",
		"未实质改变，或对原始数据不享有使用权", "derived_thin", always, none},
	{SourceEntrusted, "21", "processing on behalf of others, with a contract that grants rights",
		"受托处理，合同另有约定", "entrusted_contract", contractGrants, byContract},
	{SourceEntrusted, "21", "processing on behalf of others",
		"受托处理的原始、过程和结果数据不可登记", "entrusted", always, none},
}

// Registrable returns the rights that a source can carry, in the Guide's order, and the rule that says so.
func Registrable(s Source) ([]Right, *RightsRule) {
	for i := range RightsTable {
		r := &RightsTable[i]
		if (r.Kind == "" || r.Kind == s.Kind) && r.When(s) {
			return r.Rights(s), r
		}
	}
	return nil, nil
}

func inGuideOrder(rs []Right) []Right {
	var out []Right
	for _, r := range AllRights {
		if slices.Contains(rs, r) {
			out = append(out, r)
		}
	}
	return out
}
