package decision

// Head is one of the three heads of review (Guide Art. 18).
type Head string

const (
	HeadAccuracy   Head = "accuracy"   // 数据描述的准确性
	HeadCompliance Head = "compliance" // 数据来源的合规性
	HeadClarity    Head = "clarity"    // 数据产权的明确性
)

// Facts are what the review establishes beyond the sources. The zero value is the plain case of an enterprise's own
// general data without anything against it.
type Facts struct {
	StateBody        bool   `json:"state_body,omitempty"`     // data of party-government bodies in performing duties
	PublicProduct    bool   `json:"public_product,omitempty"` // product of authorised public-data operation
	PublicRegistryNo string `json:"public_registry_no,omitempty"`
	Grade            string `json:"grade,omitempty"` // general (or empty), important, core (GB/T 43697)
	RiskAssessed     bool   `json:"risk_assessed,omitempty"`
	Personal         string `json:"personal,omitempty"`       // none (or empty), personal, sensitive
	PersonalBasis    string `json:"personal_basis,omitempty"` // consent, contract, anonymised, law
	NaturalPerson    bool   `json:"natural_person,omitempty"` // the applicant is one
	Harm             bool   `json:"harm,omitempty"`           // endangers the State, the public or others
	Dispute          bool   `json:"dispute,omitempty"`        // unresolved ownership dispute
	FalseProof       bool   `json:"false_proof,omitempty"`
	TradeSecret      bool   `json:"trade_secret,omitempty"`
	Withhold         bool   `json:"withhold,omitempty"` // asks not to be published
	Similar          int    `json:"similar,omitempty"`  // similarity findings that were not answered
}

// Effect is what a gate does.
type Effect string

const (
	Refuses   Effect = "refuses"   // the registration is refused
	Holds     Effect = "holds"     // it waits for something the applicant can bring
	Discloses Effect = "discloses" // it is to be seen and answered, and stops nothing
)

// Gate is one row of the table of facts.
type Gate struct {
	Code    string
	Article string // of the Guide, or the rule named
	Head    Head
	Effect  Effect
	When    func(Facts) bool
	ZH, EN  string
}

// Gates in the order they are looked at.
var Gates = []Gate{
	{"state_body", "15(1)", HeadCompliance, Refuses, func(f Facts) bool { return f.StateBody },
		"党政机关履职数据不予登记", "data of party-government bodies in performing duties is not registered"},
	{"core_data", "GB/T 43697", HeadCompliance, Refuses, func(f Facts) bool { return f.Grade == "core" },
		"核心数据不予登记", "core data is not registered"},
	{"harm", "22(1)", HeadCompliance, Refuses, func(f Facts) bool { return f.Harm },
		"可能危害国家安全、公共利益或者他人合法权益", "it may endanger national security, the public interest or others' rights"},
	{"dispute", "22(3)", HeadClarity, Refuses, func(f Facts) bool { return f.Dispute },
		"存在尚未解决的数据权属纠纷", "there is an unresolved dispute over the rights"},
	{"false_proof", "22(4)", HeadAccuracy, Refuses, func(f Facts) bool { return f.FalseProof },
		"隐瞒真实情况或提供虚假证明", "the truth was concealed or proof was false"},
	{"public_product", "15(2)", HeadCompliance, Holds, func(f Facts) bool { return f.PublicProduct && f.PublicRegistryNo == "" },
		"公共数据产品须先在公共数据资源登记平台登记", "a public-data product needs its number in the public data registry first"},
	{"important_data", "20(5)", HeadCompliance, Holds, func(f Facts) bool { return f.Grade == "important" && !f.RiskAssessed },
		"重要数据须先提交风险评估", "important data needs its risk assessment first"},
	{"personal_basis", "20(5)", HeadCompliance, Holds, func(f Facts) bool { return holdsPersonal(f) && f.PersonalBasis == "" },
		"含个人信息，须说明处理的合法性基础", "it holds personal information: the legal basis of processing is to be shown"},
	{"sensitive_consent", "20(5)", HeadCompliance, Holds, func(f Facts) bool { return f.Personal == "sensitive" && f.PersonalBasis == "contract" },
		"敏感个人信息须取得单独同意或匿名化", "sensitive personal information needs separate consent or anonymisation"},
	{"secret_withhold", "24", HeadClarity, Holds, func(f Facts) bool { return f.TradeSecret && !f.Withhold },
		"商业秘密应同时申请不予公示", "a trade secret comes with a request to withhold publicity"},
	{"similar", "21", HeadClarity, Discloses, func(f Facts) bool { return f.Similar > 0 },
		"有相似数据，应逐一认定并披露；不因此不予登记", "similar data: each finding is answered and disclosed; it refuses nothing"},
}

func holdsPersonal(f Facts) bool { return f.Personal == "personal" || f.Personal == "sensitive" }
