package similarity

import "shurong.org/shurong/fault"

var (
	// ErrSubject says that an evaluation was asked for something that is not there, over, or another's.
	ErrSubject = fault.Define("similarity.subject", fault.NotFound,
		"没有可用于生成指纹的事项“{subject}”", "there is nothing of yours called “{subject}” to seal a sketch for").
		Hint("请先新建草稿，或使用本机构的数据集、在办登记或有效凭证", "open a draft first, or name your data set, open case or valid certificate")
	// ErrSubjectLimit says that enough was evaluated for a subject.
	ErrSubjectLimit = fault.Define("similarity.subject_limit", fault.Limit,
		"该事项 24 小时内最多计算 {max} 个元素，请在 {retry_after} 秒后再试",
		"at most {max} elements are evaluated for this within 24 hours; try again in {retry_after} seconds")
	// ErrOrgLimit says that enough was evaluated for an organisation.
	ErrOrgLimit = fault.Define("similarity.org_limit", fault.Limit,
		"贵机构 24 小时内最多计算 {max} 个元素，请在 {retry_after} 秒后再试",
		"at most {max} elements are evaluated for your organisation within 24 hours; try again in {retry_after} seconds").
		Hint("批量登记请与登记机构商定限额", "agree on a higher limit with the registrar for bulk registrations")
	// ErrRepeated says that a signed request came before.
	ErrRepeated = fault.Define("similarity.repeated", fault.Conflict,
		"该签名请求已处理过", "this signed request was answered before").
		Hint("请重新盲化后再提交", "blind again and send a new request")
	// ErrKey says that a signed request's key may not ask.
	ErrKey = fault.Define("similarity.key", fault.Forbidden,
		"密钥 {key} 未登记、已吊销或签名无效", "the key {key} is not in the registry, is revoked, or did not sign this").
		Hint("请使用本机构在登记簿中的有效密钥", "use a valid key of your organisation in the registry")
	// ErrLog says that a signed request is meant for another log.
	ErrLog = fault.Define("similarity.log", fault.Invalid,
		"该请求针对日志 {have}，本节点为 {want}", "the request is for the log {have}; this node serves {want}")
	// ErrDrafts says that an organisation has too many open drafts.
	ErrDrafts = fault.Define("similarity.drafts", fault.Limit,
		"未到期的草稿最多 {max} 个", "at most {max} drafts are open at a time").
		Hint("草稿 30 天后到期，可重复使用已有草稿", "a draft ends after 30 days; use one you have")
	// ErrNotFound says that a case or certificate does not exist or is not the caller's to ask about.
	ErrNotFound = fault.Define("similarity.not_found", fault.NotFound,
		"不存在该登记，或您无权查询其相似性", "there is no such registration, or its similarity is not yours to ask about")
	// ErrEntry says that a log entry cannot be read.
	ErrEntry = fault.Define("similarity.entry", fault.Internal,
		"日志第 {index} 条无法读入相似性索引", "entry {index} of the log cannot be taken into the similarity index").
		Hint("请检查程序版本", "check the program's version")
	// ErrUnsealed says that a sketch was made without a registry's key.
	ErrUnsealed = fault.Define("similarity.unsealed", fault.Invalid,
		"内容指纹未经封装（{domain}）：任何人都可以拿猜测的值与它比对，本节点不接收",
		"the sketch is not sealed ({domain}): whoever has it can try guesses against it, so this node does not take it").
		Hint("请用 --registry 和 --pin 重新测量：shurong profile 数据 --json --registry 节点地址 --pin 密钥指纹 --token-file 令牌文件；或由管理员设置 public_sketches",
			"measure again with --registry and --pin: shurong profile SOURCE --json --registry NODE --pin FINGERPRINT --token-file FILE; or the operator sets public_sketches")
	// ErrForeign says that a sketch was sealed under a key that this node does not know.
	ErrForeign = fault.Define("similarity.foreign", fault.Invalid,
		"内容指纹以另一密钥封装（{domain}），在本登记机构无法比对", "the sketch is sealed under another key ({domain}) and cannot be compared at this registrar").
		Hint("请读取本节点的密钥指纹后重新测量；密钥轮换后旧指纹失效", "read this node's key fingerprint and measure again: after a key was rolled its sketches are of no use")
	// ErrUnpublished says that a sketch was sealed under a key that stands in no log.
	ErrUnpublished = fault.Define("similarity.unpublished", fault.Conflict,
		"密钥周期 {epoch} 的公钥尚未公布在登记簿中，以它封装的指纹不予接收",
		"the key of epoch {epoch} is not published in the log: a sketch sealed under it is not taken").
		Hint("请登记机构先公布：shurong similarity key publish --epoch {epoch}",
			"the registrar publishes it first: shurong similarity key publish --epoch {epoch}")
	// ErrNotYet says that a key is published for a later day.
	ErrNotYet = fault.Define("similarity.not_yet", fault.Conflict,
		"密钥周期 {epoch} 自 {from} 起启用", "the key of epoch {epoch} is in use from {from} on").
		Hint("在此之前请以当前密钥封装", "seal under the present key until then")
	// ErrKeys says that the keys of a node are not in order.
	ErrKeys = fault.Define("similarity.keys", fault.Internal,
		"相似性密钥目录 {dir} 有误：{why}", "the similarity keys in {dir} are not in order: {why}").
		Hint("请按密钥管理文档核对，或从备份恢复", "compare with the key ceremony's papers, or restore the backup")
)
