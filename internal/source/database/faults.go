package database

import "shurong.org/shurong/fault"

// Faults of the way to the server. {server} is host and port, never the account's password.
var (
	ErrConnect = fault.Define("database.connect", fault.Unavailable,
		"连接不上数据库服务器 {server}", "the database server {server} cannot be reached").
		Hint("请检查地址、端口、防火墙和 TLS 设置", "check address, port, firewall and TLS settings")
	ErrLogin = fault.Define("database.login", fault.Forbidden,
		"数据库服务器 {server} 拒绝了账号 {user} 的登录", "the database server {server} refuses the account {user}").
		Hint("请检查账号；口令放在环境变量 {variable} 或口令文件中",
			"check the account; its password belongs in {variable} or a password file")
	ErrNoDatabase = fault.Define("database.no_database", fault.NotFound,
		"服务器上没有数据库 {name}", "the server has no database {name}").
		Hint("请检查地址中的库名", "check the database's name in the address")
	ErrDropped = fault.Define("database.dropped", fault.Unavailable,
		"读取 {name} 时数据库连接中断，已读 {rows} 行", "the connection broke while {name} was read, after {rows} rows").
		Hint("请检查网络和数据库日志后重试；本次结果未保存", "check network and server log, then try again; nothing was kept")
	ErrTimeout = fault.Define("database.timeout", fault.Unavailable,
		"读取 {name} 超过时限，已读 {rows} 行", "reading {name} took longer than allowed, after {rows} rows").
		Hint("请放宽时限，或错开数据库繁忙时段；本次结果未保存", "allow more time or read off the peak; nothing was kept")
	ErrCancelled = fault.Define("database.cancelled", fault.Unavailable,
		"读取 {name} 已被取消", "reading {name} was cancelled").
		Hint("本次结果未保存", "nothing was kept")
	ErrSnapshot = fault.Define("database.snapshot", fault.Conflict,
		"读取 {name} 时服务器收回了快照（{code}）", "the server withdrew the snapshot while {name} was read ({code})").
		Hint("备库回放或表结构变更会收回快照，请错开后重试；本次结果未保存",
			"replay on a standby or a changed table definition does that; try again later; nothing was kept")
	ErrServer = fault.Define("database.server", fault.Unavailable,
		"读取 {name} 时数据库服务器报错 {code}，已读 {rows} 行", "the server reports {code} while {name} was read, after {rows} rows").
		Hint("请按错误码查阅数据库日志；本次结果未保存", "look the code up in the server's log; nothing was kept")
	ErrSecretFile = fault.Define("database.secret_file", fault.Invalid,
		"口令文件 {file} 无法使用：{why}", "the password file {file} cannot be used: {why}").
		Hint("文件只放口令一行，权限设为 0600", "it holds the password on one line and has mode 0600")
)

// Faults of what was asked for.
var (
	ErrNoTable = fault.Define("database.no_table", fault.NotFound,
		"数据库中没有表 {name}{near_zh}", "the database has no table {name}{near_en}").
		Hint("请写 table=模式名.表名；也可能是账号看不到该表", "write table=schema.name; or the account cannot see it")
	ErrPermission = fault.Define("database.permission", fault.Forbidden,
		"账号 {user} 无权读取 {name}", "the account {user} may not read {name}").
		Hint("请管理员授予只读权限：GRANT SELECT ON {name} TO {user}", "have it granted: GRANT SELECT ON {name} TO {user}")
	ErrNotSelect = fault.Define("database.not_select", fault.Invalid,
		"只接受一条 SELECT 查询：{why}", "only a single SELECT is accepted: {why}").
		Hint("程序只读不写；请改写查询或建立视图", "this program only reads; rewrite the query or make a view")
	ErrQuery = fault.Define("database.query", fault.Invalid,
		"数据库不接受该查询（{code}，位置 {position}）", "the database does not accept the query ({code}, position {position})").
		Hint("请先在数据库客户端中试运行该查询", "try the query in the database's own client first")
	ErrNoColumns = fault.Define("database.no_columns", fault.Invalid,
		"{name} 没有列", "{name} has no columns").
		Hint("请检查表名或查询", "check the table or the query")
	ErrNoRows = fault.Define("database.no_rows", fault.Invalid,
		"{name} 没有数据行", "{name} has no rows").
		Hint("请检查表名、查询条件和行级权限", "check the table, the conditions and row-level policies")
	ErrUnfinished = fault.Define("database.unfinished", fault.Internal,
		"{name} 尚未读完", "{name} was not read to its end")
	ErrCount = fault.Define("database.count", fault.Unavailable,
		"服务器称 {name} 有 {expected} 行，实际收到 {found} 行", "the server says {name} has {expected} rows and {found} came").
		Hint("请重试；本次结果未保存", "try again; nothing was kept")
)
