package registry

import "shurong.org/shurong/fault"

// Faults of the envelope: who speaks, and whether it was said before.
var (
	ErrTooLarge = fault.Define("registry.too_large", fault.Limit,
		"命令长度 {size} 字节，超过上限 {limit} 字节", "the command has {size} bytes, over the limit of {limit}").
		Hint("命令只携带摘要和承诺，不携带文档", "commands carry digests and commitments, not documents")
	ErrVersion = fault.Define("registry.version", fault.Invalid,
		"命令格式版本 {v} 不支持", "command format version {v} is not supported").
		Hint("请使用版本 1", "use version 1")
	ErrKind = fault.Define("registry.kind", fault.Invalid,
		"未知的命令类型 {kind}", "unknown kind of command {kind}")
	ErrSignature = fault.Define("registry.signature", fault.Unauthenticated,
		"签名与密钥 {key} 不符", "the signature is not by key {key}").
		Hint("请确认签名内容为去掉 sig 后的规范 JSON，并带有前缀", "sign the canonical JSON without sig, with the prefix")
	ErrUnknownKey = fault.Define("registry.unknown_key", fault.Unauthenticated,
		"密钥 {key} 不属于机构 {org}", "key {key} is not a key of organisation {org}").
		Hint("请先由登记机构准入该机构，或由该机构登记密钥", "have the organisation admitted by a registrar, or the key added by the organisation")
	ErrRevokedKey = fault.Define("registry.revoked_key", fault.Unauthenticated,
		"密钥 {key} 已被撤销", "key {key} was revoked")
	ErrPurpose = fault.Define("registry.purpose", fault.Forbidden,
		"密钥 {key} 的用途不允许签署 {kind}", "the purpose of key {key} does not allow it to sign {kind}").
		Hint("监测代理密钥只能签署心跳，心跳只能由监测代理密钥签署", "an agent's key signs heartbeats only, and only it does")
	ErrNonce = fault.Define("registry.nonce", fault.Conflict,
		"命令序号 {nonce} 不大于该密钥已用的 {last}：重放或乱序", "nonce {nonce} is not above {last}, the key's last: a replay, or out of order").
		Hint("请查询该密钥的最新序号后重新签名", "ask for the key's last nonce and sign again")
	ErrOtherLog = fault.Define("registry.other_log", fault.Invalid,
		"命令是发往日志 {log} 的，本日志为 {want}", "the command is meant for log {log}, this is {want}")
	ErrGenesis = fault.Define("registry.genesis", fault.Conflict,
		"创世命令只能是日志的第一条", "the genesis can only be a log's first command")
	ErrNoGenesis = fault.Define("registry.no_genesis", fault.Conflict,
		"日志尚未创世", "the log has no genesis yet")
	ErrRole = fault.Define("registry.role", fault.Forbidden,
		"机构 {org} 没有 {role} 角色，不能发出 {kind}", "organisation {org} is not a {role} and cannot send {kind}")
	ErrParty = fault.Define("registry.party", fault.Forbidden,
		"机构 {org} 不是此事项的当事方，不能发出 {kind}", "organisation {org} is not the party that may send {kind} here")
)

// Faults of form.
var (
	ErrField = fault.Define("registry.field", fault.Invalid,
		"字段不符合要求：{why}", "the field does not fit: {why}")
	ErrLength = fault.Define("registry.length", fault.Invalid,
		"长度应为 {least} 至 {most} 个字符，且为单行", "it should have {least} to {most} characters, on one line")
	ErrDigits = fault.Define("registry.digits", fault.Invalid,
		"应为 {n} 位数字", "it should be {n} digits")
	ErrDigest = fault.Define("registry.digest", fault.Invalid,
		"应为 64 位小写十六进制的 SHA-256", "it should be a SHA-256 in 64 lower-case hexadecimal digits")
	ErrExists = fault.Define("registry.exists", fault.Conflict,
		"{what} 已存在", "{what} exists already")
	ErrNotFound = fault.Define("registry.not_found", fault.NotFound,
		"未找到 {what}", "{what} was not found")
)

// Faults of registration.
var (
	ErrCaseStatus = fault.Define("case.status", fault.Conflict,
		"案件 {case} 当前状态为 {status}，不能执行 {kind}", "case {case} is {status}; {kind} is not possible now").
		Hint("请刷新案件查看当前步骤", "reload the case to see its present step")
	ErrStateBody = fault.Define("case.state_body", fault.Invalid,
		"党政机关履职数据不予登记（指引第十五条）", "data of party-government bodies in performing duties is not registered (Guide Art. 15)")
	ErrPublicRegistry = fault.Define("case.public_registry", fault.Invalid,
		"公共数据授权运营产品须先办理公共数据资源登记并填写登记号（指引第十五条）", "a product of authorised public-data operation needs its public data registry number first (Guide Art. 15)")
	ErrCoreData = fault.Define("case.core_data", fault.Invalid,
		"核心数据不予登记", "core data is not registered")
	ErrImportant = fault.Define("case.important_data", fault.Invalid,
		"重要数据暂不通过一般程序登记", "important data does not go through the ordinary procedure").
		Hint("请先完成重要数据风险评估并与登记机构商定", "complete the risk assessment for important data and agree the path with the registrar")
	ErrRights = fault.Define("case.rights", fault.Invalid,
		"来源 {source} 不能登记 {right}：{why}（指引第{article}条）", "source {source} cannot carry the right {right}: {why} (Guide Art. {article})").
		Hint("请按来源与权利对照表调整申请的权利", "apply only for rights that the source → rights table grants")
	ErrSource = fault.Define("case.source", fault.Invalid,
		"未知的数据来源 {source}", "unknown source {source}")
	ErrCorrectedOnce = fault.Define("case.corrected_once", fault.Conflict,
		"补正要求应一次性告知，已发出过（指引第十七条）", "corrections are asked for once, and were (Guide Art. 17)")
	ErrExtendedOnce = fault.Define("case.extended_once", fault.Conflict,
		"审查期限只能延长一次（指引第二十八条）", "the review can be extended only once (Guide Art. 28)")
	ErrWithhold = fault.Define("case.withhold", fault.Conflict,
		"申请人未申请不予公示，不能不公示", "the applicant did not ask to be left out of publicity")
	ErrOpenObjection = fault.Define("case.open_objection", fault.Conflict,
		"案件 {case} 尚有未处理的异议", "case {case} has an open objection").
		Hint("请先作出异议处理结论", "conclude the inquiry first")
	ErrSelfRegister = fault.Define("case.self_register", fault.Forbidden,
		"登记机构不得在本机构申请登记（指引第十条）", "a registrar must not be an applicant at itself (Guide Art. 10)")
	ErrValidity = fault.Define("certificate.validity", fault.Invalid,
		"有效期应在 {from} 至 {until} 之间（指引第二十六条）", "validity must end between {from} and {until} (Guide Art. 26)")
	ErrSerials = fault.Define("certificate.serials", fault.Limit,
		"本机构 {month} 的凭证流水号已用尽（每月 9999 个）", "this registrar's certificate serials for {month} are used up (9,999 a month)").
		Hint("请于下月核发，或启用另一机构代码", "issue it next month, or use another registrar digit")
	ErrNotLive = fault.Define("certificate.not_live", fault.Conflict,
		"凭证 {code} 已失效或注销", "certificate {code} has lapsed or was cancelled")
	ErrEncumbered = fault.Define("certificate.encumbered", fault.Conflict,
		"凭证 {code} 上有未解除的质押 {lien}", "certificate {code} carries the live lien {lien}").
		Hint("请先由质权人解除质押", "have the pledgee release it first")
)

// Faults of value, pledge and sanction.
var (
	ErrNoOperating = fault.Define("pledge.no_operating_right", fault.Conflict,
		"机构 {org} 在凭证 {code} 上没有有效的数据经营权，不能出质", "organisation {org} holds no live right to operate on certificate {code} and cannot pledge it").
		Hint("设立担保属于数据经营权（指引第三条）；请先登记该权利", "giving security belongs to the right to operate (Guide Art. 3); register it first")
	ErrCovenant = fault.Define("pledge.no_further", fault.Conflict,
		"在先质押 {lien} 约定不得再次出质", "the earlier lien {lien} carries a no-further-pledge covenant").
		Hint("须先经该质权人解除质押", "that pledgee must release it first")
	ErrTooManyLiens = fault.Define("pledge.too_many", fault.Limit,
		"凭证 {code} 上已有 {most} 项未解除的质押，不能再出质", "certificate {code} carries {most} live liens already; no further pledge is taken").
		Hint("请先由质权人解除，或撤回未被接受的质押", "have a pledgee release one, or withdraw a proposal that was not accepted")
	ErrLienStatus = fault.Define("pledge.status", fault.Conflict,
		"质押 {lien} 当前状态为 {status}，不能执行 {kind}", "lien {lien} is {status}; {kind} is not possible now")
	ErrDisclosure = fault.Define("pledge.disclosure", fault.Conflict,
		"所确认的在先质押与登记簿不一致，登记簿为：{ahead}", "the earlier liens you acknowledge are not those of the register: {ahead}").
		Hint("请重新查看在先质押后再确认", "look at the liens ahead again, then accept")
	ErrFilingNo = fault.Define("pledge.filing_no", fault.Invalid,
		"动产融资统一登记编号应为 8 至 30 位数字", "the unified register's filing number has 8 to 30 digits")
	ErrNotAhead = fault.Define("pledge.not_ahead", fault.Forbidden,
		"机构 {org} 不是质押 {lien} 的在先质权人", "organisation {org} is not a pledgee ahead of lien {lien}")
	ErrNoticeRuns = fault.Define("pledge.notice_runs", fault.Conflict,
		"在先质权人的告知期至 {until} 届满", "the earlier pledgees' notice runs until {until}")
	ErrOpenLoan = fault.Define("pledge.open_loan", fault.Conflict,
		"质押 {lien} 担保的贷款 {loan} 尚未结清", "loan {loan} secured by lien {lien} is not settled").
		Hint("请先登记贷款结清", "record the loan's settlement first")
	ErrLoanExists = fault.Define("loan.exists", fault.Conflict,
		"质押 {lien} 已有未结清的贷款 {loan}", "lien {lien} already secures the open loan {loan}")
	ErrSanctioned = fault.Define("sanction.barred", fault.Conflict,
		"机构 {org} 在联合惩戒名单内，至 {until}，不得放款", "organisation {org} is on the joint sanction list until {until}: no disbursement to it").
		Hint("请待惩戒期满或移出名单后再办理", "wait until the entry ends or is lifted")
	ErrIndependence = fault.Define("valuation.independence", fault.Forbidden,
		"评估机构 {org} 不得评估自己持有或受质押的数据资产", "appraiser {org} must not appraise data it holds or has in pledge")
	ErrValueRange = fault.Define("valuation.range", fault.Invalid,
		"应满足 0 < 下限 ≤ 评估值 ≤ 上限，且不超过上限金额", "0 < low ≤ value ≤ high must hold, within the largest amount")
	ErrValuationDate = fault.Define("valuation.date", fault.Invalid,
		"评估基准日不得晚于今日，报告有效期自基准日起不超过 {months} 个月", "the valuation date is not after today, and a report is valid for at most {months} months from it")
	ErrHeartbeatChain = fault.Define("heartbeat.chain", fault.Conflict,
		"心跳应为第 {seq} 次并引用前一次的摘要", "the heartbeat should be number {seq} and name the digest of the one before").
		Hint("请查询最新心跳后续接", "ask for the latest heartbeat and continue from it")
	ErrHeartbeatTime = fault.Define("heartbeat.time", fault.Invalid,
		"测量时间不得早于上一次心跳，也不得晚于登记时间", "the measurement is not before the last heartbeat's, nor after the time of registration")
	ErrMeasurement = fault.Define("heartbeat.measurement", fault.Invalid,
		"测量值 {what} 超出范围", "the measurement {what} is out of range")
)
