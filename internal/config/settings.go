package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Setting is one line of the table.
type Setting struct {
	Name    string // in the file; the other spellings follow from it
	Default string
	Secret  bool // never shown
	ZH, EN  string

	set func(c *Config, value string) error // the error is a need
	get func(c Config) string
}

// need says what a setting takes, when it was given something else.
type need struct{ zh, en string }

// Error implements error.
func (n need) Error() string { return n.en }

// Env is the setting's name in the environment.
func (s Setting) Env() string { return envPrefix + strings.ToUpper(s.Name) }

// Flag is the setting's name on the command line.
func (s Setting) Flag() string { return "--" + strings.ReplaceAll(s.Name, "_", "-") }

// IsFlag reports whether a name, such as --public-url, is a setting's on the command line.
func IsFlag(name string) bool {
	return slices.ContainsFunc(settings, func(s Setting) bool { return s.Flag() == name })
}

const envPrefix = "SHURONG_"

// settings is the table, in reading order.
var settings = []Setting{
	text("listen", "127.0.0.1:8420", "监听地址；端口 0 由系统选择", "address to listen on; with port 0 the system chooses",
		func(c *Config) *string { return &c.Listen }, hostPort),
	text("data_dir", "data", "数据目录：两个 SQLite 文件和签名密钥", "directory of the two SQLite files and of signing keys",
		func(c *Config) *string { return &c.DataDir }, notEmpty),
	secret(text("registry_dsn", "", "登记库地址，留空为数据目录中的 SQLite；PostgreSQL 写 postgres://…",
		"store of shared facts; empty is SQLite in the data directory; postgres://… for PostgreSQL",
		func(c *Config) *string { return &c.RegistryDSN }, dsn)),
	secret(text("node_dsn", "", "节点库地址，同上", "store of everything private, as above",
		func(c *Config) *string { return &c.NodeDSN }, dsn)),
	text("origin", "shurong.example/registry", "日志名称，一经启用不再更改", "the log's name; never changed once in use",
		func(c *Config) *string { return &c.Origin }, originForm),
	truth("example", "运行示例：时钟静止、由人拨动，数据为虚构",
		"run the worked example: its clock stands still and is moved by hand, its data is made up",
		func(c *Config) *bool { return &c.Example }),
	text("public_url", "", "用户所见的地址，前面有代理时填写，如 https://data.example.cn",
		"address as users see it, behind a proxy, such as https://data.example.cn",
		func(c *Config) *string { return &c.PublicURL }, publicURL),
	text("tls_cert", "", "HTTPS 证书文件（PEM）", "certificate file for HTTPS (PEM)",
		func(c *Config) *string { return &c.TLSCert }, anything),
	text("tls_key", "", "HTTPS 私钥文件（PEM）", "key file for HTTPS (PEM)",
		func(c *Config) *string { return &c.TLSKey }, anything),
	{Name: "trusted_proxies", ZH: "可信代理的地址段，逗号分隔；只信它们的 X-Forwarded-For",
		EN:  "networks of proxies whose X-Forwarded-For is believed, comma-separated",
		set: func(c *Config, v string) (err error) { c.TrustedProxies, err = networks(v); return err },
		get: func(c Config) string { return joinNetworks(c.TrustedProxies) }},
	{Name: "witnesses", ZH: "为本日志联署检查点的见证方，写作 验证密钥@地址，逗号分隔",
		EN:  "witnesses that cosign this log's checkpoints, each verifier key@address, comma-separated",
		set: func(c *Config, v string) error { c.Witnesses = listed(v); return nil },
		get: func(c Config) string { return strings.Join(c.Witnesses, ",") }},
	{Name: "share_holders", ZH: "持有相似性密钥份额、凭本节点凭票计算的机构地址，逗号分隔",
		EN:  "addresses of bodies that hold a share of the similarity key and take this node's tickets, comma-separated",
		set: func(c *Config, v string) error { c.ShareHolders = listed(v); return nil },
		get: func(c Config) string { return strings.Join(c.ShareHolders, ",") }},
	truth("public_sketches", "接收未以登记机构密钥封装的内容指纹；示例节点总是接收",
		"take sketches that are not sealed with the registrar's key; the example's node always does",
		func(c *Config) *bool { return &c.PublicSketches }),
	secret(text("metrics_token", "", "读取 /metrics 的令牌；留空则只限本机", "token for /metrics; empty is the machine itself only",
		func(c *Config) *string { return &c.MetricsToken }, longEnough)),
	text("log_level", "info", "日志级别：debug info warn error", "debug, info, warn or error",
		func(c *Config) *string { return &c.LogLevel }, level),
	text("log_format", "text", "日志格式：text 或 json", "text or json",
		func(c *Config) *string { return &c.LogFormat }, oneOf("text", "json")),
	span("session_idle", "2h", "无操作多久后退出登录", "how long a session lasts without use", time.Minute, 24*time.Hour,
		func(c *Config) *time.Duration { return &c.SessionIdle }),
	span("session_life", "12h", "登录最长多久", "how long a session lasts at most", time.Minute, 30*24*time.Hour,
		func(c *Config) *time.Duration { return &c.SessionLife }),
	span("setup_link_life", "1h", "首个管理员链接的有效期", "how long the first administrator's link is good",
		time.Minute, 24*time.Hour,
		func(c *Config) *time.Duration { return &c.SetupLinkLife }),
	size("max_body", "2MiB", "请求内容上限（个别接口另有规定）", "largest request body, where a route does not say otherwise",
		64<<10, 64<<20,
		func(c *Config) *int64 { return &c.MaxBody }),
	span("mutation_timeout", "60s", "一次写操作最长多久", "how long one change may take", time.Second, 10*time.Minute,
		func(c *Config) *time.Duration { return &c.MutationTimeout }),
	span("answer_life", "48h", "幂等答复保留多久", "how long answers are kept for repeated requests", time.Hour, 30*24*time.Hour,
		func(c *Config) *time.Duration { return &c.AnswerLife }),
	span("stop_timeout", "20s", "停止时等待请求完成的时间", "how long stopping waits for requests under way",
		time.Second, 5*time.Minute,
		func(c *Config) *time.Duration { return &c.StopTimeout }),
}

func text(name, fallback, zh, en string, at func(*Config) *string, rule func(string) error) Setting {
	return Setting{Name: name, Default: fallback, ZH: zh, EN: en,
		set: func(c *Config, v string) error {
			if err := rule(v); err != nil {
				return err
			}
			*at(c) = v
			return nil
		},
		get: func(c Config) string { return *at(&c) }}
}

func secret(s Setting) Setting {
	s.Secret = true
	return s
}

func truth(name, zh, en string, at func(*Config) *bool) Setting {
	return Setting{Name: name, Default: "false", ZH: zh, EN: en,
		set: func(c *Config, v string) error {
			b, err := strconv.ParseBool(v)
			if err != nil {
				return need{"true 或 false", "true or false"}
			}
			*at(c) = b
			return nil
		},
		get: func(c Config) string { return strconv.FormatBool(*at(&c)) }}
}

func span(name, fallback, zh, en string, low, high time.Duration, at func(*Config) *time.Duration) Setting {
	return Setting{Name: name, Default: fallback, ZH: zh, EN: en,
		set: func(c *Config, v string) error {
			d, err := time.ParseDuration(v)
			if err != nil || d < low || d > high {
				return need{
					fmt.Sprintf("时长，如 90s、15m 或 2h，从 %s 到 %s", short(low), short(high)),
					fmt.Sprintf("a duration such as 90s, 15m or 2h, from %s to %s", short(low), short(high)),
				}
			}
			*at(c) = d
			return nil
		},
		get: func(c Config) string { return short(*at(&c)) }}
}

// short writes a duration without the units that are zero.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func size(name, fallback, zh, en string, low, high int64, at func(*Config) *int64) Setting {
	return Setting{Name: name, Default: fallback, ZH: zh, EN: en,
		set: func(c *Config, v string) error {
			n, ok := bytes(v)
			if !ok || n < low || n > high {
				return need{
					fmt.Sprintf("大小，如 512KiB 或 2MiB，从 %s 到 %s", bytesText(low), bytesText(high)),
					fmt.Sprintf("a size such as 512KiB or 2MiB, from %s to %s", bytesText(low), bytesText(high)),
				}
			}
			*at(c) = n
			return nil
		},
		get: func(c Config) string { return bytesText(*at(&c)) }}
}

func bytes(v string) (int64, bool) {
	unit := int64(1)
	for suffix, u := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20} {
		if rest, ok := strings.CutSuffix(v, suffix); ok {
			v, unit = rest, u
			break
		}
	}
	n, err := strconv.ParseInt(v, 10, 32)
	return n * unit, err == nil && n >= 0
}

func bytesText(n int64) string {
	switch {
	case n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + "MiB"
	case n%(1<<10) == 0:
		return strconv.FormatInt(n>>10, 10) + "KiB"
	}
	return strconv.FormatInt(n, 10)
}

func anything(string) error { return nil }

func notEmpty(v string) error {
	if v == "" {
		return need{"不为空", "not empty"}
	}
	return nil
}

func hostPort(v string) error {
	if _, port, err := net.SplitHostPort(v); err == nil {
		if n, err := strconv.ParseUint(port, 10, 16); err == nil && n <= 65535 {
			return nil
		}
	}
	return need{"主机:端口，如 127.0.0.1:8420 或 :8420", "host:port, such as 127.0.0.1:8420 or :8420"}
}

func dsn(v string) error {
	for _, scheme := range []string{"sqlite:", "postgres://", "postgresql://"} {
		if v == "" || strings.HasPrefix(v, scheme) {
			return nil
		}
	}
	return need{"sqlite:/路径/文件.db 或 postgres://用户@主机/库名", "sqlite:/path/file.db or postgres://user@host/database"}
}

var validOrigin = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9._-]+)*$`)

func originForm(v string) error {
	if len(v) > 100 || !validOrigin.MatchString(v) {
		return need{"主机名加路径，如 data.example.cn/registry", "a host name and a path, such as data.example.cn/registry"}
	}
	return nil
}

func publicURL(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil ||
		u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return need{"https://主机 或 http://主机:端口，不带路径", "https://host or http://host:port, without a path"}
	}
	return nil
}

// longEnough keeps a token from being guessed.
func longEnough(v string) error {
	if v != "" && len(v) < 16 {
		return need{"至少 16 个字符", "at least 16 characters"}
	}
	return nil
}

func level(v string) error {
	var l slog.Level
	if l.UnmarshalText([]byte(v)) != nil {
		return need{"debug、info、warn 或 error", "debug, info, warn or error"}
	}
	return nil
}

func oneOf(words ...string) func(string) error {
	return func(v string) error {
		for _, w := range words {
			if v == w {
				return nil
			}
		}
		return need{strings.Join(words, " 或 "), strings.Join(words, " or ")}
	}
}

func networks(v string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			a, errAddr := netip.ParseAddr(part)
			if errAddr != nil {
				return nil, need{"地址或地址段，如 10.0.0.0/8, 127.0.0.1", "addresses or networks, such as 10.0.0.0/8, 127.0.0.1"}
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// listed splits at commas.
func listed(v string) (out []string) {
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func joinNetworks(list []netip.Prefix) string {
	s := make([]string, len(list))
	for i, p := range list {
		s[i] = p.String()
	}
	return strings.Join(s, ",")
}
