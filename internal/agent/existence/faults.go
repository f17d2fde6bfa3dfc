package existence

import "shurong.org/shurong/fault"

var (
	// ErrContent says that content cannot be read as it was committed to.
	ErrContent = fault.Define("existence.content", fault.Conflict,
		"无法读取已质押的内容 {file}：{why_zh}", "the pledged content {file} cannot be read: {why}").
		Hint("已关闭的分区不得删除、缩短或改名；若确已变更，请与质权人联系",
			"closed partitions are not removed, shortened or renamed; if they were, talk to the pledgee")
	// ErrGone says that content that was committed to is not there any more, or less of it.
	ErrGone = fault.Define("existence.gone", fault.Conflict,
		"已质押的内容 {file} 已不完整：{why_zh}", "the pledged content {file} is not whole: {why}").
		Hint("请从备份恢复原文件；已关闭的分区不得删除、缩短或改名",
			"restore the file from a backup; closed partitions are not removed, shortened or renamed")
	// ErrNothing says that there is no content to commit to.
	ErrNothing = fault.Define("existence.nothing", fault.Invalid,
		"{path} 中没有可以承诺的内容", "there is no content to commit to in {path}").
		Hint("存在性证明针对只追加的文件或文件夹", "existence is proved of files, or folders of files, that only grow")
	// ErrTooMany says that a folder has too many files.
	ErrTooMany = fault.Define("existence.too_many", fault.Limit,
		"文件夹中的文件超过 {most} 个", "the folder has more than {most} files")
	// ErrPackage says that a sealed package is not one, or not whole.
	ErrPackage = fault.Define("existence.package", fault.Invalid,
		"封存文件无效：{why_zh}", "the sealed package is not valid: {why}").
		Hint("请向数据方的监测代理索取与登记簿一致的封存文件", "ask for the package whose digest the registry holds")
	// ErrRecipient says that a lender's public key is none.
	ErrRecipient = fault.Define("existence.recipient", fault.Invalid,
		"接收公钥无效，应为 age1 开头的 X25519 公钥", "the recipient is not an age X25519 public key (age1…)").
		Hint("质权人可用 shurong agent challenge --keygen 生成", "the lender makes one with shurong agent challenge --keygen")
	// ErrIdentity says that a lender's private key does not open a package.
	ErrIdentity = fault.Define("existence.identity", fault.Forbidden,
		"该私钥不能打开封存文件", "this private key does not open the package").
		Hint("请使用与登记簿中接收公钥对应的私钥", "use the private key of the recipient that the registry names")
	// ErrSpent says that a package has no such challenge.
	ErrSpent = fault.Define("existence.spent", fault.Limit,
		"封存文件共有 {n} 个挑战，没有第 {index} 个", "the package has {n} challenges; there is no number {index}")
)
