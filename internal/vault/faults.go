package vault

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a thing does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("vault.not_found", fault.NotFound,
		"未找到 {what}", "{what} was not found").
		Hint("请核对编号；只能查看本机构的、本机构案件的和获授权的材料", "check the number; you see your own, those of your cases, and what you are authorised to see")
	// ErrType says that a paper's bytes are not of a type that is taken, or not of the type they claim.
	ErrType = fault.Define("vault.type", fault.Invalid,
		"文件内容不是可接受的类型：{why}", "the file is of no type that is taken: {why}").
		Hint("接受 PDF、PNG、JPEG、纯文本、CSV、JSON，以及不含宏的 DOCX、XLSX、OFD", "taken are PDF, PNG, JPEG, plain text, CSV, JSON, and DOCX, XLSX, OFD without macros")
	// ErrActive says that a paper carries a program.
	ErrActive = fault.Define("vault.active", fault.Invalid,
		"文件含有可执行内容：{why}", "the file carries something that runs: {why}").
		Hint("请另存为不含脚本、宏、外部引用和附件的文件", "save it without scripts, macros, links that load by themselves, and files within")
	// ErrSize says that a paper is empty or too large.
	ErrSize = fault.Define("vault.size", fault.Limit,
		"文件大小 {size} 字节，应为 1 至 {limit} 字节", "the file has {size} bytes; 1 to {limit} are taken")
	// ErrMany says that an organisation keeps too many papers.
	ErrMany = fault.Define("vault.many", fault.Limit,
		"本机构的材料已达 {most} 份或 {gb} GB", "your organisation keeps {most} papers or {gb} GB already").
		Hint("请删除不再需要的材料", "erase papers that are not needed any more")
	// ErrPurpose says that a reading names no purpose.
	ErrPurpose = fault.Define("vault.purpose", fault.Invalid,
		"请说明查询目的（指引第三十条），4 至 200 个字符", "say what you read it for (Guide Art. 30), in 4 to 200 characters")
	// ErrErased says that a thing was erased.
	ErrErased = fault.Define("vault.erased", fault.NotFound,
		"{what} 已被删除", "{what} was erased")
	// ErrNeeded says that a thing cannot be erased because a registration in force stands on it.
	ErrNeeded = fault.Define("vault.needed", fault.Conflict,
		"{what} 是有效登记 {on} 的资料，依法应当保存，不能删除", "{what} belongs to the registration {on}, which is in force; it must be kept").
		Hint("登记失效或注销后可以删除", "it can be erased once the registration has ended")
	// ErrPerson says that a person's particulars do not fit.
	ErrPerson = fault.Define("vault.person", fault.Invalid,
		"自然人信息有误：{why}", "the person's particulars do not fit: {why}")
	// ErrGrant says that an authorisation does not fit.
	ErrGrant = fault.Define("vault.grant", fault.Invalid,
		"授权有误：{why}", "the authorisation does not fit: {why}")
)
