package credit

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a thing does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("credit.not_found", fault.NotFound,
		"未找到{zh} {id}", "there is no {en} {id}").
		Hint("请核对编号；只能查看本机构作为当事方的事项", "check the number; you see what your organisation is a party of")
	// ErrParty says that the act is the other side's.
	ErrParty = fault.Define("credit.party", fault.Forbidden,
		"只有{zh}可以这样做", "only the {en} can do this")
	// ErrState says that an application or a contract is not at the point where this can be done.
	ErrState = fault.Define("credit.state", fault.Conflict,
		"{id} 当前状态为 {state}，不能{zh}", "{id} is {state}: {en} is not possible now")
	// ErrLender says that credit was asked of who does not give it.
	ErrLender = fault.Define("credit.not_bank", fault.Invalid,
		"机构 {org} 不是银行", "organisation {org} is not a bank")
	// ErrOwnBank says that an organisation asked itself for credit: a contract has two sides, and so have its books.
	ErrOwnBank = fault.Define("credit.own_bank", fault.Invalid,
		"不能向本机构申请融资", "an organisation cannot lend to itself")
	// ErrHolder says that the applicant does not hold the certificate.
	ErrHolder = fault.Define("credit.not_holder", fault.Conflict,
		"凭证 {code} 不存在、已失效，或不由本机构持有", "certificate {code} does not exist, has lapsed, or is not your organisation's")
	// ErrBlocked says that checks forbid the credit.
	ErrBlocked = fault.Define("credit.blocked", fault.Conflict,
		"审查未通过：{checks}", "the credit fails these checks: {checks}").
		Hint("逐项证据见审查清单", "the assessment shows the evidence, one by one")
	// ErrOverLimit says that more is to be lent than the limit.
	ErrOverLimit = fault.Define("credit.over_limit", fault.Conflict,
		"批准金额 {amount} 元超过额度 {limit} 元", "{amount} is over the limit of {limit}").
		Hint("额度 = min（申请金额，质押率上限 × 评估价值）", "the limit is min(requested, cap × appraised value)")
	// ErrSecured says that the secured amount does not cover the credit.
	ErrSecured = fault.Define("credit.secured", fault.Invalid,
		"担保金额 {secured} 元应在 {least} 元至 {most} 元之间", "the secured amount {secured} should be from {least} to {most}").
		Hint("担保范围为本金、利息、罚息与实现债权的费用，至多为本金的两倍",
			"it covers principal, interest, penalty and costs, and is at most twice the principal")
	// ErrTerm says that a term is out of range.
	ErrTerm = fault.Define("credit.term", fault.Invalid,
		"期限 {months} 个月应在 1 至 60 之间", "a term of {months} months should be from 1 to 60").
		Hint("流动资金贷款一般不超过三年，最长五年", "working-capital loans run up to three years, five at most")
	// ErrText says that a text is missing or too long.
	ErrText = fault.Define("credit.text", fault.Invalid,
		"应为 {least} 至 {most} 个字", "it should have {least} to {most} characters")
	// ErrLienOpen says that a pledge for the application lives already.
	ErrLienOpen = fault.Define("credit.lien_open", fault.Conflict,
		"申请 {id} 已有质押 {lien}（{status}）", "application {id} has the lien {lien} already ({status})")
	// ErrNoLien says that no pledge was proposed yet, or it has ended.
	ErrNoLien = fault.Define("credit.no_lien", fault.Conflict,
		"申请 {id} 尚无有效的质押", "application {id} has no live lien yet").
		Hint("请由借款人先发起质押", "the borrower proposes the pledge first")
	// ErrNotEffective says that a lien does not bind yet.
	ErrNotEffective = fault.Define("credit.lien_not_effective", fault.Conflict,
		"质押 {lien} 尚未生效（{status}）", "lien {lien} is not effective yet ({status})").
		Hint("须由质权人接受，并由在先质权人知悉或告知期届满",
			"it takes the pledgee's acceptance, and the earlier pledgees' acknowledgement or the end of their notice")
	// ErrDrawdown says that a contract's day of drawdown is another.
	ErrDrawdown = fault.Define("credit.drawdown", fault.Conflict,
		"合同约定放款日为 {date}，今日为 {today}", "the contract is to be drawn on {date}; today is {today}").
		Hint("还款计划自放款日起算；已过期的合同请作废后重新拟订",
			"the schedule counts from that day; void a contract whose day has passed and draw it up again")
	// ErrMarginShort says that the agreed margin is not in the account yet.
	ErrMarginShort = fault.Define("credit.margin_short", fault.Conflict,
		"保证金应为 {want} 元，现有 {have} 元", "the margin should be {want}; there is {have}").
		Hint("请借款人先存入保证金", "the borrower deposits it first")
	// ErrSignedAlready says that an organisation signed before.
	ErrSignedAlready = fault.Define("credit.signed", fault.Conflict,
		"本机构已签署合同 {id}", "your organisation has signed contract {id} already")
	// ErrOtherRequest says that another request disburses the contract.
	ErrOtherRequest = fault.Define("credit.disbursing", fault.Conflict,
		"合同 {id} 正由另一项请求 {request} 办理放款", "contract {id} is being disbursed under another request ({request})")
)
