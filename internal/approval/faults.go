package approval

import "shurong.org/shurong/fault"

// The faults of the mechanism itself.
var (
	ErrNotFound = fault.Define("approval.not_found", fault.NotFound,
		"没有这项待办：{id}", "there is no such request: {id}")
	ErrOwn = fault.Define("approval.own", fault.Forbidden,
		"不能复核自己发起的事项", "one cannot decide on one's own request").
		Hint("请由本机构另一位有权限的同事复核", "another person of the organisation who may do this must decide")
	ErrNotMaker = fault.Define("approval.not_maker", fault.Forbidden,
		"只有发起人可以撤回", "only its maker can withdraw a request")
	ErrNotPending = fault.Define("approval.not_pending", fault.Conflict,
		"该事项已不在待复核状态（{state}）", "the request is no longer pending ({state})").
		Hint("请刷新待办列表", "read the list again")
	ErrOpen = fault.Define("approval.open", fault.Conflict,
		"同一对象已有一项同类待办（{id}）", "a request of this kind is already open on the same subject ({id})").
		Hint("请先复核或撤回已有的一项", "decide on it or withdraw it first")
	ErrReason = fault.Define("approval.reason", fault.Invalid,
		"请填写理由（{min} 至 {max} 个字）", "give a reason of {min} to {max} characters")
	ErrRunning = fault.Define("approval.running", fault.Conflict,
		"该事项正在办理中", "the request is being carried out").
		Hint("请稍候刷新", "read it again in a moment")
	ErrUnfinished = fault.Define("approval.unfinished", fault.Unavailable,
		"已批准，但暂未办结", "approved, but not carried out to its end yet").
		Hint("系统将在恢复后继续办理；也可稍后再次批准以重试", "it will be taken up again; or approve it once more to retry now")
	errUnknownKind = fault.Define("approval.unknown_kind", fault.Internal,
		"本程序不认识这类待办：{kind}", "this program does not know requests of kind {kind}")
)
