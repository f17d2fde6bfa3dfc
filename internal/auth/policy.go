package auth

import "slices"

// Action is one thing a person can ask for, "<noun>.<verb>". Every route names the action it needs.
type Action string

// The actions. A new one gets a constant here and a line in the table below; nothing else decides.
const (
	SessionUse  Action = "session.use"
	TokenManage Action = "token.manage"
	UserManage  Action = "user.manage"
	NodeRead    Action = "node.read"

	OrgAdmit Action = "org.admit"
	OrgRead  Action = "org.read"

	ApprovalDecide Action = "approval.decide"
	AuditRead      Action = "audit.read"

	AssetDescribe    Action = "asset.describe"
	AssetRead        Action = "asset.read"
	CaseFile         Action = "case.file"
	CaseHandle       Action = "case.handle"
	CaseReview       Action = "case.review"
	CaseRead         Action = "case.read"
	CaseObject       Action = "case.object"
	ObjectionResolve Action = "objection.resolve"
	CertificateIssue Action = "certificate.issue"
	CertificateRead  Action = "certificate.read"
	SearchIssue      Action = "search.issue"

	ValuationCommission Action = "valuation.commission"
	ValuationSubmit     Action = "valuation.submit"
	ValuationRead       Action = "valuation.read"

	ApplicationSubmit Action = "application.submit"
	ApplicationDecide Action = "application.decide"
	CreditRead        Action = "credit.read"
	PledgePropose     Action = "pledge.propose"
	PledgeAccept      Action = "pledge.accept"
	PledgeAcknowledge Action = "pledge.acknowledge"
	ContractSign      Action = "contract.sign"
	LoanDisburse      Action = "loan.disburse"
	LoanRepay         Action = "loan.repay"
	MarginDeposit     Action = "margin.deposit"
	MarginCall        Action = "margin.call"
	EnforcementOpen   Action = "enforcement.open"
	LienRelease       Action = "lien.release"
	BooksRead         Action = "books.read"

	HeartbeatRead  Action = "heartbeat.read"
	LienWatch      Action = "lien.watch"
	SanctionRecord Action = "sanction.record"
	OversightRead  Action = "oversight.read"

	SimilaritySeal Action = "similarity.seal"
	SimilarityRead Action = "similarity.read"

	LogRead       Action = "log.read"
	CommandSubmit Action = "command.submit"
	ExampleClock  Action = "example.clock"
)

// Rule says who may do an action. The conditions are alternatives: one that holds is enough, except SessionOnly, which
// always applies.
type Rule struct {
	Action Action
	Roles  []Role // a person whose organisation, and who in it, acts in one of these roles
	AnyOrg bool   // a person of any organisation
	Admin  bool   // an administrator of the node
	Anyone bool   // everybody who is signed in

	// SessionOnly bars API tokens: a token that leaked must not be able to make another.
	SessionOnly bool

	ZH, EN string // what it allows, for the person who reviews the table
}

// rules is the whole policy. Roles follow the desks (brief §9). It says who may ask; which rows the asker gets (its own
// cases, the loans it is party to) is decided by the capability that holds them.
var rules = []Rule{
	{Action: SessionUse, Anyone: true, ZH: "使用自己的会话", EN: "use one's own session and account"},
	{Action: TokenManage, Anyone: true, SessionOnly: true, ZH: "管理自己的接口令牌和密码",
		EN: "manage one's own API tokens and password"},
	{Action: UserManage, Admin: true, ZH: "管理节点上的用户", EN: "manage the node's users"},
	{Action: NodeRead, Anyone: true, ZH: "查看节点信息与权限表", EN: "see the node's particulars and this table"},

	{Action: OrgAdmit, Roles: []Role{Registrar, Regulator}, Admin: true, ZH: "接纳机构", EN: "admit an organisation"},
	{Action: OrgRead, Anyone: true, ZH: "查看机构", EN: "see organisations"},

	{Action: ApprovalDecide, AnyOrg: true, ZH: "复核本机构的待办（另须有该事项本身的权限）",
		EN: "decide on requests of one's organisation (and hold the action of the request)"},
	{Action: AuditRead, AnyOrg: true, Admin: true, ZH: "查看并导出本机构的审计记录",
		EN: "see and export one's organisation's audit trail"},

	{Action: AssetDescribe, Roles: []Role{Enterprise}, ZH: "登记前描述数据资产", EN: "describe a data asset, upload its profile"},
	{Action: AssetRead, AnyOrg: true, ZH: "查看数据资产", EN: "see data assets"},
	{Action: CaseFile, Roles: []Role{Enterprise}, ZH: "提交登记申请", EN: "file a registration case"},
	{Action: CaseHandle, Roles: []Role{Registrar}, ZH: "受理、补正、审查登记申请", EN: "accept, return and examine cases"},
	{Action: CaseReview, Roles: []Role{Registrar}, ZH: "复核审查结论", EN: "decide on the review of a case"},
	{Action: CaseRead, Roles: []Role{Enterprise, Registrar, Regulator}, ZH: "查看登记案件", EN: "see registration cases"},
	{Action: CaseObject, AnyOrg: true, ZH: "对公示提出异议", EN: "object during publicity"},
	{Action: ObjectionResolve, Roles: []Role{Registrar}, ZH: "处理异议", EN: "resolve an objection"},
	{Action: CertificateIssue, Roles: []Role{Registrar}, ZH: "发放登记凭证", EN: "issue a certificate"},
	{Action: CertificateRead, AnyOrg: true, ZH: "查看登记凭证", EN: "see certificates"},
	{Action: SearchIssue, AnyOrg: true, ZH: "出具查询证明", EN: "have a search certificate made"},

	{Action: ValuationCommission, Roles: []Role{Enterprise, Bank, Guarantor}, ZH: "委托评估", EN: "commission an appraisal"},
	{Action: ValuationSubmit, Roles: []Role{Appraiser}, ZH: "提交评估", EN: "submit an appraisal"},
	{Action: ValuationRead,
		Roles: []Role{Enterprise, Appraiser, Bank, Guarantor, Exchange, PlanManager, Investor, Regulator},
		ZH:    "查看评估", EN: "see appraisals"},

	{Action: ApplicationSubmit, Roles: []Role{Enterprise}, ZH: "申请融资", EN: "apply for credit"},
	{Action: ApplicationDecide, Roles: []Role{Bank}, ZH: "审批融资申请", EN: "decide on an application"},
	{Action: CreditRead, Roles: []Role{Enterprise, Bank, Guarantor, PlanManager, Investor, Regulator}, ZH: "查看融资",
		EN: "see credit cases"},
	{Action: PledgePropose, Roles: []Role{Enterprise, Bank, Guarantor}, ZH: "发起质押", EN: "propose a pledge"},
	{Action: PledgeAccept, Roles: []Role{Enterprise, Bank, Guarantor}, ZH: "接受质押", EN: "accept a pledge"},
	{Action: PledgeAcknowledge, Roles: []Role{Bank, Guarantor}, ZH: "知悉其他质权", EN: "acknowledge another pledgee's lien"},
	{Action: ContractSign, Roles: []Role{Enterprise, Bank, Guarantor}, ZH: "签署合同", EN: "sign a contract"},
	{Action: LoanDisburse, Roles: []Role{Bank}, ZH: "放款", EN: "disburse a loan"},
	{Action: LoanRepay, Roles: []Role{Enterprise, Bank}, ZH: "还款、入账", EN: "repay, or record a repayment"},
	{Action: MarginDeposit, Roles: []Role{Enterprise, Bank}, ZH: "存入保证金", EN: "deposit margin"},
	{Action: MarginCall, Roles: []Role{Bank}, ZH: "追加保证金", EN: "call for margin"},
	{Action: EnforcementOpen, Roles: []Role{Bank, Guarantor}, ZH: "启动处置", EN: "open enforcement"},
	{Action: LienRelease, Roles: []Role{Bank, Guarantor}, ZH: "解除质押", EN: "release a lien"},
	{Action: BooksRead, Roles: []Role{Enterprise, Bank, Guarantor, PlanManager}, ZH: "查看本机构账簿",
		EN: "see one's organisation's books"},

	{Action: HeartbeatRead, AnyOrg: true, ZH: "查看数据心跳", EN: "see heartbeats"},
	{Action: LienWatch, Roles: []Role{Bank, Guarantor}, ZH: "约定心跳、揭示存在性挑战",
		EN: "schedule heartbeats and challenge pledged data"},
	{Action: SanctionRecord, Roles: []Role{Regulator}, ZH: "登记联合惩戒", EN: "record or lift a joint sanction"},
	{Action: OversightRead, Roles: []Role{Regulator}, ZH: "查看监管总览", EN: "see the regulator's overview"},

	{Action: SimilaritySeal, Roles: []Role{Enterprise}, ZH: "请求计算内容指纹", EN: "have the sketch of one's data sealed"},
	{Action: SimilarityRead, AnyOrg: true, ZH: "查询登记数据的相似性（按身份分级答复）",
		EN: "ask what is similar to registered data, answered by who asks"},

	{Action: LogRead, Anyone: true, ZH: "查看登记日志与证明", EN: "read the log and its proofs"},
	{Action: CommandSubmit, AnyOrg: true, ZH: "提交已签名的指令", EN: "submit a signed command"},
	{Action: ExampleClock, Anyone: true, ZH: "拨动示例时钟（仅示例模式）", EN: "move the example's clock (example mode only)"},
}

// policy is rules by action.
var policy = func() map[Action]Rule {
	m := make(map[Action]Rule, len(rules))
	for _, r := range rules {
		m[r.Action] = r
	}
	return m
}()

// Policy returns the whole table in reading order.
func Policy() []Rule { return slices.Clone(rules) }

// Known reports whether a is in the table.
func (a Action) Known() bool {
	_, ok := policy[a]
	return ok
}
