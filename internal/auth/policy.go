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
	CaseConsent      Action = "case.consent"
	AnnotationPlace  Action = "annotation.place"
	LicenceNote      Action = "licence.note"
	ProfileAdopt     Action = "profile.adopt"
	ImportCarry      Action = "import.carry"

	PaperAdd    Action = "paper.add"
	PaperRead   Action = "paper.read"
	PaperErase  Action = "paper.erase"
	AccessRead  Action = "access.read"
	PersonAdmit Action = "person.admit"
	PersonRead  Action = "person.read"
	GrantManage Action = "grant.manage"
	NoticeRead  Action = "notice.read"

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
	LienFile          Action = "lien.file"
	LienConsent       Action = "lien.consent"
	LienObject        Action = "lien.object"
	LienCompel        Action = "lien.compel"
	BooksRead         Action = "books.read"

	HeartbeatRead  Action = "heartbeat.read"
	LienWatch      Action = "lien.watch"
	SanctionRecord Action = "sanction.record"
	OversightRead  Action = "oversight.read"

	SimilaritySeal Action = "similarity.seal"
	SimilarityRead Action = "similarity.read"
	// SimilarityPublish publishes the key under which sketches are sealed.
	SimilarityPublish Action = "similarity.publish"

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
	{Action: CaseConsent, Roles: []Role{Enterprise}, ZH: "同意共同申请或受让", EN: "consent to a joint application or a transfer"},
	{Action: AnnotationPlace, Roles: []Role{Registrar}, ZH: "登记和解除备注", EN: "place and lift annotations"},
	{Action: LicenceNote, Roles: []Role{Enterprise}, ZH: "登记许可备注", EN: "note a licence"},
	{Action: ProfileAdopt, Roles: []Role{Registrar}, ZH: "采用登记规则", EN: "adopt a rule profile"},
	{Action: ImportCarry, Roles: []Role{Registrar}, ZH: "承接以往登记", EN: "recognise earlier certificates"},

	{Action: PaperAdd, AnyOrg: true, ZH: "上传材料", EN: "keep papers"},
	{Action: PaperRead, AnyOrg: true, ZH: "查看材料（非本机构的须说明目的并留痕）", EN: "read papers (another's with a purpose, logged)"},
	{Action: PaperErase, Roles: []Role{Enterprise, Registrar, Bank, Guarantor}, ZH: "删除材料", EN: "erase papers"},
	{Action: AccessRead, AnyOrg: true, ZH: "查看访问记录", EN: "see who read what is one's organisation's"},
	{Action: PersonAdmit, Roles: []Role{Registrar}, ZH: "接纳自然人", EN: "admit natural persons"},
	{Action: PersonRead, Roles: []Role{Registrar, Enterprise}, ZH: "查看、删除自然人信息（留痕）", EN: "read and erase a person's particulars (logged)"},
	{Action: GrantManage, Roles: []Role{Enterprise}, ZH: "授权查看未公示登记", EN: "authorise others to see an unpublished registration"},
	{Action: NoticeRead, AnyOrg: true, ZH: "查看通知", EN: "see notices"},

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
	{Action: LienFile, Roles: []Role{Bank, Guarantor}, ZH: "登记、变更、展期、转让质权和让与顺位",
		EN: "file, amend, extend, assign and subordinate a lien"},
	{Action: LienConsent, Roles: []Role{Bank, Guarantor}, ZH: "同意质押权利的转让或许可", EN: "consent to a transfer or licence of a pledged right"},
	{Action: LienObject, Roles: []Role{Enterprise}, ZH: "对质押登记提出异议", EN: "object to a filed lien"},
	{Action: LienCompel, Roles: []Role{Registrar}, ZH: "依法院文书强制注销质押", EN: "release a lien on a court's document"},
	{Action: BooksRead, Roles: []Role{Enterprise, Bank, Guarantor, PlanManager}, ZH: "查看本机构账簿",
		EN: "see one's organisation's books"},

	{Action: HeartbeatRead, AnyOrg: true, ZH: "查看数据心跳", EN: "see heartbeats"},
	{Action: LienWatch, Roles: []Role{Bank, Guarantor}, ZH: "约定心跳、揭示存在性挑战",
		EN: "schedule heartbeats and challenge pledged data"},
	{Action: SanctionRecord, Roles: []Role{Regulator}, ZH: "登记联合惩戒", EN: "record or lift a joint sanction"},
	{Action: OversightRead, Roles: []Role{Regulator}, ZH: "查看监管总览", EN: "see the regulator's overview"},

	{Action: SimilaritySeal, Roles: []Role{Enterprise}, ZH: "请求计算内容指纹", EN: "have the sketch of one's data sealed"},
	{Action: SimilarityPublish, Roles: []Role{Registrar}, ZH: "公布封装内容指纹的公钥", EN: "publish the key under which sketches are sealed"},
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
