package keyring

import "shurong.org/shurong/fault"

var (
	// ErrNoKey says that this node holds no key of an organisation.
	ErrNoKey = fault.Define("keyring.no_key", fault.Conflict,
		"本节点没有机构 {org} 的签名密钥（用途 {purpose}）", "this node holds no signing key of organisation {org} (purpose {purpose})").
		Hint("该机构的密钥由其自己保管：请在其系统签名后提交命令，或先在本节点创建密钥",
			"the organisation keeps its keys itself: have it sign and submit the command, or create a key here first")
	// ErrOtherBody says that a reference was used before for another command.
	ErrOtherBody = fault.Define("keyring.other_body", fault.Conflict,
		"引用 {ref} 已用于另一条命令", "reference {ref} was used for another command").
		Hint("同一事项只能提交同一内容；新的内容请作为新的事项提交", "one reference is one act; submit other content as a new act")
	// ErrKeyFile says that the node key cannot be read.
	ErrKeyFile = fault.Define("keyring.key_file", fault.Internal,
		"节点密钥文件 {path} 无法使用：{why}", "node key file {path} cannot be used: {why}").
		Hint("该文件应为 64 位十六进制、权限 0600，且与数据库一同备份但分开存放；丢失后已托管的密钥无法恢复",
			"it holds 64 hexadecimal digits, mode 0600; back it up with the database but apart from it; without it the hosted keys are lost")
	// ErrSealed says that a sealed key does not open.
	ErrSealed = fault.Define("keyring.sealed", fault.Internal,
		"密钥 {key} 无法用当前节点密钥解开", "key {key} does not open under this node's key").
		Hint("请确认节点密钥文件与数据库属于同一节点", "check that key file and database belong to the same node")
	// ErrBusy says that a key's commands queue up and the caller's patience ended.
	ErrBusy = fault.Define("keyring.busy", fault.Unavailable,
		"机构 {org} 的命令正在排队，本条未发出", "commands of organisation {org} are queueing; this one was not sent").
		Hint("请稍后重试", "try again in a moment")
)
