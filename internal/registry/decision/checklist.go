package decision

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"

	"shurong.org/shurong/fault"
)

//go:embed data/review.yaml
var reviewFile []byte

//go:embed data/secrecy.yaml
var secrecyFile []byte

// Check is one thing an officer looks at.
type Check struct {
	Code    string       `yaml:"code" json:"code"`
	Head    Head         `yaml:"head" json:"head,omitempty" enum:"accuracy,compliance,clarity"`
	Article string       `yaml:"article" json:"article,omitempty"`
	Sources []SourceKind `yaml:"sources" json:"sources,omitempty"` // none: all
	Must    bool         `yaml:"must" json:"must" doc:"its head cannot pass while this fails"`
	ZH      string       `yaml:"zh" json:"zh"`
	EN      string       `yaml:"en" json:"en"`
}

// CheckAnswer is what became of a check.
type CheckAnswer struct {
	Code string `json:"code"`
	OK   bool   `json:"ok"`
	Note string `json:"note,omitempty" maxLength:"1000"`
}

// The faults of answers.
var (
	ErrUnknownCheck = fault.Define("review.unknown_check", fault.Invalid,
		"核查项 {code} 不在清单内", "check {code} is not on the list")
	ErrUnanswered = fault.Define("review.unanswered", fault.Invalid,
		"核查项 {code} 尚未填写", "check {code} has no answer").
		Hint("请填写该来源的全部必查项", "answer every required check of this source")
	ErrHeadPassed = fault.Define("review.head_passed", fault.Invalid,
		"核查项 {code} 未通过，{head} 不能通过", "check {code} failed, so the head {head} cannot pass")
)

func read(file []byte) []Check {
	var doc struct {
		Items []Check `yaml:"items"`
	}
	if err := yaml.UnmarshalWithOptions(file, &doc, yaml.Strict()); err != nil {
		panic(err) // embedded, and a test reads it
	}
	return doc.Items
}

var (
	reviewItems  = sync.OnceValue(func() []Check { return read(reviewFile) })
	secrecyItems = sync.OnceValue(func() []Check { return read(secrecyFile) })
)

// Checklist returns what is to be checked of data from the given sources, in order.
func Checklist(sources ...SourceKind) []Check {
	out := []Check{}
	for _, c := range reviewItems() {
		if len(c.Sources) == 0 || slices.ContainsFunc(c.Sources, func(k SourceKind) bool { return slices.Contains(sources, k) }) {
			out = append(out, c)
		}
	}
	return out
}

// SecrecyChecklist returns the measures by which a trade secret is kept.
func SecrecyChecklist() []Check { return slices.Clone(secrecyItems()) }

// CheckAnswers holds answers against a list: each is on it, once, and every required item has one. passed says which heads
// are concluded to pass; none is checked if it is nil.
func CheckAnswers(list []Check, answers []CheckAnswer, passed map[Head]bool) error {
	given := map[string]CheckAnswer{}
	for _, a := range answers {
		if _, twice := given[a.Code]; twice || !slices.ContainsFunc(list, func(c Check) bool { return c.Code == a.Code }) {
			return ErrUnknownCheck.With("code", a.Code)
		}
		given[a.Code] = a
	}
	for _, c := range list {
		a, ok := given[c.Code]
		switch {
		case !c.Must:
		case !ok:
			return ErrUnanswered.With("code", c.Code)
		case !a.OK && passed[c.Head]:
			return ErrHeadPassed.With("code", c.Code, "head", c.Head)
		}
	}
	return nil
}
