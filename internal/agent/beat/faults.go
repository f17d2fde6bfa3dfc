package beat

import "shurong.org/shurong/fault"

var (
	// ErrConfigFile says that the configuration cannot be read.
	ErrConfigFile = fault.Define("beat.config_file", fault.NotFound,
		"无法读取配置文件", "the configuration file cannot be read").
		Hint("请检查路径和权限；示例见 shurong agent config --example", "check path and permissions; shurong agent config --example prints one")
	// ErrYAML says that the configuration is not plain YAML.
	ErrYAML = fault.Define("beat.yaml", fault.Invalid,
		"配置不是有效的 YAML：{why}", "the configuration is not valid YAML: {why}").
		Hint("不支持锚点、标签和多文档", "anchors, tags and several documents are not taken")
	// ErrSetting says what is wrong with a setting.
	ErrSetting = fault.Define("beat.setting", fault.Invalid,
		"设置 {name} 不正确：{why_zh}", "the setting {name} is not right: {why}").
		Hint("带注释的示例：shurong agent config --example", "a commented example: shurong agent config --example")
	// ErrSecret says that a password stands in the configuration.
	ErrSecret = fault.Define("beat.secret", fault.Invalid,
		"设置 {name} 中含有口令；配置文件不得包含口令", "the setting {name} holds a password; none belongs in the configuration").
		Hint("请用 password_env 或 password_file", "use password_env or password_file")
	// ErrCredential says that a password is not where the configuration says.
	ErrCredential = fault.Define("beat.credential", fault.NotFound,
		"数据源 {source} 的口令不可用：{why_zh}", "the password of source {source} is not available: {why}")
	// ErrState says that the state folder cannot be used.
	ErrState = fault.Define("beat.state", fault.Internal,
		"状态目录中的 {file} 不可用：{why_zh}", "{file} in the state folder cannot be used: {why}").
		Hint("请检查目录所有者、权限（0700）和磁盘空间", "check the folder's owner, mode (0700) and free space")
	// ErrRunning says that another agent holds the state folder.
	ErrRunning = fault.Define("beat.running", fault.Conflict,
		"状态目录 {dir} 正由另一个监测代理使用", "the state folder {dir} is in use by another agent").
		Hint("一个状态目录只能运行一个代理；查看状态用 shurong agent status", "one agent runs on a state folder; shurong agent status shows how it does")
	// ErrNoStatus says that no agent has run yet.
	ErrNoStatus = fault.Define("beat.no_status", fault.NotFound,
		"状态目录 {dir} 中还没有运行记录", "no agent has run on the state folder {dir} yet").
		Hint("请先运行 shurong agent run --once", "run shurong agent run --once first")
	// ErrUnsent says that a single round left something behind.
	ErrUnsent = fault.Define("beat.unsent", fault.Unavailable,
		"有 {n} 条仍在发件箱，将在下次运行时按序发送", "{n} remain in the outbox; the next run sends them in order").
		Hint("查看原因：shurong agent status", "shurong agent status tells why")
	// ErrNoSource says that a source is not configured.
	ErrNoSource = fault.Define("beat.no_source", fault.NotFound,
		"配置中没有名为 {name} 的数据源", "the configuration has no source named {name}")
)
