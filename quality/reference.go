package quality

import (
	"strings"

	"shurong.org/shurong/fault"
)

// Load fills the lists of the rules of the check "reference": one value a line, blank lines and lines that begin with #
// left out. open reads a file by the name that the rule gives.
func (r *Rules) Load(open func(name string) ([]byte, error)) error {
	for i := range r.List {
		rule := &r.List[i]
		if rule.Check != CheckReference {
			continue
		}
		b, err := open(rule.File)
		if err != nil {
			return fault.From(err).At("rules["+itoa(i)+"].file").In(rule.FileName, rule.Line)
		}
		rule.Values = nil
		for line := range strings.Lines(strings.TrimPrefix(string(b), "\ufeff")) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				rule.Values = append(rule.Values, line)
			}
		}
		if len(rule.Values) == 0 {
			return ErrRule.With("zh", "参考目录“"+clip(rule.File)+"”为空", "en", "the reference list “"+clip(rule.File)+"” is empty").
				At("rules["+itoa(i)+"].file").In(rule.FileName, rule.Line)
		}
	}
	return nil
}
