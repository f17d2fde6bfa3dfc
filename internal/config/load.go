package config

import (
	"errors"
	"os"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"shurong.org/shurong/fault"
)

// The faults of a configuration. The values of secret settings are never part of a text.
var (
	ErrUnknown = fault.Define("config.unknown", fault.Invalid,
		"没有名为 {name} 的设置", "there is no setting named {name}").
		Hint("全部设置见 docs/configuration.md，或运行 shurong config",
			"all settings are in docs/configuration.md, or run shurong config")
	ErrValue = fault.Define("config.value", fault.Invalid,
		"设置 {name} 的值无效，应为：{want_zh}", "the value of {name} is not valid; it takes {want}")
	ErrFile = fault.Define("config.file", fault.Invalid,
		"无法读取配置文件", "the configuration file cannot be read").
		Hint("请检查 --config 或 SHURONG_CONFIG 所指的文件", "check the file that --config or SHURONG_CONFIG names")
	ErrSyntax = fault.Define("config.syntax", fault.Invalid,
		"配置文件不是有效的 YAML：{why}", "the configuration file is not valid YAML: {why}")
	ErrShape = fault.Define("config.shape", fault.Invalid,
		"配置文件应为一层“名称: 值”", "the configuration file is one level of name: value")
	ErrFlagValue = fault.Define("config.flag_value", fault.Invalid,
		"{flag} 后面缺少值", "{flag} lacks a value")
	ErrFlagTwice = fault.Define("config.flag_twice", fault.Invalid,
		"{flag} 出现了两次", "{flag} is given twice")
	ErrArgument = fault.Define("config.argument", fault.Invalid,
		"不认识的参数 {arg}", "the argument {arg} is not known")
	ErrPair = fault.Define("config.pair", fault.Invalid,
		"{one} 和 {other} 须同时设置", "{one} and {other} are set together")
	ErrOrder = fault.Define("config.order", fault.Invalid,
		"{small} 不能大于 {large}", "{small} cannot be larger than {large}")
)

// maxFile bounds a configuration file, in bytes; the longest sensible one is two kilobytes.
const maxFile = 64 << 10

// fileFlag and fileEnv name the configuration file. They are not settings: the file cannot name itself.
const (
	fileFlag = "--config"
	fileEnv  = "SHURONG_CONFIG"
)

// Load reads the settings from command-line arguments (without the program's and command's names), the environment (as
// os.Environ gives it) and the file that one of them names.
func Load(args, environ []string) (Config, error) {
	flags, err := parseFlags(args)
	if err != nil {
		return Config{}, err
	}
	env := map[string]string{}
	for _, kv := range environ {
		if k, v, ok := strings.Cut(kv, "="); ok && strings.HasPrefix(k, envPrefix) {
			env[k] = v
		}
	}
	c := Default()
	path := env[fileEnv]
	if p, ok := flags[fileFlag]; ok {
		path = p
	}
	if path != "" {
		if err := c.readFile(path); err != nil {
			return Config{}, err
		}
	}
	for _, s := range settings {
		if v, ok := env[s.Env()]; ok {
			if err := c.put(s, v, s.Env()); err != nil {
				return Config{}, err.At(s.Env())
			}
		}
		if v, ok := flags[s.Flag()]; ok {
			if err := c.put(s, v, s.Flag()); err != nil {
				return Config{}, err.At(s.Flag())
			}
		}
	}
	return c, c.check()
}

// put sets a setting and notes where its value came from. The fault is typed, so that the caller can add its place.
func (c *Config) put(s Setting, value, source string) *fault.Error {
	if err := s.set(c, value); err != nil {
		var n need
		errors.As(err, &n)
		return ErrValue.With("name", s.Name, "want", n.en, "want_zh", n.zh)
	}
	c.sources[s.Name] = source
	return nil
}

// parseFlags reads --name value and --name=value. A setting that is true or false may stand alone.
func parseFlags(args []string) (map[string]string, error) {
	known := map[string]bool{fileFlag: true}
	alone := map[string]bool{}
	for _, s := range settings {
		known[s.Flag()] = true
		alone[s.Flag()] = s.Default == "false"
	}
	out := map[string]string{}
	for i := 0; i < len(args); i++ {
		name, value, inline := strings.Cut(args[i], "=")
		if !strings.HasPrefix(name, "--") {
			return nil, ErrArgument.With("arg", args[i])
		}
		if !known[name] {
			return nil, ErrUnknown.With("name", name)
		}
		if _, twice := out[name]; twice {
			return nil, ErrFlagTwice.With("flag", name)
		}
		switch {
		case inline:
		case alone[name]:
			value = "true"
		case i+1 < len(args):
			i++
			value = args[i]
		default:
			return nil, ErrFlagValue.With("flag", name)
		}
		out[name] = value
	}
	return out, nil
}

func (c *Config) readFile(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxFile {
		return ErrFile.Because(err).In(path, 0)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return ErrFile.Because(err).In(path, 0)
	}
	return c.decode(path, b)
}

// decode sets what a file says.
func (c *Config) decode(path string, b []byte) error {
	if len(b) > maxFile {
		return ErrFile.With().In(path, 0)
	}
	tree, err := parser.ParseBytes(b, 0)
	if err != nil {
		line, why := syntax(err)
		return ErrSyntax.With("why", why).In(path, line)
	}
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if err := c.document(path, doc.Body); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) document(path string, body ast.Node) error {
	var pairs []*ast.MappingValueNode
	switch n := body.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	case *ast.NullNode, *ast.CommentGroupNode:
		return nil
	default:
		return ErrShape.With().In(path, body.GetToken().Position.Line)
	}
	for _, pair := range pairs {
		line := pair.Key.GetToken().Position.Line
		key, ok := scalar(pair.Key)
		if !ok {
			return ErrShape.With().In(path, line)
		}
		s, known := lookup(key)
		if !known {
			return ErrUnknown.With("name", key).In(path, line)
		}
		value, ok := valueText(pair.Value)
		if !ok {
			return ErrShape.With().At(s.Name).In(path, line)
		}
		if err := c.put(s, value, path); err != nil {
			return err.At(s.Name).In(path, line)
		}
	}
	return nil
}

func lookup(name string) (Setting, bool) {
	for _, s := range settings {
		if s.Name == name {
			return s, true
		}
	}
	return Setting{}, false
}

// valueText returns a scalar as written, or a list of scalars joined by commas.
func valueText(n ast.Node) (string, bool) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		return scalar(n)
	}
	parts := make([]string, len(list.Values))
	for i, v := range list.Values {
		if parts[i], ok = scalar(v); !ok {
			return "", false
		}
	}
	return strings.Join(parts, ","), true
}

func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.NullNode:
		return "", true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}
