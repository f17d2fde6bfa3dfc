package source

import "shurong.org/shurong/fault"

// Faults of locations.
var (
	ErrLocation = fault.Define("source.location", fault.Invalid,
		"数据位置 {location} 无效：{why}", "the location {location} is not valid: {why}").
		Hint("如 数据.csv、工作簿.xlsx#表、文件夹/、postgres://用户@主机/库?table=模式.表、s3://桶/键",
			"such as data.csv, book.xlsx#Sheet, folder/, postgres://user@host/db?table=schema.name, s3://bucket/key")
	ErrScheme = fault.Define("source.scheme", fault.Invalid,
		"不支持 {scheme}:// 数据源", "sources of {scheme}:// are not supported").
		Hint("支持文件、文件夹、postgres://、mysql://、s3://", "use files, folders, postgres://, mysql:// or s3://")
	ErrSecret = fault.Define("source.secret_in_location", fault.Invalid,
		"数据位置 {location} 中含有口令", "the location {location} holds a password").
		Hint("命令行对本机所有用户可见；请把口令放入环境变量 SHURONG_SOURCE_PASSWORD "+
			"或 0600 权限的文件（password_file=路径），并更换该口令",
			"command lines are seen by everybody on the machine; put it into SHURONG_SOURCE_PASSWORD or a file of mode 0600 "+
				"(password_file=path), and change it")
	ErrParameter = fault.Define("source.parameter", fault.Invalid,
		"数据位置不支持参数 {name}", "the location has an unknown parameter {name}").
		Hint("请核对参数名", "check the parameter's name")
	ErrWhat = fault.Define("source.what", fault.Invalid,
		"请给出 table=模式.表 或 query=SELECT…，二者择一", "give either table=schema.name or query=SELECT…")
	ErrSheetOfOther = fault.Define("source.sheet_of_other", fault.Invalid,
		"{file} 不是工作簿，没有工作表 {sheet}", "{file} is no workbook and has no sheet {sheet}").
		Hint("工作表名只用于 .xlsx 文件", "a sheet's name goes with .xlsx files only")
)
