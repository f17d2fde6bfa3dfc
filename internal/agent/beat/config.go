package beat

import (
	"bytes"
	_ "embed"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/table"
)

// Example is a configuration with comments.
//
//go:embed example.yaml
var Example string

// MaxConfig bounds a configuration file, in bytes; a hundred sources take 40 kB.
const MaxConfig = 256 << 10

// maxSources bounds the sources of one agent.
const maxSources = 256

// Config is what an agent does.
type Config struct {
	Node       string      `yaml:"node"`
	Key        string      `yaml:"key"`
	State      string      `yaml:"state"`
	LogLevel   string      `yaml:"log_level"`
	Similarity *Similarity `yaml:"similarity"` // nil: sketches are not sealed
	Sources    []Source    `yaml:"sources"`
}

// Source is a source of data with its certificate.
type Source struct {
	Name         string  `yaml:"name"`
	Certificate  string  `yaml:"certificate"`
	Source       string  `yaml:"source"`
	Every        Span    `yaml:"every"`
	At           string  `yaml:"at"`
	Jitter       Span    `yaml:"jitter"`
	PeriodDays   int64   `yaml:"period_days"`
	Encoding     string  `yaml:"encoding"`
	Header       string  `yaml:"header"`
	Separator    string  `yaml:"separator"`
	PasswordEnv  string  `yaml:"password_env"`
	PasswordFile string  `yaml:"password_file"`
	Existence    []Proof `yaml:"existence"`
}

// Proof is a lien whose lender challenges the data's existence.
type Proof struct {
	Lien       string `yaml:"lien"`
	Recipient  string `yaml:"recipient"`
	Challenges int    `yaml:"challenges"`
}

// Span is a length of time, written like 24h or 30m.
type Span time.Duration

// UnmarshalText implements encoding.TextUnmarshaler. What is no length of time becomes a negative one, which check
// refuses with its line.
func (s *Span) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	if err != nil {
		d = -1
	}
	*s = Span(d)
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (s Span) MarshalText() ([]byte, error) { return []byte(time.Duration(s).String()), nil }

var (
	validName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)
	validLien = regexp.MustCompile(`^LN-[0-9A-Z]{12}$`)
	validTime = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
)

// Load reads a configuration. Errors name the file and the line.
func Load(path string) (*Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, ErrConfigFile.Because(err).In(path, 0)
	}
	defer func() { _ = f.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(&limited{f, MaxConfig + 1}); err != nil {
		return nil, ErrConfigFile.Because(err).In(path, 0)
	}
	c, err := Decode(path, b.Bytes())
	if err == nil && !filepath.IsAbs(c.Key) {
		c.Key = filepath.Join(filepath.Dir(path), c.Key) // beside the configuration: so systemd and containers hand both in
	}
	return c, err
}

// check holds the settings against the rules and fills in defaults. Faults carry the setting's path as their field.
func (c *Config) check() error {
	bad := func(name, why, zh string) error {
		return ErrSetting.With("name", name, "why", why, "why_zh", zh).At(name)
	}
	if _, err := agent.NewClient(c.Node); err != nil {
		return fault.From(err).At("node")
	}
	switch {
	case c.Key == "":
		return bad("key", "it names the agent's key file", "应为监测代理密钥文件")
	case !filepath.IsAbs(c.State):
		return bad("state", "it is the absolute path of a folder", "应为状态目录的绝对路径")
	case len(c.Sources) == 0 || len(c.Sources) > maxSources:
		return bad("sources", "1 to 256 sources", "应有 1 至 256 个数据源")
	}
	if err := c.checkSimilarity(); err != nil {
		return err
	}
	switch c.LogLevel {
	case "":
		c.LogLevel = "info"
	case "debug", "info", "warn", "error":
	default:
		return bad("log_level", "debug, info, warn or error", "应为 debug、info、warn 或 error")
	}
	names, codes := map[string]bool{}, map[string]bool{}
	for i := range c.Sources {
		s := &c.Sources[i]
		at := "sources[" + itoa(i) + "]."
		switch {
		case names[s.Name]:
			return bad(at+"name", "it is given twice", "名称重复")
		case codes[s.Certificate]:
			return bad(at+"certificate", "it is given twice", "凭证重复")
		}
		names[s.Name], codes[s.Certificate] = true, true
		if err := s.check(at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Source) check(at string) error {
	bad := func(name, why, zh string) error {
		return ErrSetting.With("name", at+name, "why", why, "why_zh", zh).At(at + name)
	}
	if !validName.MatchString(s.Name) {
		return bad("name", "up to 40 of a–z, 0–9, - and _", "至多 40 个小写字母、数字、- 或 _")
	}
	if _, err := identifier.ParseCertificateCode(s.Certificate); err != nil {
		return fault.From(err).At(at + "certificate")
	}
	every, jitter := time.Duration(s.Every), time.Duration(s.Jitter)
	switch {
	case s.Source == "":
		return bad("source", "a file, a folder, or an address", "应为文件、文件夹或地址")
	case every < time.Minute || every > 366*24*time.Hour:
		return bad("every", "from 1m to 8784h, such as 24h", "应在 1m 至 8784h 之间，如 24h")
	case jitter < 0 || jitter > every/2:
		return bad("jitter", "at most half of every", "不超过 every 的一半")
	case s.At != "" && !validTime.MatchString(s.At):
		return bad("at", "a time of day such as 02:30", "应为时刻，如 02:30")
	case s.PeriodDays < 0 || s.PeriodDays > 3660:
		return bad("period_days", "1 to 3,660 days", "应为 1 至 3660 天")
	case s.Separator != "" && len(s.Separator) != 1 && s.Separator != "tab":
		return bad("separator", "one character, or tab", "应为一个字符或 tab")
	case s.Header != "" && s.Header != "auto" && s.Header != "yes" && s.Header != "no":
		return bad("header", "auto, yes or no", "应为 auto、yes 或 no")
	case s.PasswordEnv != "" && s.PasswordFile != "":
		return bad("password_file", "together with password_env it says two things", "不能与 password_env 同时设置")
	}
	if s.remote() {
		u, err := url.Parse(s.Source)
		if err != nil {
			return bad("source", "it is not an address", "地址无效")
		}
		_, secret := u.User.Password()
		for name := range u.Query() {
			n := strings.ToLower(name)
			secret = secret || strings.Contains(n, "password") || strings.Contains(n, "secret") || strings.Contains(n, "token")
		}
		if secret {
			return ErrSecret.With("name", at+"source").At(at + "source")
		}
	}
	if _, err := source.Parse(s.Source); err != nil {
		return fault.From(err).At(at + "source")
	}
	liens := map[string]bool{}
	for i := range s.Existence {
		p := &s.Existence[i]
		here := "existence[" + itoa(i) + "]."
		switch {
		case s.remote():
			return bad(here+"lien", "existence is proved of files that only grow", "存在性证明仅适用于只追加的文件")
		case !validLien.MatchString(p.Lien) || liens[p.Lien]:
			return bad(here+"lien", "a lien such as LN-0123456789AB, once", "应为质押编号，如 LN-0123456789AB，不重复")
		case p.Challenges < 0 || p.Challenges > registry.MaxChallenges:
			return bad(here+"challenges", "1 to 4,096", "应为 1 至 4096")
		}
		if p.Recipient != "" {
			if err := existence.CheckRecipient(p.Recipient); err != nil {
				return fault.From(err).At(at + here + "recipient")
			}
		}
		liens[p.Lien] = true
	}
	return nil
}

// remote reports whether the source is an address and not a path.
func (s *Source) remote() bool { return strings.Contains(s.Source, "://") }

// options of a measurement of the source.
func (s *Source) options(at time.Time) agent.Options {
	o := agent.Options{MeasuredAt: at, PeriodDays: s.PeriodDays}
	o.Table.Encoding = s.Encoding
	o.Table.Header = map[string]table.HeaderMode{"yes": table.HeaderPresent, "no": table.HeaderAbsent}[s.Header]
	switch s.Separator {
	case "":
	case "tab":
		o.Table.Separator = '\t'
	default:
		o.Table.Separator = s.Separator[0]
	}
	return o
}

// getenv is the environment in which the source is opened: its password is where the configuration says, is read anew for
// each measurement, and is kept nowhere.
func (s *Source) getenv() (func(string) string, error) {
	if s.PasswordEnv != "" && os.Getenv(s.PasswordEnv) == "" {
		return nil, ErrCredential.With("source", s.Name, "why", "the environment has no "+s.PasswordEnv, "why_zh",
			"环境变量 "+s.PasswordEnv+" 未设置")
	}
	return func(name string) string {
		switch {
		case name == "SHURONG_SOURCE_PASSWORD" && s.PasswordEnv != "":
			return os.Getenv(s.PasswordEnv)
		case name == "SHURONG_SOURCE_PASSWORD_FILE" && s.PasswordFile != "":
			return s.PasswordFile
		}
		return os.Getenv(name)
	}, nil
}

// files is the source as files that only grow.
func (s *Source) files() existence.Files {
	l, err := source.Parse(s.Source)
	if err != nil {
		l.Path = s.Source
	}
	return existence.Files{Path: l.Path}
}
