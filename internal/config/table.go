package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// Table prints the settings as a Markdown table.
func Table() string {
	var b strings.Builder
	b.WriteString("| file | environment | flag | default | meaning | 含义 |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, s := range settings {
		fallback := "`" + s.Default + "`"
		if s.Default == "" {
			fallback = "(empty)"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | %s | %s | %s |\n", s.Name, s.Env(), s.Flag(), fallback, s.EN, s.ZH)
	}
	return b.String()
}

// Value is one setting as it stands.
type Value struct {
	Setting Setting
	Value   string // "(set)" in place of a secret
	Source  string // a file, SHURONG_…, --…, or "default"
}

// Explain returns every setting with its value and where that comes from.
func (c Config) Explain() []Value {
	out := make([]Value, len(settings))
	for i, s := range settings {
		v := Value{Setting: s, Value: s.get(c), Source: c.sources[s.Name]}
		if s.Secret && v.Value != "" {
			v.Value = "(set)"
		}
		if v.Source == "" {
			v.Source = "default"
		}
		out[i] = v
	}
	return out
}

// syntax returns the line of a YAML error and its message without the picture of the source around it, which may hold a
// secret.
func syntax(err error) (line int, why string) {
	var e yaml.Error
	if errors.As(err, &e) {
		if t := e.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
		}
		return line, e.GetMessage()
	}
	why, _, _ = strings.Cut(err.Error(), "\n")
	return 0, why
}
