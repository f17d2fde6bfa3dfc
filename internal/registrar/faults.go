package registrar

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a thing does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("registrar.not_found", fault.NotFound,
		"未找到 {what}", "{what} was not found").
		Hint("请核对编号；只能查看本机构的和已公开的事项", "check the number; you see what is your organisation's or public")
	// ErrLength says that a text is too short or too long.
	ErrLength = fault.Define("registrar.length", fault.Invalid,
		"长度应为 {least} 至 {most} 个字符，现为 {n} 个", "it should have {least} to {most} characters and has {n}")
	// ErrChoice says that a value is not one of those on the form.
	ErrChoice = fault.Define("registrar.choice", fault.Invalid,
		"应为以下之一：{allowed}", "it should be one of: {allowed}")
	// ErrSpan says that a time span ends before it begins.
	ErrSpan = fault.Define("registrar.span", fault.Invalid,
		"时间跨度的结束日 {to} 早于开始日 {from}", "the time span ends on {to}, before it begins on {from}")
	// ErrCount says that a number is out of bounds.
	ErrCount = fault.Define("registrar.count", fault.Invalid,
		"应为 {least} 至 {most} 之间的整数", "it should be a whole number from {least} to {most}")
	// ErrPhone says that a telephone number is not one.
	ErrPhone = fault.Define("registrar.phone", fault.Invalid,
		"联系电话应为手机号码，或带区号的固定电话", "it should be a mobile number, or a landline with its area code").
		Hint("例如 13800000000 或 0571-12345678", "such as 13800000000 or 0571-12345678")
	// ErrDigest says that an uploaded sketch or profile is not the one the measurement speaks of.
	ErrDigest = fault.Define("registrar.digest", fault.Invalid,
		"内容与测量结果中的摘要不符", "it does not match the digest in the measurement").
		Hint("请上传同一次测量生成的全部文件", "upload all files of one and the same measurement")
	// ErrNoSketch says that a data set cannot be filed without its content sketch.
	ErrNoSketch = fault.Define("registrar.no_sketch", fault.Conflict,
		"数据集 {dataset} 的最新测量没有内容指纹", "the latest measurement of data set {dataset} has no content sketch").
		Hint("请用代理程序重新测量并上传测量结果和内容指纹", "measure again with the agent and upload measurement and sketch")
	// ErrOlder says that a measurement was made before the latest one.
	ErrOlder = fault.Define("registrar.older", fault.Conflict,
		"这次测量早于已有的最新测量", "this measurement is older than the latest one")
	// ErrFixed says that a resubmitted form changed what a correction cannot change.
	ErrFixed = fault.Define("registrar.fixed", fault.Conflict,
		"补正不能更改 {what}", "a correction cannot change {what}").
		Hint("请撤回本案后重新申请", "withdraw the case and file anew")
	// ErrUnanswered says that a similarity finding has no determination.
	ErrUnanswered = fault.Define("registrar.unanswered", fault.Invalid,
		"须对与案件 {case} 的相似情况作出认定", "the similarity with case {case} needs a determination").
		Hint("请查明两份数据的关系（同源、授权、加工或抄录），写明认定", "find out how the two relate (same source, licence, processing, copy) and say so")
	// ErrNoFinding says that a determination answers no finding.
	ErrNoFinding = fault.Define("registrar.no_finding", fault.Invalid,
		"没有与案件 {case} 的相似情况", "there is no similarity finding with case {case}")
	// ErrOnBehalf says that only the registrar files an objection for a person without an organisation.
	ErrOnBehalf = fault.Define("registrar.on_behalf", fault.Forbidden,
		"只有本案登记机构可以代他人提出异议", "only the case's registrar files an objection on behalf of another")
	// ErrSubject says that a change touches what a change cannot.
	ErrSubject = fault.Define("registrar.subject", fault.Conflict,
		"变更登记不能更改 {what}（指引第三十五条）", "a change cannot touch {what} (Guide Art. 35)").
		Hint("涉及权利主体或数据来源的，请办理转让登记或重新申请", "for the holder or the source, apply for a transfer or register anew")
	// ErrNoChange says that a changed form says what the form says.
	ErrNoChange = fault.Define("registrar.no_change", fault.Invalid,
		"变更后的内容与原登记相同", "the form reads as it did")
	// ErrStrangers says that a case has many public objections that wait.
	ErrStrangers = fault.Define("registrar.strangers", fault.Limit,
		"该案件已有 {most} 件公众异议待处理", "{most} public objections to this case wait already").
		Hint("请直接联系登记机构", "turn to the registrar directly")
	// ErrOften says that a place sends many public objections.
	ErrOften = fault.Define("registrar.often", fault.Limit,
		"同一地址提交的公众异议过多，请在 {retry_after} 秒后再试",
		"many public objections come from the same address; try again in {retry_after} seconds").
		Hint("情况紧急的，请直接联系登记机构", "if it is urgent, turn to the registrar directly")
	// ErrNothing says that a list has nothing to register, or was proposed already.
	ErrNothing = fault.Define("registrar.nothing", fault.Conflict,
		"清单 {import} 没有可承接的行，或已提交", "list {import} has nothing to register, or was proposed already")
)
