package profile

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed data/*.yaml
var files embed.FS

// Regime is a profile with what a person who adopts it must know: whose it is, and where each figure comes from.
type Regime struct {
	Title   string  `yaml:"title" json:"title"`
	TitleEN string  `yaml:"title_en" json:"title_en"`
	Profile Profile `yaml:"profile" json:"profile"`
	Sources []Basis `yaml:"sources" json:"sources"`
}

// Basis says where a figure comes from and how sure it is: read (the text itself), secondary (a press or official
// summary), memory (unchecked), platform (no rule gives it; ours).
type Basis struct {
	Field string `yaml:"field" json:"field"`
	Sure  string `yaml:"sure" json:"sure" enum:"read,secondary,memory,platform"`
	Text  string `yaml:"text" json:"text"`
}

// Basis says where a figure of the regime comes from, by its name in the file. What has no row was not found in any text.
func (r Regime) Basis(field string) Basis {
	for _, b := range r.Sources {
		if b.Field == field {
			return b
		}
	}
	return Basis{Field: field, Sure: "memory", Text: "未查到原文，按通行做法"}
}

// Parse reads a regime's file strictly and checks its figures. Line numbers stand in its errors.
func Parse(b []byte) (Regime, error) {
	var r Regime
	if err := yaml.UnmarshalWithOptions(b, &r, yaml.Strict()); err != nil {
		return r, ErrFile.Because(err)
	}
	return r, Check(r.Profile)
}

var regimes = sync.OnceValue(func() []Regime {
	entries, err := files.ReadDir("data")
	if err != nil {
		panic(err) // embedded
	}
	var out []Regime
	for _, e := range entries {
		b, err := files.ReadFile("data/" + e.Name())
		if err != nil {
			panic(err)
		}
		r, err := Parse(b)
		if err != nil {
			panic(e.Name() + ": " + err.Error()) // embedded, and a test reads it
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Regime) int {
		if a.Profile.Name == "national-2026" {
			return -1
		}
		return strings.Compare(a.Profile.Name, b.Profile.Name)
	})
	return out
})

// All returns the regimes that come with the program, the national one first.
func All() []Regime { return slices.Clone(regimes()) }

// Named returns a regime by its profile's name.
func Named(name string) (Regime, bool) {
	for _, r := range regimes() {
		if r.Profile.Name == name {
			return r, true
		}
	}
	return Regime{}, false
}
