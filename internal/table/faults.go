package table

import "shurong.org/shurong/fault"

// Faults of the file as a whole.
var (
	ErrNotFound = fault.Define("table.not_found", fault.NotFound,
		"找不到文件 {file}", "file {file} does not exist").
		Hint("请检查路径", "check the path")
	ErrPermission = fault.Define("table.permission", fault.Forbidden,
		"没有权限读取文件 {file}", "file {file} may not be read").
		Hint("请授予运行本程序的用户读取权限", "let the user that runs this program read it")
	ErrNotFile = fault.Define("table.not_file", fault.Invalid,
		"{file} 不是普通文件", "{file} is not a regular file").
		Hint("请指定一个 CSV 或 Parquet 文件", "name one CSV or Parquet file")
	ErrEmpty = fault.Define("table.empty", fault.Invalid,
		"文件 {file} 为空", "file {file} is empty").
		Hint("请确认数据已导出完毕", "make sure that the export has finished")
	ErrNoRows = fault.Define("table.no_rows", fault.Invalid,
		"文件 {file} 只有表头，没有数据行", "file {file} has a header and no rows").
		Hint("请确认导出条件", "check what was selected for the export")
	ErrNotText = fault.Define("table.not_text", fault.Invalid,
		"文件 {file} 不是文本表格，也不是 Parquet：{what}", "file {file} is neither a text table nor Parquet: {what}").
		Hint("请先导出为 CSV 或 Parquet", "export it as CSV or Parquet first")
	ErrEncoding = fault.Define("table.encoding", fault.Invalid,
		"文件中有 {count} 处字节不符合编码 {encoding}，超过千分之一", "{count} byte sequences are not {encoding}, over one in a thousand").
		Hint("文件可能混用了多种编码，请统一转换为 UTF-8", "the file may mix encodings; convert it to UTF-8")
	ErrUnknownEncoding = fault.Define("table.unknown_encoding", fault.Invalid,
		"不支持编码 {encoding}", "encoding {encoding} is not supported").
		Hint("支持 utf-8、gbk、gb18030、utf-16le、utf-16be、windows-1252",
			"use utf-8, gbk, gb18030, utf-16le, utf-16be or windows-1252")
	ErrDamaged = fault.Define("table.damaged", fault.Invalid,
		"文件 {file} 已损坏（{what}）", "file {file} is damaged ({what})").
		Hint("请重新导出或重新传输", "export or transfer it again")
)

// Faults of a place in the file.
var (
	ErrTooManyColumns = fault.Define("table.too_many_columns", fault.Limit,
		"表格超过 {limit} 列", "the table has more than {limit} columns").
		Hint("请检查分隔符，或拆分表格", "check the separator, or split the table")
	ErrFieldTooLong = fault.Define("table.field_too_long", fault.Limit,
		"第 {line} 行第 {column} 列（{name}）的内容超过 {limit} 字节",
		"line {line}, column {column} ({name}): the field is longer than {limit} bytes").
		Hint("常见原因是引号没有配对；大块内容请另存为文件",
			"an unclosed quote is the usual cause; keep large contents in files of their own")
	ErrRowTooLong = fault.Define("table.row_too_long", fault.Limit,
		"第 {line} 行超过 {limit} 字节", "line {line} is longer than {limit} bytes").
		Hint("请检查换行符和引号", "check line ends and quotes")
	ErrRagged = fault.Define("table.ragged", fault.Invalid,
		"第 {line} 行应有 {expected} 列，实际 {found} 列；共 {count} 行列数不符，超过百分之一",
		"line {line} should have {expected} columns and has {found}; {count} rows are ragged, over one in a hundred").
		Hint("请检查分隔符和引号；不超过百分之一的不齐行会被计数并略过",
			"check separator and quotes; up to one ragged row in a hundred is counted and passed over")
	ErrQuoteUnclosed = fault.Define("table.quote_unclosed", fault.Invalid,
		"第 {line} 行第 {column} 列的引号到文件结尾仍未配对", "the quote opened on line {line}, column {column}, is never closed").
		Hint("请补上引号，或把内容中的引号写成两个", "close it, or double the quotes inside the text")
	ErrNested = fault.Define("table.nested", fault.Invalid,
		"Parquet 列 {name} 是列表或重复结构，无法作为表格读取",
		"Parquet column {name} is a list or repeated structure and cannot be read as a table").
		Hint("请先展开该列", "flatten the column first")
	ErrEncrypted = fault.Define("table.encrypted", fault.Invalid,
		"Parquet 文件 {file} 已加密", "Parquet file {file} is encrypted").
		Hint("请提供解密后的文件", "give the decrypted file")
)

// Faults of a file that does not hold still.
var (
	ErrVanished = fault.Define("table.vanished", fault.Conflict,
		"文件 {file} 在读取过程中被删除或移走", "file {file} was removed while it was read").
		Hint("请等导出或归档任务结束后重试；本次结果未保存", "try again after the export or archiving job; nothing was kept")
	ErrTruncated = fault.Define("table.truncated", fault.Conflict,
		"文件 {file} 在读取过程中变短：应有 {expected} 字节，只读到 {found}",
		"file {file} became shorter while it was read: {expected} bytes expected, {found} found").
		Hint("请等写入任务结束后重试；本次结果未保存", "try again after the job that writes it; nothing was kept")
	ErrChanged = fault.Define("table.changed", fault.Conflict,
		"文件 {file} 在读取过程中被改动", "file {file} changed while it was read").
		Hint("请等写入任务结束后重试；本次结果未保存", "try again after the job that writes it; nothing was kept")
	ErrRead = fault.Define("table.read", fault.Unavailable,
		"读取文件 {file} 时出错", "reading file {file} failed").
		Hint("请检查磁盘或网络存储", "check the disk or the network storage")
)
