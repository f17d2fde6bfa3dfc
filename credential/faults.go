package credential

import "shurong.org/shurong/fault"

// Faults whose reason differs by case take it twice: {why_zh} stands in the Chinese text, {why} in the English.
var (
	// ErrSize says that a file is too large to be a certificate.
	ErrSize = fault.Define("credential.size", fault.Limit,
		"文件超过 {limit} 字节，不是登记凭证", "the file has more than {limit} bytes: not a certificate")
	// ErrForm says that a file is not a certificate of this format.
	ErrForm = fault.Define("credential.form", fault.Invalid,
		"文件不是有效的登记凭证：{why_zh}", "the file is not a certificate: {why}").
		Hint("请使用登记机构签发的原始 JSON 文件，不要用编辑器另存", "use the JSON file as it was issued; do not save it from an editor")
	// ErrVersion says that the format is newer than this program.
	ErrVersion = fault.Define("credential.version", fault.Invalid,
		"凭证格式版本 {v} 不支持", "certificate format version {v} is not supported").
		Hint("请升级程序", "upgrade the program")
	// ErrUntrusted says that the checkpoint is not by the key the reader trusts.
	ErrUntrusted = fault.Define("credential.untrusted", fault.Invalid,
		"凭证引用的日志密钥 {got} 不是所信任的 {want}", "the certificate's log key {got} is not the one you trust, {want}").
		Hint("请向登记机构核实其公布的验证密钥", "ask the registry for the verifier key that it publishes")
	// ErrFact says that a fact of the document does not hold or is missing.
	ErrFact = fault.Define("credential.fact", fault.Invalid,
		"凭证中的登记事实 {key} 不成立：{why_zh}", "the fact {key} of the certificate does not hold: {why}")
	// ErrEntry says that the log entry is not the issue of this certificate.
	ErrEntry = fault.Define("credential.entry", fault.Invalid,
		"日志条目不是该凭证的核发记录：{why_zh}", "the log entry is not the issue of this certificate: {why}")
	// ErrSignature says that the registrar's signature is wrong: the document was changed, or is not its own.
	ErrSignature = fault.Define("credential.signature", fault.Invalid,
		"登记机构签名无效：凭证内容被改动，或不是该机构签发",
		"the registrar's signature is not valid: the document was changed, or is not by that registrar")
	// ErrRevoked says that the key that signed was no longer the registrar's.
	ErrRevoked = fault.Define("credential.revoked", fault.Invalid,
		"签名密钥 {key} 已被登记机构撤销", "the registrar had revoked the key {key} that signed this")
	// ErrStale says that a document is older than its reader accepts.
	ErrStale = fault.Define("credential.stale", fault.Invalid,
		"文件出具已 {age}，超过所要求的 {most}", "the document was made {age} ago, more than the {most} asked for").
		Hint("请向登记机构取得新的状态证明或查询证明", "get a new status proof or search certificate from the registrar")
	// ErrText says that the plain text is not what was registered.
	ErrText = fault.Define("credential.text", fault.Invalid,
		"登记表内容与登记簿中的承诺值不符", "the form's text is not the one that the registry committed to")
)

// because is the two halves of a reason.
func because(zh, en string) []any { return []any{"why_zh", zh, "why", en} }
