package act

import (
	"shurong.org/shurong/fault"
)

// Faults of who may do what, in which log.
var (
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
	ErrMeasurement = fault.Define("heartbeat.measurement", fault.Invalid,
		"测量值 {what} 超出范围", "the measurement {what} is out of range")
)

// Faults of what is there and what is not.
var (
	ErrExists = fault.Define("registry.exists", fault.Conflict,
		"{what} 已存在", "{what} exists already")
	ErrNotFound = fault.Define("registry.not_found", fault.NotFound,
		"未找到 {what}", "{what} was not found")
	ErrNotLive = fault.Define("certificate.not_live", fault.Conflict,
		"凭证 {code} 已失效或注销", "certificate {code} has lapsed or was cancelled")
	ErrPending = fault.Define("certificate.pending", fault.Conflict,
		"凭证 {code} 正在办结案件 {case}，暂不能办理其他事项", "case {case} is being concluded on certificate {code}; nothing else can happen to it now")
)
