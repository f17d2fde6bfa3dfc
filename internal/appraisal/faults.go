package appraisal

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a thing does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("appraisal.not_found", fault.NotFound,
		"未找到{zh} {id}", "there is no {en} {id}").
		Hint("请核对编号；只能查看本机构委托、承办或获准查阅的评估",
			"check the number; you see what your organisation asked for, works on, or was handed")
	// ErrAppraiser says that the organisation asked is not an appraiser.
	ErrAppraiser = fault.Define("appraisal.not_appraiser", fault.Invalid,
		"机构 {org} 不是评估机构", "organisation {org} is not an appraiser")
	// ErrStake says that the appraiser asked cannot be independent.
	ErrStake = fault.Define("appraisal.stake", fault.Conflict,
		"评估机构 {org} 是数据资产的权利人或委托人，不具独立性",
		"appraiser {org} holds the data or asks for its own report: it is not independent")
	// ErrCertificate says that there is nothing to appraise.
	ErrCertificate = fault.Define("appraisal.certificate", fault.Conflict,
		"凭证 {code} 不存在、已失效或注销，不能评估",
		"certificate {code} does not exist, has lapsed or was cancelled: nothing to appraise")
	// ErrClosed says that a commission has ended.
	ErrClosed = fault.Define("appraisal.closed", fault.Conflict,
		"委托 {id} 已结束（{state}）", "commission {id} has ended ({state})")
	// ErrProposed says that a report of the commission waits for a second person.
	ErrProposed = fault.Define("appraisal.proposed", fault.Conflict,
		"委托 {id} 的报告正在复核（{approval}）", "a report of commission {id} waits for a second person ({approval})").
		Hint("请先复核或撤回", "decide on it or withdraw it first")
	// ErrNoDraft says that nothing was written yet.
	ErrNoDraft = fault.Define("appraisal.no_draft", fault.Conflict,
		"委托 {id} 尚无评估文件", "commission {id} has no valuation file yet")
	// ErrOther says that a valuation file is about something else than its commission.
	ErrOther = fault.Define("appraisal.other", fault.Invalid,
		"评估文件的{zh}为“{have}”，与委托不符，应为“{want}”", "the valuation file's {en} is “{have}”; the commission says “{want}”")
	// ErrRole says that the caller is on the other side of the commission.
	ErrRole = fault.Define("appraisal.party", fault.Forbidden,
		"只有{zh}可以这样做", "only the {en} can do this")
	// ErrReason says that a reason is missing or too long.
	ErrReason = fault.Define("appraisal.reason", fault.Invalid,
		"请填写理由（2 至 500 个字）", "give a reason of 2 to 500 characters")
	// ErrSanctioned says that the appraiser is on the joint sanction list.
	ErrSanctioned = fault.Define("appraisal.sanctioned", fault.Conflict,
		"评估机构 {org} 在联合惩戒名单上（至 {until}），不得承办评估",
		"appraiser {org} is on the joint sanction list until {until}: it may not appraise").
		Hint("请另选评估机构", "choose another appraiser")
	// ErrYears says that an appraiser has valued the same asset for too many years in a row.
	ErrYears = fault.Define("appraisal.years", fault.Conflict,
		"评估机构 {org} 已连续 {years} 年（{from} 至 {to}）评估同一数据资产，须轮换",
		"appraiser {org} has appraised this data for {years} years in a row ({from} to {to}): another one has to").
		Hint("同一评估机构连续评估同一数据资产最多三年；隔一年后可再次承办",
			"one appraiser values the same data for at most three years in a row, and may again after a year's break")
	// ErrOtherAsset says that two reports are about different data.
	ErrOtherAsset = fault.Define("appraisal.other_asset", fault.Invalid,
		"两份报告的评估对象不同（{a} 与 {b}），不能逐项比较", "the reports are about different data ({a} and {b}): there is nothing to compare").
		Hint("请选择同一数据资产的两份报告", "choose two reports on the same data")
)
