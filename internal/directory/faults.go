package directory

import "shurong.org/shurong/fault"

var (
	// ErrEntry says that an entry of the log does not decode: the log is of a newer program, or damaged.
	ErrEntry = fault.Define("directory.entry", fault.Internal,
		"日志第 {index} 条无法解读", "log entry {index} cannot be read").
		Hint("请升级程序；若仍出现，请校验日志", "upgrade the program; if it persists, check the log")
	// ErrOtherLog says that the tables were made from another log than the one at hand.
	ErrOtherLog = fault.Define("directory.other_log", fault.Conflict,
		"目录是按另一日志生成的（已读至 {size} 条）", "the directory was made from another log (read up to entry {size})").
		Hint("登记库与节点库须来自同一备份；确认无误后可重建目录", "registry and node store must come from one backup; if they do, rebuild the directory")
)
