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
)
