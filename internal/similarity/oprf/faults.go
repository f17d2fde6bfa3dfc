package oprf

import "shurong.org/shurong/fault"

var (
	// ErrBatch says that a batch is empty or too large, or that an input is too long.
	ErrBatch = fault.Define("oprf.batch", fault.Invalid,
		"一次只能处理 1 至 {max} 个元素，这里有 {n} 个", "a request holds 1 to {max} elements; this one has {n}").
		Hint("请分几次提交", "send several requests")
	// ErrInput says that a value to be turned into a tag is too long.
	ErrInput = fault.Define("oprf.input", fault.Invalid,
		"第 {n} 个输入长度超过 {max} 字节", "input {n} is over {max} bytes")
	// ErrElement says that bytes are not an element of the group, or are the identity.
	ErrElement = fault.Define("oprf.element", fault.Invalid,
		"第 {n} 个元素不是有效的群元素", "element {n} is not a valid group element").
		Hint("请用本平台的代理程序生成", "make it with the agent")
	// ErrProof says that a body's answer was not made with the key it published.
	ErrProof = fault.Define("oprf.proof", fault.Invalid,
		"“{body}”的应答未通过证明校验：所用密钥与其公布的不一致",
		"the answer of “{body}” fails its proof: it was not made with the published key").
		Hint("不要使用该应答，请向登记机构和监管机构反映", "do not use the answer; tell the registrar and the regulator")
	// ErrAnswers says that the answers do not fit the request.
	ErrAnswers = fault.Define("oprf.answers", fault.Invalid,
		"应答与请求不符：{why}", "the answers do not fit the request: {why}")
	// ErrKeyFile says that a key file cannot be read.
	ErrKeyFile = fault.Define("oprf.key_file", fault.Invalid,
		"密钥文件格式不正确：{why}", "not a key file: {why}").
		Hint("请核对文件是否完整，必要时从备份恢复", "check that the file is whole; restore it from the backup if need be")
	// ErrPossession says that a public part's proof of possession fails.
	ErrPossession = fault.Define("oprf.possession", fault.Invalid,
		"“{body}”未能证明其持有与公钥对应的密钥份额", "“{body}” has not proved that it holds the share of its public part").
		Hint("请该机构重新生成份额", "have that body make its share again")
	// ErrJoin says that public parts do not make one key.
	ErrJoin = fault.Define("oprf.join", fault.Invalid,
		"这些公钥部分不能合成一把密钥：{why}", "the public parts do not make one key: {why}")
)
