package db

import "shurong.org/shurong/fault"

// ErrDSN says that a database address cannot be read. The address itself is left out: it may hold a password.
var ErrDSN = fault.Define("db.dsn", fault.Invalid,
	"数据库地址无效：{why}", "the database address is not valid: {why}").
	Hint("请写 sqlite:/路径/文件.db 或 postgres://用户@主机/库名", "write sqlite:/path/file.db or postgres://user@host/database")

// ErrOpen says that the database does not answer or its file cannot be made.
var ErrOpen = fault.Define("db.open", fault.Unavailable,
	"无法打开数据库", "the database cannot be opened").
	Hint("请检查数据目录的权限、磁盘空间，或 PostgreSQL 是否已启动、账号是否正确",
		"check the data directory's permissions and free space, or that PostgreSQL runs and the account is right")

// ErrMigrate says that the database's tables could not be brought to this program's version.
var ErrMigrate = fault.Define("db.migrate", fault.Internal,
	"数据库升级失败，数据未改动到一半", "the database could not be migrated; nothing was left half-done").
	Hint("请保留日志并恢复到升级前的程序版本", "keep the log and go back to the program version before the upgrade")
