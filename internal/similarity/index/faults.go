package index

import "shurong.org/shurong/fault"

var (
	// ErrOrder says that an asset came out of the order of the log.
	ErrOrder = fault.Define("similarity.order", fault.Internal,
		"日志第 {position} 条早于索引中已有的登记", "log position {position} is before what the index holds").
		Hint("请由日志重建索引", "build the index again from the log")
	// ErrPostings says that an asset has too many postings.
	ErrPostings = fault.Define("similarity.postings", fault.Invalid,
		"一项数据最多有 {max} 个索引标记，这里有 {n} 个", "an asset has at most {max} postings; this one has {n}")
	// ErrFull says that the index holds as much as it can.
	ErrFull = fault.Define("similarity.full", fault.Limit,
		"相似性索引已满", "the similarity index is full").
		Hint("请按地区拆分节点", "split the node by regions")
	// ErrFile says that a file of the index cannot be written or read.
	ErrFile = fault.Define("similarity.file", fault.Internal,
		"相似性索引文件无法读写：{why}", "a file of the similarity index cannot be written or read: {why}").
		Hint("请检查磁盘空间与权限；索引可由日志重建", "check free space and permissions; the index can be built again from the log")
)
