package oversight

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a thing does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("oversight.not_found", fault.NotFound,
		"未找到 {what}", "{what} was not found")
	// ErrLength says that a decision is too short or too long to be one.
	ErrLength = fault.Define("oversight.length", fault.Invalid,
		"决定书正文应为 {least} 至 {most} 个字符，现为 {n} 个", "a decision has {least} to {most} characters; this has {n}").
		Hint("请写明事实、理由和依据", "state the facts, the reasons and the rule they rest on")
	// ErrSelf says that a regulator would decide about itself.
	ErrSelf = fault.Define("oversight.self", fault.Forbidden,
		"不能对本机构作出惩戒决定", "a regulator does not decide about itself")
)
